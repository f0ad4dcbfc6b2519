/** Mounts: the short form `source:target:options`, the long one, and named volumes that are folders of the host. */
import type { TextRange } from '../../base/text.ts';
import type { Mount } from '../../model/container.ts';
import type { Setting, Source } from '../../model/setting.ts';
import { UNKNOWN } from '../../syntax/interpolation/expand.ts';
import { type Element, type Field, type Fields, sourceOfElement } from '../../syntax/yaml/follow.ts';
import { fieldsIn, fieldsOf } from './fields.ts';
import { type Absence, addProblem, type Frame, type PartOrigin } from './frame.ts';
import { listSetting, originOfElement } from './lists.ts';
import {
  asBoolean,
  asText,
  placeOf,
  readSetting,
  readText,
  remember,
  type Text,
  throughVariables,
} from './scalars.ts';

/** Reads the mounts of a service; `volumes` are the project's named ones. */
export function readMounts(
  frame: Frame,
  field: Field | undefined,
  absence: Absence,
  volumes: Fields,
): Setting<readonly Mount[]> {
  const list = listSetting(frame, field, absence, (element) => readMount(frame, element, volumes));
  if (list.state === 'unknown') return list;
  const value = lastByTarget(list.value);
  if (value.length === list.value.length) return list;
  const origin = frame.origins.get(list);
  const result: Setting<readonly Mount[]> = { ...list, value };
  return origin ? remember(frame, result, origin) : result;
}

function readMount(frame: Frame, element: Element, volumes: Fields): Mount | undefined {
  let mount: Mount | undefined;
  if (element.value?.node.kind === 'mapping') {
    mount = longMount(frame, element, fieldsIn(frame, element.value));
  } else {
    const text = readText(frame, element.value);
    mount = text && shortMount(frame, element, text);
  }
  if (!mount) return undefined;
  const origin = frame.origins.get(mount);
  const bound = throughVolume(frame, mount, volumes);
  return origin ? remember(frame, bound, origin) : bound;
}

/** Compose keeps one mount for each target, the last one. */
function lastByTarget(mounts: readonly Mount[]): readonly Mount[] {
  const last = new Map<string, Mount>();
  for (const mount of mounts)
    if (mount.target.state === 'set') last.set(cleanPath(mount.target.value), mount);
  return mounts.filter(
    (mount) => mount.target.state !== 'set' || last.get(cleanPath(mount.target.value)) === mount,
  );
}

function cleanPath(path: string): string {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  return parts.join('/');
}

const LONG_KINDS: Readonly<Record<string, Mount['kind']>> = {
  bind: 'bind',
  volume: 'volume',
  tmpfs: 'tmpfs',
  image: 'image',
  npipe: 'pipe',
};

function longMount(frame: Frame, element: Element, fields: Fields): Mount {
  const source = sourceOfElement(element);
  const absence = { head: source, isOpen: false };
  const read = (name: string): Setting<string> =>
    readSetting(frame, fields.get(name), absence, '', 'text', asText);
  const type = read('type');
  const from = read('source');
  const readOnly = readSetting(frame, fields.get('read_only'), absence, false, 'boolean', asBoolean);
  if (readOnly.state === 'default') rememberAccess(frame, readOnly, element);
  const mount: Mount = { source, kind: longKind(type, from), from, target: read('target'), readOnly };
  return remember(frame, mount, originOfElement(element, 'text'));
}

/** A long form without `read_only` gets the key when it is asked for. */
function rememberAccess(frame: Frame, readOnly: object, element: Element): void {
  const { end } = element.item.range;
  const part = { kind: 'access' as const, range: { start: end, end }, separator: ':' as const };
  remember(frame, readOnly, { ...originOfElement(element, 'text'), part });
}

function longKind(type: Setting<string>, from: Setting<string>): Mount['kind'] {
  const kind = type.state === 'unknown' ? 'unknown' : (LONG_KINDS[type.value] ?? 'unknown');
  if (kind !== 'volume') return kind;
  return from.state === 'default' || (from.state === 'set' && from.value === '') ? 'anonymous' : kind;
}

function shortMount(frame: Frame, element: Element, text: Text): Mount | undefined {
  const parts = splitShort(text.expanded.slice.text);
  if (typeof parts === 'string') {
    if (element.steps.length === 0) addProblem(frame, element.file, element.item.range, parts);
    return undefined;
  }
  const source = throughVariables(sourceOfElement(element), text.expanded);
  const mount: Mount = {
    source,
    kind: shortKind(text, parts),
    from: partSetting(text, parts.from, source),
    target: partSetting(text, parts.target, source),
    readOnly: optionSetting(text, parts.options, source),
  };
  const origin = originOfElement(element, 'text', text);
  remember(frame, mount.readOnly, { ...origin, part: accessPart(text, parts.options) });
  for (const part of [mount.from, mount.target]) {
    remember(frame, part, { ...origin, part: { kind: 'option', range: part.source.range } });
  }
  return remember(frame, mount, origin);
}

interface ShortParts {
  readonly from: TextRange | undefined;
  readonly target: TextRange;
  readonly options: TextRange | undefined;
}

/** Takes a short mount apart; a text says why Compose refuses it. A colon behind a single letter belongs to a Windows drive. */
function splitShort(text: string): ShortParts | string {
  if (text === '') return 'Compose cannot read an empty mount.';
  const parts: TextRange[] = [];
  let start = 0;
  for (let i = 0; i <= text.length; i++) {
    if (i < text.length && (text[i] !== ':' || isDrive(text, start, i))) continue;
    if (i === start) return 'Compose cannot read this mount: there is nothing between its colons.';
    parts.push({ start, end: i });
    start = i + 1;
  }
  const [first, second, third] = parts;
  if (!first || parts.length > 3) return 'Compose cannot read this mount: it has too many colons.';
  return second
    ? { from: first, target: second, options: third }
    : { from: undefined, target: first, options: undefined };
}

function isDrive(text: string, start: number, colon: number): boolean {
  return colon === start + 1 && colon > 0 && /\p{L}/u.test(text.charAt(start)) && text.length > 2;
}

function shortKind(text: Text, parts: ShortParts): Mount['kind'] {
  const whole = text.expanded.slice.text;
  // A variable may hold both sides of the colon.
  if (!parts.from) return whole.includes(UNKNOWN) ? 'unknown' : 'anonymous';
  const from = whole.slice(parts.from.start, parts.from.end);
  if (from.startsWith(UNKNOWN)) return 'unknown';
  if (/^(?:\\\\|\/\/)[.?][\\/]pipe/i.test(from)) return 'pipe';
  return /^(?:[./~]|\\\\|\p{L}:)/u.test(from) ? 'bind' : 'volume';
}

function partSetting(text: Text, range: TextRange | undefined, source: Source): Setting<string> {
  const whole = text.expanded.slice.text;
  if (!range) return { state: 'default', value: '', source };
  const value = whole.slice(range.start, range.end);
  const own = partSource(text, range, source);
  return value.includes(UNKNOWN) ? { state: 'unknown', source: own } : { state: 'set', value, source: own };
}

/** A part that is written here is underlined alone. */
function partSource(text: Text, range: TextRange, source: Source): Source {
  return source.via.length === 0 ? { ...source, range: placeOf(text.expanded, range) } : source;
}

function optionSetting(text: Text, range: TextRange | undefined, source: Source): Setting<boolean> {
  if (!range) return { state: 'default', value: false, source: { ...source } };
  const options = text.expanded.slice.text.slice(range.start, range.end).split(',');
  const own = partSource(text, range, source);
  if (options.some((option) => option.includes(UNKNOWN))) return { state: 'unknown', source: own };
  const last = options.findLast((option) => option === 'ro' || option === 'rw');
  if (last === undefined) return { state: 'default', value: false, source: own };
  return { state: 'set', value: last === 'ro', source: own };
}

/** Where `ro` stands or would stand: behind the target, behind other options, or in the place of `rw`. */
function accessPart(text: Text, options: TextRange | undefined): PartOrigin {
  const { scalar, expanded } = text;
  const quote = scalar.style === 'single' || scalar.style === 'double' ? 1 : 0;
  const end = scalar.range.end - quote;
  if (!options) return { kind: 'access', range: { start: end, end }, separator: ':' };
  let start = options.start;
  let said: TextRange | undefined;
  for (const option of expanded.slice.text.slice(options.start, options.end).split(',')) {
    if (option === 'ro' || option === 'rw') said = { start, end: start + option.length };
    start += option.length + 1;
  }
  if (said) return { kind: 'access', range: placeOf(expanded, said), separator: '' };
  return { kind: 'access', range: { start: end, end }, separator: ',' };
}

/** A named volume of the local driver may be no more than another name for a folder of the host. */
function throughVolume(frame: Frame, mount: Mount, volumes: Fields): Mount {
  if (mount.kind !== 'volume' || mount.from.state !== 'set') return mount;
  const options = fieldsOf(frame, volumes.get(mount.from.value)).get('driver_opts');
  const fields = fieldsOf(frame, options);
  const kind = readText(frame, fields.get('o')?.value)?.known ?? '';
  const device = fields.get('device');
  if (!device || !kind.split(',').some((option) => /^r?bind$/u.test(option.trim()))) return mount;
  const place = { uri: device.file.uri, range: options?.entry.range ?? device.entry.range };
  const source = { ...mount.source, via: [...mount.source.via, place] };
  const from = readSetting(frame, device, { head: source, isOpen: false }, '', 'text', asText);
  return { ...mount, kind: 'bind', source, from: { ...from, source } };
}
