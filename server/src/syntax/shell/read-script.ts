/** Reads shell texts and exec forms into scripts: their commands, however deep they stand. */
import { type Slice, SliceBuilder } from '../../base/slice.ts';
import type { TextRange } from '../../base/text.ts';
import type { Script } from '../../model/command.ts';
import { makeCommand } from './commands.ts';
import { addSlice, documentSource, literalWord, type Reader, type Scope, type ScriptFrame } from './model.ts';
import { makeWindowsCommand, readWindowsText } from './windows.ts';
import { Variables } from './variables.ts';
import { walkText } from './walk.ts';

export type { ScriptFrame } from './model.ts';

/** A word of an exec form: its value, and its place as written with its quotes. */
export interface ExecWord {
  readonly slice: Slice;
  readonly range: TextRange;
}

/** Reads a shell text. Never throws; what cannot be understood yields no commands. */
export function readScript(slice: Slice, frame: ScriptFrame): Script {
  const text = withoutCarriageReturns(slice);
  const reader = newReader(frame, text.text.length);
  const scope = newScope(reader, text);
  if (frame.interpreter === 'posix') walkText(text, scope, 'passed');
  else if (frame.interpreter !== 'other') readWindowsText(text, scope);
  return finish(reader);
}

/** Reads an exec form or a list of words: one command, its words taken as they are. */
export function readExec(words: readonly ExecWord[], frame: ScriptFrame): Script {
  const [first] = words;
  const last = words.at(-1);
  const length = words.reduce((sum, { slice }) => sum + slice.text.length, 0);
  const reader = newReader(frame, length);
  if (!first || !last || frame.interpreter === 'other') return finish(reader);
  const source = documentSource(reader, { start: first.range.start, end: last.range.end });
  const read = words.map(({ slice, range }) => literalWord(reader, slice, range));
  const scope = newScope(reader, first.slice);
  if (frame.interpreter !== 'posix') {
    makeWindowsCommand(scope, source, read);
    return finish(reader);
  }
  const parts = {
    source,
    words: read,
    assignments: [],
    redirects: [],
    keywords: [],
    fate: 'passed',
  } as const;
  makeCommand(scope, parts, walkText);
  return finish(reader);
}

/** How many times its own length a script's nested texts may have together. */
const NESTED_SHARE = 4;

function newReader(frame: ScriptFrame, length: number): Reader {
  const { source, role, interpreter, pipefail, user, shipped } = frame;
  const commands: Reader['commands'] = [];
  const script = { source, role, interpreter, pipefail, user, shipped, commands };
  return { frame, script, commands, allowance: NESTED_SHARE * length };
}

function newScope(reader: Reader, slice: Slice): Scope {
  return {
    reader,
    slice,
    shell: { errexit: reader.frame.errexit ?? false, functions: new Map() },
    variables: new Variables(slice.text),
    depth: 0,
  };
}

/** Heredocs are read after the line that they belong to; here everything is put in the order it is written. */
function finish({ script, commands }: Reader): Script {
  commands.sort((a, b) => a.source.range.start - b.source.range.start);
  return script;
}

/** A shell would take the carriage returns of a text with Windows line ends for part of its words. */
function withoutCarriageReturns(slice: Slice): Slice {
  if (!slice.text.includes('\r\n')) return slice;
  const builder = new SliceBuilder();
  const { text } = slice;
  let from = 0;
  for (let at = text.indexOf('\r\n'); at >= 0; at = text.indexOf('\r\n', at + 1)) {
    addSlice(builder, slice, { start: from, end: at });
    from = at + 1;
  }
  addSlice(builder, slice, { start: from, end: text.length });
  return builder.build(slice.base);
}
