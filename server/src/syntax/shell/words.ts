/** What a word comes to: its value after quotes and escapes, in pieces that know where they come from. */
import type {
  Assignment,
  DoubleQuotedChild,
  HereDoc,
  ParameterExpansionPart,
  SimpleExpansionPart,
  Word,
  WordPart,
} from 'unbash';
import type { Command } from '../../model/command.ts';
import { type Piece, type ReadWord, type Scope, UNKNOWN, wordOf } from './model.ts';

/** Reads a word of the scope's text. Its substitutions are read later, when the command exists that they are within. */
export function readWord(scope: Scope, node: Word, substitutions: Command[] = []): ReadWord {
  return wordOf(scope, { start: node.pos, end: node.end }, piecesOf(scope, node), substitutions);
}

/** Reads `A=1` where it stands as an argument: of `export`, `declare`, …. Its substitutions are those of the value. */
export function readAssignmentWord(scope: Scope, node: Assignment, substitutions: Command[]): ReadWord {
  const { value } = node;
  const head = copy(scope, node.pos, value.pos);
  const tail = value.type === 'Word' ? piecesOf(scope, value) : [unknown(value.pos, value.end)];
  return wordOf(scope, { start: node.pos, end: node.end }, [head, ...tail], substitutions);
}

/** Reads the text of a heredoc as a word: what the command gets to read. */
export function readHereDoc(scope: Scope, node: HereDoc): ReadWord {
  const { body, operator } = node;
  const range = { start: body.pos, end: body.end };
  const quoted = node.delimiter?.quoted ?? false;
  const parts = quoted ? undefined : body.parts;
  const style: Style = quoted ? 'verbatim' : 'heredoc';
  const pieces = parts
    ? parts.flatMap((part) => partPieces(scope, part, style))
    : unescape(scope, body.pos, body.end, style);
  return wordOf(scope, range, operator === '<<-' ? withoutTabs(scope, pieces) : pieces);
}

/** Which backslashes mean something. */
type Style = 'bare' | 'double' | 'heredoc' | 'verbatim';

const ESCAPABLE: Readonly<Record<Exclude<Style, 'verbatim'>, RegExp>> = {
  bare: /./su,
  double: /[$`"\\\n]/u,
  heredoc: /[$`\\\n]/u,
};

function piecesOf(scope: Scope, node: Word): Piece[] {
  const { parts } = node;
  if (parts) return parts.flatMap((part) => partPieces(scope, part, 'bare'));
  return node.text === node.value
    ? [copy(scope, node.pos, node.end)]
    : unescape(scope, node.pos, node.end, 'bare');
}

function partPieces(scope: Scope, part: WordPart | DoubleQuotedChild, style: Style): Piece[] {
  switch (part.type) {
    case 'Literal':
      return unescape(scope, part.pos, part.end, style);
    case 'SingleQuoted':
      return [copy(scope, part.pos + 1, part.pos + 1 + part.value.length)];
    case 'AnsiCQuoted':
      return [{ text: part.value, start: part.pos, end: part.end }];
    case 'DoubleQuoted':
    case 'LocaleString':
      return part.parts.flatMap((child) => partPieces(scope, child, 'double'));
    case 'SimpleExpansion':
    case 'ParameterExpansion':
      return [variablePiece(scope, part, style !== 'bare')];
    case 'Glob':
    case 'ExtendedGlob':
    case 'BraceExpansion':
      return [/[$`\\'"]/u.test(part.text) ? unknown(part.pos, part.end) : copy(scope, part.pos, part.end)];
    default:
      return [unknown(part.pos, part.end)];
  }
}

function variablePiece(
  scope: Scope,
  part: SimpleExpansionPart | ParameterExpansionPart,
  quoted: boolean,
): Piece {
  const name = plainName(part);
  const value = name === undefined ? undefined : scope.variables.get(name, quoted);
  return value === undefined ? unknown(part.pos, part.end) : { text: value, start: part.pos, end: part.end };
}

/** The name of `$NAME` or `${NAME}`; undefined when something is done to the value. */
function plainName(part: SimpleExpansionPart | ParameterExpansionPart): string | undefined {
  if (part.type === 'SimpleExpansion') return part.text.slice(1);
  return part.operation || part.prefix || part.index ? undefined : part.parameter;
}

/** The text with its escapes undone; stretches without any stay whole. */
function unescape(scope: Scope, start: number, end: number, style: Style): Piece[] {
  if (style === 'verbatim') return start < end ? [copy(scope, start, end)] : [];
  const text = scope.slice.text.slice(start, end);
  const pieces: Piece[] = [];
  let from = 0;
  for (let at = text.indexOf('\\'); at >= 0 && at + 1 < text.length; at = text.indexOf('\\', at)) {
    const escaped = text.charAt(at + 1);
    if (!ESCAPABLE[style].test(escaped)) {
      at++;
      continue;
    }
    if (at > from) pieces.push(copy(scope, start + from, start + at));
    if (escaped !== '\n') pieces.push({ text: escaped, start: start + at, end: start + at + 2 });
    at += 2;
    from = at;
  }
  if (text.length > from) pieces.push(copy(scope, start + from, end));
  return pieces;
}

/** `<<-` takes the tabs away that a line begins with, in what is written and not in what is expanded. */
function withoutTabs(scope: Scope, pieces: readonly Piece[]): Piece[] {
  return pieces.flatMap((piece) => {
    const isWritten = scope.slice.text.slice(piece.start, piece.end) === piece.text;
    return isWritten ? linesWithoutTabs(scope, piece) : [piece];
  });
}

function linesWithoutTabs(scope: Scope, piece: Piece): Piece[] {
  const startsLine = piece.start === 0 || scope.slice.text[piece.start - 1] === '\n';
  const pieces: Piece[] = [];
  let at = piece.start;
  for (const line of piece.text.split(/(?<=\n)/u)) {
    const tabs = at > piece.start || startsLine ? line.length - line.replace(/^\t+/u, '').length : 0;
    if (tabs < line.length) pieces.push(copy(scope, at + tabs, at + line.length));
    at += line.length;
  }
  return pieces;
}

function copy(scope: Scope, start: number, end: number): Piece {
  return { text: scope.slice.text.slice(start, end), start, end };
}

function unknown(start: number, end: number): Piece {
  return { text: UNKNOWN, start, end };
}
