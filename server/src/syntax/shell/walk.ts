/** Walks the tree of a POSIX shell text and makes a command of every simple command in it. */
import {
  type AndOr,
  type ArithmeticCommandExpansion,
  type CommandExpansionPart,
  forEachChild,
  parse,
  type Pipeline,
  type ProcessSubstitutionPart,
  type Statement,
  type SyntaxNode,
} from 'unbash';
import { type Slice, subslice } from '../../base/slice.ts';
import type { Wrapper } from '../../model/command.ts';
import { decodedBackticks } from './backticks.ts';
import { feed } from './commands.ts';
import { leavesInput, leavesOutput } from './pipe-ends.ts';
import { fatesOf } from './fate.ts';
import { DEEPEST, type Ends, type Fate, type Made, type Scope, sourceAt, wordOf } from './model.ts';
import { isOpaque } from './nested.ts';
import { readSimpleCommand } from './simple-command.ts';

/** Reads a shell text in a scope made for it. */
export function walkText(slice: Slice, scope: Scope, fate: Fate): void {
  if (isOpaque(slice.text) || heredocCost(slice.text) > MOST_HEREDOC_COST) return;
  try {
    let rest: Slice | undefined = slice;
    for (let i = 0; rest && i < MOST_PARTS; i++) {
      const script = parse(rest.text);
      walkStatements(script.commands, { ...scope, slice: rest }, fate);
      rest = behindError(rest, script);
    }
  } catch (error) {
    // The parser calls itself once for each `coproc` of a row, until the stack is used up. What was read before stays.
    if (!(error instanceof RangeError)) throw error;
  }
}

/** A text with more errors than this is not one that somebody is about to write. */
const MOST_PARTS = 10;

/**
 * What follows an operator too many, as in `a && && b`, where the parser gives up: such texts come up while a line is being written.
 * Any other error may stand within something that has no end, and what follows it may be no command.
 */
function behindError(slice: Slice, { errors = [] }: ReturnType<typeof parse>): Slice | undefined {
  const last = errors.at(-1);
  const [, operator] = /^unexpected token '(&&|\|\||\||;)'$/u.exec(last?.message ?? '') ?? [];
  if (!last || operator === undefined || errors.length > 2) return undefined;
  if (errors.length === 2 && !errors[0]?.message.startsWith('expected command after')) return undefined;
  const { text } = slice;
  if (heredocCost(text) > MOST_HEREDOC_COST / MOST_PARTS) return undefined;
  // The text of a heredoc begins on the next line and is none of the shell's.
  if (text.slice(text.lastIndexOf('\n', last.pos) + 1, last.pos).includes('<<')) return undefined;
  return subslice(slice, { start: last.pos + operator.length, end: text.length });
}

/** The parser looks for the end of each heredoc in all of the text that follows: so many characters at most. */
function heredocCost(text: string): number {
  return (text.split('<<').length - 1) * text.length;
}

/** About a second's worth; more is hostile. */
const MOST_HEREDOC_COST = 500_000_000;

const NO_ENDS: Ends = { first: undefined, last: undefined };

/** Among commands that leave the pipe alone, such as `cd`, the first and the last stand for the whole. */
function joinEnds(a: Ends, b: Ends): Ends {
  const first = a.first && b.first && leavesInput(a.first) && !leavesInput(b.first) ? b.first : a.first;
  const last = a.last && b.last && leavesOutput(b.last) && !leavesOutput(a.last) ? a.last : b.last;
  return { first: first ?? b.first, last: last ?? a.last };
}

/** Every kind of node comes here; what is not a command is searched for commands in it. */
function walkNode(node: SyntaxNode, scope: Scope, fate: Fate): Ends {
  if (scope.depth > DEEPEST) return NO_ENDS;
  switch (node.type) {
    case 'Command':
      return walkSimple(node, scope, fate, []);
    case 'Pipeline':
      return walkPipeline(node, scope, fate);
    case 'AndOr':
      return walkAndOr(node, scope, fate);
    case 'Subshell':
      return walkStatements(node.body.commands, ownShell(scope), fate);
    case 'BraceGroup':
      return walkStatements(node.body.commands, { ...scope, depth: scope.depth + 1 }, fate);
    case 'CompoundList':
      return walkStatements(node.commands, branch(scope), fate);
    case 'Function':
      walkFunction(node, scope);
      return NO_ENDS;
    case 'CommandExpansion':
    case 'ArithmeticCommandExpansion':
    case 'ProcessSubstitution':
      walkSubstitution(node, scope);
      return NO_ENDS;
    default:
      return walkChildren(node, scope, fate);
  }
}

function walkSimple(
  node: Extract<SyntaxNode, { type: 'Command' }>,
  scope: Scope,
  fate: Fate,
  keywords: readonly Wrapper[],
): Ends {
  const { made, pending } = readSimpleCommand(scope, node, { fate, keywords, readNested: walkText });
  for (const { node: word, collect } of pending) {
    walkNode(word, { ...ownShell(scope), owner: made.draft, collect }, 'passed');
  }
  return { first: made, last: made };
}

function walkFunction({ name, body }: Extract<SyntaxNode, { type: 'Function' }>, scope: Scope): void {
  const ends = walkNode(body, ownShell(scope), 'passed');
  const { functions } = scope.shell;
  const called = name.value;
  functions.set(called, functions.has(called) ? undefined : ends);
}

function walkStatements(statements: readonly Statement[], scope: Scope, fate: Fate): Ends {
  let ends = NO_ENDS;
  statements.forEach(({ command, background }, index) => {
    const isLast = index === statements.length - 1;
    const own = isLast ? fate : scope.shell.errexit ? 'checked' : 'ignored';
    ends = joinEnds(ends, walkNode(command, scope, background ? 'ignored' : own));
  });
  return ends;
}

/** What one operand sets is certain for those that `&&` ties to it, and that of the first for all that follows. */
function walkAndOr(node: AndOr, scope: Scope, fate: Fate): Ends {
  const fates = fatesOf(node, fate);
  let ends = NO_ENDS;
  let current = scope;
  node.commands.forEach((command, index) => {
    const operator = node.operators[index - 1];
    if (operator === '||' || (operator && current === scope)) current = branch(scope);
    ends = joinEnds(ends, walkNode(command, current, fates[index] ?? fate));
  });
  return ends;
}

function walkPipeline(node: Pipeline, scope: Scope, fate: Fate): Ends {
  const isNegated = node.prefixes.some(({ type }) => type === 'Negation');
  const own = isNegated && fate !== 'tested' ? 'ignored' : fate;
  const isPipe = node.commands.length > 1;
  const sides = node.commands.map((command, index) => {
    const side = isPipe ? ownShell(scope) : scope;
    return command.type === 'Command' && index === 0
      ? walkSimple(command, side, own, timeKeywords(node, scope))
      : walkNode(command, side, own);
  });
  sides.forEach((side, index) => connect(sides[index - 1]?.last, side.first, scope));
  return { first: sides[0]?.first, last: sides.at(-1)?.last };
}

function connect(from: Made | undefined, to: Made | undefined, scope: Scope): void {
  if (!from || !to) return;
  const writer = functionOf(from, scope)?.last ?? from;
  const reader = functionOf(to, scope)?.first ?? to;
  link(from, to);
  if (writer !== from || reader !== to) link(writer, reader);
  const isPlainCat = writer.draft.name === 'cat' && writer.draft.args.length === 0;
  if (reader.readsScript && !reader.stdin && writer.stdin && isPlainCat) {
    feed(scope, reader, writer.stdin, walkText);
  }
}

function link(from: Made, to: Made): void {
  from.draft.pipedTo = to.draft;
  to.draft.pipedFrom = from.draft;
}

/** What the function does that the command calls. Only the first call at a pipe counts, so that no pipeline leads back to itself. */
function functionOf({ draft: { name, wrappers } }: Made, { shell }: Scope): Ends | undefined {
  const ends = name === undefined || wrappers.length > 0 ? undefined : shell.functions.get(name);
  if (ends && name !== undefined) shell.functions.set(name, undefined);
  return ends;
}

function timeKeywords(node: Pipeline, scope: Scope): Wrapper[] {
  return node.prefixes.flatMap((prefix) => {
    if (prefix.type !== 'Time') return [];
    const options = [prefix.posix, prefix.endOfOptions].filter((option) => option !== undefined);
    const args = options.map(({ pos, end }) => {
      const range = { start: pos, end };
      return wordOf(scope, range, [{ text: scope.slice.text.slice(pos, end), ...range }]).word;
    });
    return [{ source: sourceAt(scope, prefix.pos, prefix.end), name: 'time', args }];
  });
}

/** Conditions, loops, cases and words alike: whatever stands in the node, in order. */
function walkChildren(node: SyntaxNode, scope: Scope, fate: Fate): Ends {
  let ends = NO_ENDS;
  const deeper = { ...scope, depth: scope.depth + 1 };
  const bodyFate = isLoop(node) ? (scope.shell.errexit ? 'checked' : 'ignored') : fate;
  forEachChild(node, (child) => {
    ends = joinEnds(ends, walkNode(child, deeper, isCondition(node, child) ? 'tested' : bodyFate));
  });
  return ends;
}

/** A round of a loop that fails is forgotten in the next one. */
function isLoop({ type }: SyntaxNode): boolean {
  return type === 'For' || type === 'While' || type === 'Select' || type === 'ArithmeticFor';
}

function isCondition(node: SyntaxNode, child: SyntaxNode): boolean {
  return 'clause' in node && node.clause === child;
}

function walkSubstitution(
  node: CommandExpansionPart | ArithmeticCommandExpansion | ProcessSubstitutionPart,
  scope: Scope,
): void {
  const { script } = node;
  if (!script) return;
  const { owner, ...rest } = ownShell(scope);
  const as = node.type === 'ProcessSubstitution' ? 'process-substitution' : 'substitution';
  const slice = script.source === undefined ? scope.slice : decodedBackticks(scope, node, script.source);
  const inner: Scope = { ...rest, slice, ...(owner ? { within: { command: owner, as } } : {}) };
  walkStatements(script.commands, inner, 'passed');
}

/** The scope of a part that may be passed or not: what it sets is not certain afterwards. */
function branch(scope: Scope): Scope {
  return { ...scope, depth: scope.depth + 1, variables: scope.variables.inner() };
}

/** The scope of a part that runs in a shell of its own: nothing it does is seen outside. */
function ownShell(scope: Scope): Scope {
  return {
    ...scope,
    depth: scope.depth + 1,
    variables: scope.variables.inner(),
    shell: { ...scope.shell },
  };
}
