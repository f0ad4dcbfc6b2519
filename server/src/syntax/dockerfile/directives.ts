/** The directives at the very top of a Dockerfile: `syntax`, `escape`, `check`. */
import type { TextRange } from '../../base/text.ts';
import { skipSpaces } from './characters.ts';
import { type Line, lineAt } from './lines.ts';
import type { Directive, EscapeCharacter, SyntaxProblem } from './tree.ts';

/** What the top of a text says. */
export interface Head {
  readonly directives: readonly Directive[];
  readonly escape: EscapeCharacter;
  readonly problems: readonly SyntaxProblem[];
}

const NAMES: ReadonlyMap<string, Directive['name']> = new Map([
  ['syntax', 'syntax'],
  ['escape', 'escape'],
  ['check', 'check'],
]);

/** Reads directives up to the first line that is none: any other comment, an empty line or an instruction ends them. */
export function readDirectives(text: string, start: number): Head {
  const directives: Directive[] = [];
  const problems: SyntaxProblem[] = [];
  let escape: EscapeCharacter = '\\';
  for (let line = lineAt(text, start); line.start < text.length; line = lineAt(text, line.next)) {
    const directive = directiveOf(text, line);
    if (!directive) break;
    if (directives.some(({ name }) => name === directive.name)) {
      problems.push(problem(directive.range, `Only one ${directive.name} directive can be used.`));
      continue;
    }
    directives.push(directive);
    if (directive.name !== 'escape') continue;
    if (directive.value === '`' || directive.value === '\\') escape = directive.value;
    else problems.push(problem(directive.range, 'The escape directive takes a backslash or a backtick.'));
  }
  return { directives, escape, problems };
}

function directiveOf(text: string, line: Line): Directive | undefined {
  const start = skipSpaces(text, line.start, line.end);
  if (text[start] !== '#') return undefined;
  const content = text.slice(skipSpaces(text, start + 1, line.end), line.end);
  const equals = content.indexOf('=');
  if (equals < 0) return undefined;
  const name = NAMES.get(trimBlanks(content.slice(0, equals)).toLowerCase());
  const value = trimBlanks(content.slice(equals + 1));
  if (!name || value === '') return undefined;
  return { name, value, range: { start, end: line.end } };
}

/** The text without blanks of ASCII at both ends: no others may stand around the sign. */
function trimBlanks(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && BLANKS.includes(text[start] ?? '')) start++;
  while (end > start && BLANKS.includes(text[end - 1] ?? '')) end--;
  return text.slice(start, end);
}

const BLANKS = '\t\n\f\r ';

function problem(range: TextRange, message: string): SyntaxProblem {
  return { kind: 'directive', message, range };
}
