/** Reads Dockerfiles exactly as BuildKit does, but keeps every place, and never gives up. */
import { type Slice, sourceRange, subslice } from '../../base/slice.ts';
import type { TextRange } from '../../base/text.ts';
import { isSeparator, skipSpaces, trimSlice } from './characters.ts';
import { readDirectives } from './directives.ts';
import { readFlags } from './flags.ts';
import { heredocMarks, readHeredocs } from './heredoc.ts';
import { readJsonForm } from './json-form.ts';
import { isBlank, isComment, type Line, joinLines, lineAt } from './lines.ts';
import { hasOpenQuote } from './words.ts';
import type { DockerfileTree, Instruction, JsonElement, SyntaxProblem } from './tree.ts';

const BYTE_ORDER_MARK = '\uFEFF';

/** The instructions that exist. */
const NAMES: ReadonlySet<string> = new Set(
  (
    'ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ' +
    'ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR'
  ).split(' '),
);

/** Whether there is an instruction of this name, in capitals. */
export function isInstructionName(name: string): boolean {
  return NAMES.has(name);
}

const WITH_JSON: ReadonlySet<string> = new Set('ADD CMD COPY ENTRYPOINT RUN SHELL VOLUME'.split(' '));
const WITH_PAIRS: ReadonlySet<string> = new Set(['ARG', 'ENV', 'LABEL']);
const WITH_HEREDOCS: ReadonlySet<string> = new Set(['ADD', 'COPY', 'RUN']);

/** Reads a Dockerfile. Linear in the text, whatever the text is. */
export function parseDockerfile(text: string): DockerfileTree {
  const start = text.startsWith(BYTE_ORDER_MARK) ? 1 : 0;
  const { directives, escape, problems: headProblems } = readDirectives(text, start);
  const problems: SyntaxProblem[] = [...headProblems];
  const instructions: Instruction[] = [];
  let next = start;
  let count = 0;
  let nameless: DockerfileTree['nameless'];
  while (next < text.length) {
    const line = lineAt(text, next);
    if (isBlank(text, line) || isComment(text, line)) {
      next = line.next;
      count++;
      continue;
    }
    const reading = readInstruction(text, line, escape, count + 1, problems);
    if (reading.instruction) instructions.push(reading.instruction);
    else nameless = { first: count + 1, last: count + reading.count };
    next = reading.next;
    count += reading.count;
  }
  return { text, escape, directives, instructions, problems, ...(nameless ? { nameless } : {}) };
}

interface InstructionReading {
  readonly instruction: Instruction | undefined;
  readonly next: number;
  readonly count: number;
}

function readInstruction(
  text: string,
  line: Line,
  escape: string,
  first: number,
  problems: SyntaxProblem[],
): InstructionReading {
  const joined = joinLines(text, line, escape);
  const slice = trimSlice(joined.slice);
  if (slice.text === '') return { instruction: undefined, next: joined.next, count: joined.count };
  const head = readHead(slice, escape);
  const marks = takesHeredocs(head) ? heredocMarks(slice.text) : [];
  const bodies = readHeredocs(text, marks, joined.next);
  const count = joined.count + bodies.count;
  const last = bodies.heredocs.at(-1);
  const end = last ? (last.terminated ? last.terminator.end : trimEnd(text, bodies.next)) : head.range.end;
  const instruction = withPlace(head, {
    range: { start: head.range.start, end: Math.max(end, head.range.end) },
    lines: { first, last: first + count - 1 },
    block: { start: line.start, end: bodies.next },
    heredocs: bodies.heredocs,
  });
  for (const heredoc of bodies.heredocs) {
    if (heredoc.terminated) continue;
    const message = `The heredoc '${heredoc.name}' has no end: no line says '${heredoc.name}' alone.`;
    problems.push({ kind: 'heredoc', message, range: head.range });
  }
  addProblems(head, escape, problems);
  return { instruction, next: bodies.next, count };
}

/** An instruction before its lines and heredocs are known. */
interface Head extends Pick<Instruction, 'name' | 'range' | 'keyword' | 'flags' | 'args'> {
  readonly json: Instruction['json'] | 'not-texts';
  readonly trigger: Head | undefined;
}

function readHead(slice: Slice, escape: string): Head {
  const { text } = slice;
  let end = 0;
  while (end < text.length && !isSeparator(text.charCodeAt(end))) end++;
  const name = text.slice(0, end).toUpperCase();
  let start = end;
  while (start < text.length && isSeparator(text.charCodeAt(start))) start++;
  const { flags, rest } = readFlags(subslice(slice, { start, end: text.length }), escape);
  const args = trimSlice(subslice(slice, { start: start + rest, end: text.length }));
  return {
    name,
    range: sourceRange(slice, { start: 0, end: text.length }),
    keyword: sourceRange(slice, { start: 0, end }),
    flags,
    args,
    json: jsonFormOf(name, args),
    trigger: name === 'ONBUILD' && args.text !== '' ? readTrigger(args, escape) : undefined,
  };
}

/** An ONBUILD within an ONBUILD is no trigger (BuildKit refuses it), so this does not go deeper. */
function readTrigger(args: Slice, escape: string): Head | undefined {
  return /^onbuild(?:\s|$)/i.test(args.text) ? undefined : readHead(args, escape);
}

/** The JSON form of an instruction's arguments, where it may have one. */
export function jsonFormOf(name: string, args: Slice): readonly JsonElement[] | 'not-texts' | undefined {
  if (WITH_JSON.has(name)) return readJsonForm(args);
  return name === 'HEALTHCHECK' ? readJsonForm(healthcheckOf(args).command) : undefined;
}

/** The type of a HEALTHCHECK (`CMD`, `NONE`) and the command behind it. */
export function healthcheckOf(args: Slice): { readonly type: Slice; readonly command: Slice } {
  const { text } = args;
  let end = 0;
  while (end < text.length && !isSeparator(text.charCodeAt(end))) end++;
  const start = skipSpaces(text, end, text.length);
  return {
    type: subslice(args, { start: 0, end }),
    command: subslice(args, { start, end: text.length }),
  };
}

function takesHeredocs(head: Head): boolean {
  const inner = head.trigger ?? head;
  return WITH_HEREDOCS.has(inner.name) && !Array.isArray(inner.json);
}

function withPlace(
  head: Head,
  place: Pick<Instruction, 'range' | 'lines' | 'block' | 'heredocs'>,
): Instruction {
  const { name, keyword, flags, args, json, trigger } = head;
  const isOuter = trigger !== undefined;
  const inner =
    trigger && withPlace(trigger, { ...place, range: { ...place.range, start: trigger.range.start } });
  return {
    name,
    keyword,
    flags,
    args,
    ...place,
    heredocs: isOuter ? [] : place.heredocs,
    ...(typeof json === 'object' ? { json } : {}),
    ...(inner ? { trigger: inner } : {}),
  };
}

function addProblems(head: Head, escape: string, problems: SyntaxProblem[]): void {
  const inner = head.trigger ?? head;
  // BuildKit stops at the first unknown instruction; in a text that is something else, one word about it is enough.
  if (!NAMES.has(inner.name) && !problems.some(({ kind }) => kind === 'unknown-instruction')) {
    const name = inner.name.length > 40 ? `${inner.name.slice(0, 40)}…` : inner.name;
    const message = `'${name}' is no instruction of a Dockerfile.`;
    problems.push({ kind: 'unknown-instruction', message, range: inner.keyword });
  }
  const range: TextRange = { start: inner.keyword.start, end: inner.range.end };
  if (inner.json === 'not-texts') {
    const message = 'The JSON form takes texts in quotation marks only.';
    problems.push({ kind: 'arguments', message, range });
  }
  if (WITH_PAIRS.has(inner.name) && hasOpenQuote(inner.args.text, escape)) {
    problems.push({ kind: 'arguments', message: 'A quotation mark is left open.', range });
  }
}

function trimEnd(text: string, end: number): number {
  let at = end;
  while (at > 0 && (text[at - 1] === '\n' || text[at - 1] === '\r')) at--;
  return at;
}
