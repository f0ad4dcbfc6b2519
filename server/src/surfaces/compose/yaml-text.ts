/** Writes a project as YAML, one line a key or item, each with the place where it is said. */
import type { OutcomeLine } from '../../model/surface.ts';
import { goText } from './load/scalar-type.ts';
import {
  itemsOf,
  locationOf,
  type Mapping,
  type Said,
  type Scalar,
  textOf,
  type Value,
} from './load/value.ts';

/** The lines of a project. `home` is the file that needs no mention. */
export function yamlLines(project: Mapping, home: string): readonly OutcomeLine[] {
  const lines: OutcomeLine[] = [];
  for (const [name, value] of project.entries) {
    if (!name.startsWith('x-')) write(lines, { key: name, value, indent: '', path: [name], home });
  }
  return lines;
}

interface Entry {
  /** Absent for an item of a list. */
  readonly key?: string;
  readonly value: Value;
  readonly indent: string;
  /** What stands before the first line of an item's mapping: its dash. */
  readonly lead?: string;
  readonly path: readonly string[];
  readonly home: string;
}

function write(lines: OutcomeLine[], entry: Entry): void {
  const { key, value, indent, path, home } = entry;
  const lead = entry.lead ?? indent;
  const label = key === undefined ? '' : `${keyText(key)}:`;
  if (value.kind === 'scalar') {
    lines.push({
      text: `${lead}${joined(label, scalarText(value))}`,
      ...wayOf(value.said, home),
      ...ownerOf(path),
    });
    return;
  }
  const children = value.kind === 'mapping' ? [...value.entries] : value.items;
  if (children.length === 0) {
    const text = joined(label, value.kind === 'mapping' ? '{}' : '[]');
    lines.push({ text: `${lead}${text}`, ...wayOf(value.said, home), ...ownerOf(path) });
    return;
  }
  if (key !== undefined) {
    lines.push({
      text: `${lead}${label}`,
      ...wayOf(value.said, home, profilesOf(path, value)),
      ...ownerOf(path),
    });
  }
  writeChildren(lines, { ...entry, lead, indent });
}

function writeChildren(lines: OutcomeLine[], { key, value, indent, lead = indent, path, home }: Entry): void {
  if (value.kind === 'scalar') return;
  const inner = key === undefined ? indent : `${indent}  `;
  if (value.kind === 'sequence') {
    for (const item of value.items) {
      write(lines, { value: item, indent: `${inner}  `, lead: `${inner}- `, path: [...path, '[]'], home });
    }
    return;
  }
  let isFirst = key === undefined;
  for (const [name, child] of value.entries) {
    const first = isFirst ? { lead } : {};
    isFirst = false;
    write(lines, { key: name, value: child, indent: inner, ...first, path: [...path, name], home });
  }
}

/** The service that a path leads into. */
function ownerOf([top, name]: readonly string[]): Pick<OutcomeLine, 'owner'> {
  return top === 'services' && name !== undefined ? { owner: name } : {};
}

function joined(label: string, text: string): string {
  return label === '' ? text : text === '' ? label : `${label} ${text}`;
}

/** A service says behind its name which profiles start it. */
function profilesOf(path: readonly string[], value: Value): string | undefined {
  if (path.length !== 2 || path[0] !== 'services' || value.kind !== 'mapping') return undefined;
  const names = itemsOf(value.entries.get('profiles')).flatMap((item) => textOf(item) ?? []);
  return names.length === 0
    ? undefined
    : `only with ${names.length === 1 ? 'profile' : 'profiles'} ${names.join(', ')}`;
}

function wayOf(said: Said, home: string, note?: string): Pick<OutcomeLine, 'from' | 'note'> {
  const anchors = said.steps.flatMap(({ name }) => (name === '' ? [] : [name]));
  const place = said.steps.length > 0 ? { uri: said.file.uri, range: said.node.range } : locationOf(said);
  const isElsewhere = place.uri !== home || said.steps.length > 0 || said.through !== undefined;
  const notes = [
    ...(anchors.length > 0 ? [`anchor ${anchors.join(', ')}`] : []),
    ...(note === undefined ? [] : [note]),
  ];
  return { ...(isElsewhere ? { from: place } : {}), ...(notes.length > 0 ? { note: notes.join('; ') } : {}) };
}

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

/** Begins with what begins no other type, and holds nothing that could end it. */
const PLAIN_TEXT = /^[a-z./][\w./@+-]*(?::[\w./@+-]+)*$/i;

function isSpecial(text: string): boolean {
  return /^(?:y|n|yes|no|on|off|true|false|null|\.inf|\.nan)$/i.test(text);
}
