/** Writes a project as YAML, one line a key or item, each with the place where it is said. */
import type { Location } from '../../base/text.ts';
import { fileNameOf } from '../../base/uri.ts';
import type { OutcomeLine } from '../../model/surface.ts';
import { expand, type Lookup } from '../../syntax/interpolation/expand.ts';
import { scalarSlice } from '../../syntax/yaml/scalar-slice.ts';
import type { YamlFile } from '../../syntax/yaml/tree.ts';
import { goText } from './load/scalar-type.ts';
import { itemsOf, type Mapping, type Said, type Scalar, textOf, type Value } from './load/value.ts';

/** Writes the lines of a project. `home` is the file that needs no mention. */
export function yamlLines(project: Mapping, home: string, lookupIn: LookupIn): readonly OutcomeLine[] {
  const page: Page = { lines: [], home, lookupIn };
  for (const [name, value] of project.entries) {
    if (!name.startsWith('x-')) write(page, { key: name, value, indent: '', path: [name] });
  }
  return page.lines;
}

type LookupIn = (file: YamlFile) => Lookup;

/** What was written so far. */
interface Page {
  readonly lines: OutcomeLine[];
  readonly home: string;
  readonly lookupIn: LookupIn;
  /** Where the last line is said: the parts of a short form need no comment each. */
  last?: Said;
}

interface Entry {
  /** Absent for an item of a list. */
  readonly key?: string;
  readonly value: Value;
  readonly indent: string;
  /** What stands before the first line of an item's mapping: its dash. */
  readonly lead?: string;
  readonly path: readonly string[];
}

function write(page: Page, entry: Entry): void {
  const { key, value, indent } = entry;
  const lead = entry.lead ?? indent;
  const label = key === undefined ? '' : `${keyText(key)}:`;
  if (value.kind === 'scalar') return writeLine(page, entry, joined(`${lead}${label}`, scalarText(value)));
  const size = value.kind === 'mapping' ? value.entries.size : value.items.length;
  if (size === 0) {
    return writeLine(page, entry, joined(`${lead}${label}`, value.kind === 'mapping' ? '{}' : '[]'));
  }
  if (key !== undefined) writeLine(page, entry, `${lead}${label}`);
  writeChildren(page, { ...entry, lead });
}

function writeLine(page: Page, { value, path }: Entry, text: string): void {
  const isTold = page.last?.node === value.said.node && page.last.holder === value.said.holder;
  page.lines.push({ text, ...(isTold ? {} : wayOf(page, value, path)), ...ownerOf(path) });
  page.last = value.said;
}

function writeChildren(page: Page, { key, value, indent, lead = indent, path }: Entry): void {
  if (value.kind === 'scalar') return;
  const inner = key === undefined ? indent : `${indent}  `;
  if (value.kind === 'sequence') {
    const outer = key === undefined ? lead : inner;
    for (const [index, item] of value.items.entries()) {
      const dash = index === 0 ? `${outer}- ` : `${inner}- `;
      write(page, { value: item, indent: `${inner}  `, lead: dash, path: [...path, '[]'] });
    }
    return;
  }
  let isFirst = key === undefined;
  for (const [name, child] of value.entries) {
    const first = isFirst ? { lead } : {};
    isFirst = false;
    write(page, { key: name, value: child, indent: inner, ...first, path: [...path, name] });
  }
}

/** The service that a path leads into. */
function ownerOf([top, name]: readonly string[]): Pick<OutcomeLine, 'owner'> {
  return top === 'services' && name !== undefined ? { owner: name } : {};
}

function joined(label: string, text: string): string {
  return text === '' || label === '' || label.endsWith(' ') ? `${label}${text}` : `${label} ${text}`;
}

function wayOf(
  { home, lookupIn }: Page,
  value: Value,
  path: readonly string[],
): Pick<OutcomeLine, 'from' | 'note'> {
  const { said } = value;
  const anchors = said.steps.flatMap(({ name }) => (name === '' ? [] : [name]));
  const place = placeOf(said);
  const isElsewhere = place.uri !== home || said.steps.length > 0 || said.through !== undefined;
  const notes = [
    ...(anchors.length > 0 ? [`anchor ${anchors.join(', ')}`] : []),
    ...profilesOf(path, value),
    ...variablesOf(said, lookupIn),
  ];
  return { ...(isElsewhere ? { from: place } : {}), ...(notes.length > 0 ? { note: notes.join(', ') } : {}) };
}

/** Where a value begins: at its key, where it has one of its own, for a mapping stands below that. */
function placeOf({ file, node, holder, steps }: Said): Location {
  const isKeyed = steps.length === 0 && holder !== undefined && 'entry' in holder;
  return { uri: file.uri, range: isKeyed ? holder.entry.key.range : node.range };
}

/** A service says behind its name which profiles start it. */
function profilesOf(path: readonly string[], value: Value): readonly string[] {
  if (path.length !== 2 || path[0] !== 'services' || value.kind !== 'mapping') return [];
  const names = itemsOf(value.entries.get('profiles')).flatMap((item) => textOf(item) ?? []);
  return names.length === 0
    ? []
    : [`only with ${names.length === 1 ? 'profile' : 'profiles'} ${names.join(', ')}`];
}

/** What decided the variables of a text. Those that Compose sets itself are not mentioned. */
function variablesOf({ file, node }: Said, lookupIn: LookupIn): readonly string[] {
  if (node.kind !== 'scalar' || !node.text.includes('$')) return [];
  const notes = new Set<string>();
  const lookup = lookupIn(file);
  for (const { origin, name } of expand(scalarSlice(file.text, node), lookup).parts) {
    if (name === undefined || OWN_VARIABLES.has(name)) continue;
    const place = lookup(name)?.location;
    if (place) notes.add(`${name} from ${fileNameOf(place.uri)}`);
    else if (origin !== 'literal')
      notes.add(origin === 'default' ? `default of ${name}` : `${name} is not set`);
  }
  return [...notes];
}

const OWN_VARIABLES = new Set(['COMPOSE_PROJECT_NAME', 'PWD']);

const PLAIN_KEY = /^[a-z_][\w.-]*$/i;

function keyText(key: string): string {
  return PLAIN_KEY.test(key) && !isSpecial(key) ? key : JSON.stringify(key);
}

/** Plain where YAML would read the same text again, else in double quotes, which JSON's escapes are made for. */
function scalarText(scalar: Scalar): string {
  if (scalar.type === 'null') return '';
  const text = goText(scalar);
  if (scalar.type !== 'text') return text;
  return PLAIN_TEXT.test(text) && !isSpecial(text) ? text : JSON.stringify(text);
}

/** Words that begin with what begins no other type, and that hold nothing that could end them. */
const PLAIN_TEXT = /^[a-z./][\w./@+=,-]*(?:[: ][\w./@+=,-]+)*$/i;

function isSpecial(text: string): boolean {
  return /^(?:y|n|yes|no|on|off|true|false|null|\.inf|\.nan)$/i.test(text);
}
