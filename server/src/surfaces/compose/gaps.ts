/** What of a Compose file could not be judged: what variables decide, and what other files and other services say. */
import { enumerated, presentable } from '../../base/presentable.ts';
import { compareRanges, type TextRange } from '../../base/text.ts';
import type { Gap } from '../../model/surface.ts';
import { type Field, type Fields, sourceOfElement, sourceOfField } from '../../syntax/yaml/follow.ts';
import { inlineText } from './embedded.ts';
import { elementsOf, fieldsIn, fieldsOf, isBlank } from './fields.ts';
import { lendersOf } from './foreign-mounts.ts';
import type { Frame } from './frame.ts';
import { isOverride, type ReadProject } from './project.ts';
import { isRemoteContext, isRemoteFile } from './load/remote.ts';
import type { LoadGap } from './load/world.ts';
import { readText } from './scalars.ts';
import { isOpen } from './service.ts';
import { variableGaps } from './variable-gaps.ts';

/** The gaps of a project, in the order of its text. */
export function gapsIn({ frame, project, top, services, loaded }: ReadProject): readonly Gap[] {
  const isAlone = loaded.selection.files.length === 1;
  const gaps = [
    ...(loaded.isLoaded ? notFetched(frame, loaded.gaps) : includes(frame, top.get('include'))),
    ...(isAlone ? fragments(frame, top.get('services'), services) : []),
    ...(loaded.isLoaded ? [] : inheritances(frame, services)),
    ...[...services.values()].flatMap((service) => gapsOfService(frame, service, services)),
    ...environmentFiles(frame, services),
    ...variableGaps(frame, project.containers),
  ];
  return distinct(gaps).sort((a, b) => compareRanges(a.range, b.range));
}

/** Templates bring the same into many services; at one place it is said once. */
function distinct(gaps: readonly Gap[]): Gap[] {
  return [...new Map(gaps.map((gap) => [`${gap.range.start} ${gap.reason} ${gap.message}`, gap])).values()];
}

/** What the loader passed over, as far as this text asks for it. */
function notFetched(frame: Frame, gaps: readonly LoadGap[]): Gap[] {
  return gaps.flatMap(({ uri, range, reason, message }) =>
    uri === frame.uri ? [{ range, reason, message }] : [],
  );
}

function includes(frame: Frame, field: Field | undefined): Gap[] {
  return elementsOf(frame, field).flatMap((element) => {
    const { value } = element;
    const path = value?.node.kind === 'mapping' ? fieldsIn(frame, value).get('path') : undefined;
    const names = path ? textsOf(frame, path) : textsIn(frame, value);
    return names.map((name) => ({
      range: sourceOfElement(element).range,
      reason: reasonFor(name),
      message: `${quoted(name)} is included and was not read, so what it adds here was not judged.`,
    }));
  });
}

/** One word about all services that other files complete. */
function fragments(frame: Frame, field: Field | undefined, services: Fields): Gap[] {
  if (!field || field.file !== frame.file || services.size === 0) return [];
  const range = field.steps.length === 0 ? field.entry.key.range : sourceOfField(field).range;
  if (isOverride(frame.uri)) {
    const message = 'This file is laid over another one, so what its services leave unsaid was not judged.';
    return [{ range, reason: 'file', message, touches: [...services.keys()] }];
  }
  const open = [...services.values()].filter((service) => {
    if (service.file !== frame.file) return false;
    const fields = fieldsOf(frame, service);
    return isOpen(fields) && !fields.has('extends');
  });
  if (open.length === 0) return [];
  const names = open.map(({ name }) => quoted(name));
  const [noun, verb] = names.length === 1 ? ['Service', 'names'] : ['Services', 'name'];
  const message = `${noun} ${enumerated(names)} ${verb} no image here, so what only another file may say was not judged.`;
  return [{ range, reason: 'file', message, touches: open.map(({ name }) => name) }];
}

function gapsOfService(frame: Frame, service: Field, services: Fields): Gap[] {
  const fields = fieldsOf(frame, service);
  return [
    ...foreignMounts(frame, service.name, fields, services),
    ...builds(frame, service.name, fields.get('build')),
  ];
}

/** What services would take over, where the project is not loaded. */
function inheritances(frame: Frame, services: Fields): Gap[] {
  return [...services.values()].flatMap((service) =>
    inheritance(frame, service.name, fieldsOf(frame, service).get('extends')),
  );
}

function inheritance(frame: Frame, name: string, field: Field | undefined): Gap[] {
  if (isBlank(field) || field.file !== frame.file) return [];
  const fields = fieldsOf(frame, field);
  const [base] = textsOf(frame, fields.get('service') ?? field);
  const [file] = textsOf(frame, fields.get('file'));
  const from = `${base === undefined ? 'another service' : quoted(base)}${file === undefined ? '' : ` in ${quoted(file)}`}`;
  return [
    {
      range: sourceOfField(field).range,
      reason: file === undefined ? 'notation' : 'file',
      message: `Service ${quoted(name)} extends ${from}, which was not followed: what it takes over was not judged.`,
    },
  ];
}

/** Mounts of what is no service of this project. */
function foreignMounts(frame: Frame, name: string, fields: Fields, services: Fields): Gap[] {
  const field = fields.get('volumes_from');
  if (isBlank(field) || field.file !== frame.file) return [];
  const isKnown = lendersOf(frame, fields).every(({ service }) => services.has(service ?? ''));
  if (isKnown) return [];
  const message = `Service ${quoted(name)} takes over mounts of others with \`volumes_from\`; those from outside this project were not judged for it.`;
  return [{ range: sourceOfField(field).range, reason: 'notation', message }];
}

function builds(frame: Frame, name: string, field: Field | undefined): Gap[] {
  if (isBlank(field) || field.file !== frame.file) return [];
  const fields = fieldsOf(frame, field);
  const inline = fields.get('dockerfile_inline');
  if (!isBlank(inline)) {
    if (inline.value && inlineText(frame, inline.value)) return [];
    const message = `The Dockerfile that is written inside service ${quoted(name)} was not judged.`;
    return [{ range: sourceOfField(inline).range, reason: 'notation', message }];
  }
  const context = fields.get('context') ?? field;
  const [place] = textsOf(frame, context);
  if (place === undefined || !isRemoteContext(place)) return [];
  const message = `The image of service ${quoted(name)} is built from ${quoted(place)}, which was not read.`;
  return [{ range: sourceOfField(context).range, reason: 'remote', message }];
}

/** One gap a file, however many services take their variables from it. */
function environmentFiles(frame: Frame, services: Fields): Gap[] {
  const users = new Map<string, { readonly range: TextRange; readonly names: Set<string> }>();
  for (const service of services.values()) {
    const field = fieldsOf(frame, service).get('env_file');
    if (isBlank(field) || field.file !== frame.file) continue;
    for (const file of environmentFilesOf(frame, field)) {
      const user = users.get(file) ?? { range: sourceOfField(field).range, names: new Set() };
      users.set(file, user);
      user.names.add(quoted(service.name));
    }
  }
  return [...users].map(([file, { range, names }]) => ({
    range,
    reason: 'file',
    message: `${quoted(file)} was not read, so the variables that it gives to ${servicesOf([...names])} were not judged.`,
  }));
}

function environmentFilesOf(frame: Frame, field: Field): readonly string[] {
  const long = elementsOf(frame, field).flatMap(({ value }) =>
    value?.node.kind === 'mapping' ? textsOf(frame, fieldsIn(frame, value).get('path')) : [],
  );
  return [...textsOf(frame, field), ...long];
}

function servicesOf(names: readonly string[]): string {
  return `${names.length === 1 ? 'service' : 'services'} ${enumerated(names)}`;
}

/** The text of a field, or those of its list; with variables as written where nobody sets them. */
function textsOf(frame: Frame, field: Field | undefined): readonly string[] {
  if (!field) return [];
  return [
    ...textsIn(frame, field.value),
    ...elementsOf(frame, field).flatMap(({ value }) => textsIn(frame, value)),
  ];
}

function textsIn(frame: Frame, value: Field['value']): readonly string[] {
  const text = readText(frame, value);
  return text ? [text.known ?? text.scalar.text] : [];
}

function reasonFor(name: string): Gap['reason'] {
  return isRemoteFile(name) ? 'remote' : 'file';
}

function quoted(name: string): string {
  return `'${presentable(name)}'`;
}
