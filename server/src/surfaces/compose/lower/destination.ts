/** Which file of a project a change is made in, so that it still counts when all files are merged. */
import { presentable } from '../../../base/presentable.ts';
import { fileNameOf } from '../../../base/uri.ts';
import type { Change } from '../../../model/change.ts';
import type { Container } from '../../../model/container.ts';
import type { Sourced } from '../../../model/setting.ts';
import type { Subject } from '../../../model/subject.ts';
import type { YamlFile, YamlMapping, YamlNode } from '../../../syntax/yaml/tree.ts';
import { fieldsOf } from '../fields.ts';
import type { Frame, Origin } from '../frame.ts';
import { LIMITS, LISTS, SCALARS, sizeText } from './additions.ts';
import { childrenOf } from './outline.ts';
import { scriptOf, wrapperIn } from './wrapper.ts';

/** A file, and the change as it is made there; or the reason why it can be made nowhere. */
export type Destination =
  | {
      readonly file: YamlFile;
      readonly change: Change;
      /** What is said of the service there, when it is not the place where it is named first. */
      readonly service?: YamlMapping;
    }
  | { readonly refused: string };

/** What is said is changed where it is said; what is new goes to where the service is named. */
export function destinationOf(frame: Frame, subject: Subject, change: Change): Destination {
  if (change.kind === 'remove' || change.kind === 'replace') {
    const file = originOf(frame, subject, change.target)?.file;
    return file ? { file, change } : { refused: notHere(frame, change.target) };
  }
  if (change.kind === 'ask') return { refused: 'Nobody can be asked for it here.' };
  const head = frame.origins.get(subject);
  if (!head) return { refused: notHere(frame, subject) };
  const { file } = head;
  if (frame.files.length < 2 && file.roots.length < 2) return { file, change };
  return change.kind === 'set'
    ? placeToSet(frame, subject, head, change)
    : placeToAppend(frame, head, change);
}

/** Why something is nowhere in the project's files: it stands in a Dockerfile, or is no text of its own. */
function notHere({ uri }: Frame, { source }: Sourced): string {
  if (source.uri === uri || source.uri.includes('#')) return 'It is not written in this file.';
  return `It stands in '${presentable(fileNameOf(source.uri))}'; change it there.`;
}

function originOf(frame: Frame, subject: Subject, target: Sourced): Origin | undefined {
  const script = wrapperIn(subject, target) && scriptOf(subject);
  return frame.origins.get(script ?? target);
}

type Added<Kind extends Change['kind']> = Extract<Change, { readonly kind: Kind }>;

function placeToSet(frame: Frame, subject: Subject, head: Origin, change: Added<'set'>): Destination {
  const { file } = head;
  const setting = isContainer(subject) ? subject[change.key] : undefined;
  const said = setting?.state === 'default' ? undefined : setting;
  const origin = said && frame.origins.get(said);
  if (said && origin && !childrenOf(head.holder.value).includes(origin.holder)) {
    const value = change.key === 'memoryLimit' ? sizeText(Number(change.value)) : String(change.value);
    return { file: origin.file, change: { kind: 'replace', target: said, value } };
  }
  const limits = LIMITS[change.key] === undefined ? undefined : limitsOf(frame, head);
  if (limits && limits !== file) {
    return { refused: `The limits of this service stand in ${shown(limits)}; add this one there.` };
  }
  const taken = taggedElsewhere(frame, head, SCALARS[change.key].name);
  return taken ? { refused: takenAway(taken) } : { file, change };
}

/** Compose refuses a limit beside limits that do not have it. */
function limitsOf(frame: Frame, { fields }: Origin): YamlFile | undefined {
  const deploy = fieldsOf(frame, fields?.get('deploy'));
  return fieldsOf(frame, deploy.get('resources')).get('limits')?.file;
}

function placeToAppend(frame: Frame, head: Origin, change: Added<'append'>): Destination {
  const taken = taggedElsewhere(frame, head, LISTS[change.key]);
  if (!taken) return { file: head.file, change };
  const { file, service, value } = taken;
  // The list that overrules all others is the one that counts.
  const isList = value.tag === '!override' && value.kind === 'sequence';
  return isList ? { file, change, service } : { refused: takenAway(taken) };
}

interface Tagged {
  readonly file: YamlFile;
  readonly service: YamlMapping;
  readonly value: YamlNode;
}

/** A file or document in which a tag takes away what others say under this key of the service. */
function taggedElsewhere(frame: Frame, { holder }: Origin, key: string): Tagged | undefined {
  const name = 'key' in holder ? holder.name : undefined;
  if (name === undefined) return undefined;
  for (const file of frame.files) {
    for (const root of file.roots) {
      const service = valueIn(valueIn(root, 'services'), name);
      if (service?.kind !== 'mapping' || service === holder.value) continue;
      const value = valueIn(service, key);
      if (value?.tag === '!reset' || value?.tag === '!override') return { file, service, value };
    }
  }
  return undefined;
}

function valueIn(node: YamlNode | undefined, name: string): YamlNode | undefined {
  if (node?.kind !== 'mapping') return undefined;
  return node.entries.find((entry) => entry.name === name)?.value;
}

function takenAway({ file, value }: Tagged): string {
  return `The tag '${value.tag ?? ''}' in ${shown(file)} takes away what is written here; change it there.`;
}

/** A file as a reason names it. */
export function shown({ uri }: YamlFile): string {
  return `'${presentable(fileNameOf(uri))}'`;
}

function isContainer(subject: Subject): subject is Container {
  return 'capDrop' in subject;
}
