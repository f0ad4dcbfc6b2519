/** The Dockerfiles that are written inside Compose files: `build.dockerfile_inline`. */
import { type Slice, sourceRange } from '../../base/slice.ts';
import type { TextEdit } from '../../base/text.ts';
import type { Embedded } from '../../model/surface.ts';
import { expand } from '../../syntax/interpolation/expand.ts';
import type { Fields, Reached } from '../../syntax/yaml/follow.ts';
import { scalarSlice } from '../../syntax/yaml/scalar-slice.ts';
import { isNull, type YamlFile, type YamlNode, type YamlScalar } from '../../syntax/yaml/tree.ts';
import type { Frame } from './frame.ts';

const KEY = 'dockerfile_inline';

/** The Dockerfiles inside the files of a project; one that several services share counts once. */
export function embeddedIn(frame: Frame): readonly Embedded[] {
  const files = new Set([frame.file, ...frame.files]);
  const found = new Map<YamlScalar, Embedded>();
  for (const file of files) {
    if (!file.text.includes(KEY)) continue;
    for (const root of file.roots) {
      for (const { inline, contexts } of inlineValues(frame, file, root)) {
        if (inline.node.kind !== 'scalar' || found.has(inline.node)) continue;
        const embedded = embeddedAt(frame, inline, contexts);
        if (embedded) found.set(inline.node, embedded);
      }
    }
  }
  return [...found.values()];
}

/** What an inner Dockerfile goes by. */
export function inlineUri(uri: string, node: YamlNode): string {
  return `${uri}#${KEY}-${node.range.start}`;
}

/** The text of an inner Dockerfile as Compose hands it to BuildKit; undefined when a variable decides it. */
export function inlineText(frame: Frame, { file, node }: Reached): Slice | undefined {
  if (node.kind !== 'scalar' || isNull(node)) return undefined;
  const { slice, isKnown, invalid } = expand(scalarSlice(file.text, node), frame.lookupIn(file));
  return isKnown && !invalid ? slice : undefined;
}

interface Inline {
  readonly inline: Reached;
  /** The names of its additional contexts. */
  readonly contexts: ReadonlySet<string>;
}

function contextsOf({ follower }: Frame, build: Fields): ReadonlySet<string> {
  const value = build.get('additional_contexts')?.value;
  if (!value) return new Set();
  const listed = follower.elements(value).flatMap((element) => {
    const node = element.value?.node;
    return node?.kind === 'scalar' ? (node.text.split('=', 1)[0] ?? '') : [];
  });
  return new Set([...follower.fields(value).keys(), ...listed]);
}

function* inlineValues(frame: Frame, file: YamlFile, root: YamlNode): Iterable<Inline> {
  const { follower } = frame;
  const top = follower.reach(file, root);
  const fieldsIn = (value: Reached | undefined): Fields => (value ? follower.fields(value) : new Map());
  for (const service of fieldsIn(fieldsIn(top).get('services')?.value).values()) {
    const build = fieldsIn(fieldsIn(service.value).get('build')?.value);
    const inline = build.get(KEY)?.value;
    if (inline) yield { inline, contexts: contextsOf(frame, build) };
  }
}

function embeddedAt(frame: Frame, value: Reached, contexts: ReadonlySet<string>): Embedded | undefined {
  const { file, node } = value;
  const slice = inlineText(frame, value);
  if (!slice || node.kind !== 'scalar') return undefined;
  return {
    languageId: 'dockerfile',
    uri: inlineUri(file.uri, node),
    within: file.uri,
    slice,
    options: { build: { contexts } },
    edit: (edit) => (node.style === 'literal' ? editOutside(file.text, slice, edit) : undefined),
  };
}

/** An edit as the block around the text takes it: with the block's indentation, and dollar signs written twice. */
function editOutside(source: string, slice: Slice, { range, newText }: TextEdit): TextEdit | undefined {
  const { text } = slice;
  const outside = (offset: number): number => sourceRange(slice, { start: offset, end: offset }).start;
  const indent = source.slice(source.lastIndexOf('\n', outside(0) - 1) + 1, outside(0));
  if (indent === '' || indent.trim() !== '') return undefined;
  const end = outside(range.end);
  const isWholeLine = range.start === 0 || text[range.start - 1] === '\n';
  // Behind the last line the block ends: what stands there is not indented, and must begin a line.
  const isAtEnd = range.end === text.length && text.endsWith('\n');
  const isCut = isAtEnd && isWholeLine && range.start < range.end;
  const start = outside(range.start) - (isCut ? indent.length : 0);
  // A variable of Compose inside would be lost.
  if (source.slice(start, end).replaceAll('$$', '').includes('$')) return undefined;
  const isTail = isAtEnd && !newText.endsWith('\n') && !(newText === '' && isWholeLine);
  const lines = `${newText}${isTail ? '\n' : ''}`.replaceAll('$', '$$$$').split(/\r?\n/u);
  const beginsLine = (offset: number): boolean => offset === 0 || source[offset - 1] === '\n';
  const written = lines.map((line, index) => {
    if (index === 0 && !beginsLine(start)) return line;
    if (line !== '') return indent + line;
    return index === 0 || index < lines.length - 1 || beginsLine(end) ? '' : indent;
  });
  return { range: { start, end }, newText: written.join(source.includes('\r\n') ? '\r\n' : '\n') };
}
