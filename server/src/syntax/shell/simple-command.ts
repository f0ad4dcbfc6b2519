/** Reads one simple command of the tree: its words, assignments and redirections. */
import type { Assignment, Command as CommandNode, Redirection, SyntaxNode, Word } from 'unbash';
import type { Command, Wrapper } from '../../model/command.ts';
import { makeCommand, type ReadAssignment, type ReadNested } from './commands.ts';
import { type Fate, type Made, type ReadRedirect, type ReadWord, type Scope, sourceAt } from './model.ts';
import { readAssignmentWord, readHereDoc, readWord } from './words.ts';

/** What the surroundings say of a command. */
export interface Surroundings {
  readonly fate: Fate;
  /** The keyword `time` in front of its pipeline. */
  readonly keywords: readonly Wrapper[];
  readonly readNested: ReadNested;
}

/** A node that may hold substitutions, and the list of the word that they belong to. */
export interface Pending {
  readonly node: SyntaxNode;
  readonly collect: Command[];
}

/** A command, and what in it is still to be searched for substitutions, now that they have a command to be within. */
export interface ReadCommand {
  readonly made: Made;
  readonly pending: readonly Pending[];
}

export function readSimpleCommand(scope: Scope, node: CommandNode, around: Surroundings): ReadCommand {
  const pending: Pending[] = [];
  const words: ReadWord[] = [];
  const assignments: ReadAssignment[] = [];
  const redirects: ReadRedirect[] = [];
  if (node.name) words.push(takeWord(readWord(scope, node.name), node.name, pending));
  for (const item of node.prefix) {
    if (item.type === 'Assignment') assignments.push(readAssignment(scope, item, pending));
    else redirects.push(readRedirect(scope, item, pending));
  }
  for (const item of node.suffix) {
    if (item.type === 'Word') {
      words.push(takeWord(readWord(scope, item), item, pending));
    } else if (item.type === 'Assignment') {
      const substitutions: Command[] = [];
      assignments.push(readAssignment(scope, item, pending, substitutions));
      words.push(readAssignmentWord(scope, item, substitutions));
    } else {
      redirects.push(readRedirect(scope, item, pending));
    }
  }
  const start = around.keywords[0]?.source.range.start;
  const own = sourceAt(scope, node.pos, node.end);
  const source = start === undefined ? own : { ...own, range: { start, end: own.range.end } };
  const { fate, keywords, readNested } = around;
  const made = makeCommand(scope, { source, words, assignments, redirects, keywords, fate }, readNested);
  return { made, pending };
}

/** `$(`, `<(`, a backtick, or the `${ ` of newer shells. */
const SUBSTITUTES = /[`(]|\$\{[\s|]/u;

/** Words without parts hold no substitution and need not be searched, nor those without the signs that one begins with. */
function takeWord(read: ReadWord, node: Word, pending: Pending[]): ReadWord {
  if (SUBSTITUTES.test(read.word.raw) && node.parts) pending.push({ node, collect: read.substitutions });
  return read;
}

function readAssignment(
  scope: Scope,
  node: Assignment,
  pending: Pending[],
  substitutions: Command[] = [],
): ReadAssignment {
  const { value, name, append, index } = node;
  const source = sourceAt(scope, node.pos, node.end);
  pending.push({ node: value, collect: substitutions });
  if (value.type === 'ArrayValue') {
    return { assignment: { source, name, value: undefined }, value: undefined, isPlain: false };
  }
  const read = readWord(scope, value, substitutions);
  return { assignment: { source, name, value: read.word }, value: read, isPlain: !append && !index };
}

function readRedirect(scope: Scope, node: Redirection, pending: Pending[]): ReadRedirect {
  const source = sourceAt(scope, node.pos, node.end);
  const descriptor = descriptorText(node);
  const operator = `${descriptor}${node.operator}`;
  if (node.type === 'HereDoc') {
    const body = readHereDoc(scope, node);
    pending.push({ node: node.body, collect: body.substitutions });
    return {
      redirect: { source, operator, target: body.word },
      ...(descriptor === '' ? { stdin: body } : {}),
    };
  }
  const target = node.target && takeWord(readWord(scope, node.target), node.target, pending);
  const redirect = { source, operator, target: target?.word };
  return node.type === 'HereString' && descriptor === '' && target
    ? { redirect, stdin: target }
    : { redirect };
}

/** The descriptor as far as it differs from the operator's own: `2` of `2>`, nothing for `1>` and `0<`. */
function descriptorText({ descriptor, operator }: Redirection): string {
  if (!descriptor) return '';
  if (descriptor.type === 'FileDescriptorVariable') return `{${descriptor.name}}`;
  const usual = operator.startsWith('<') ? 0 : 1;
  return descriptor.value === usual ? '' : String(descriptor.value);
}
