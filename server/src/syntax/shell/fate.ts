/** What becomes of the failure of each operand of `&&` and `||`. */
import type { AndOr, PipelineNode } from 'unbash';
import type { Fate } from './model.ts';

/** The fates of the operands of a list whose own failure has a fate. */
export function fatesOf(node: AndOr, fate: Fate): Fate[] {
  const { commands, operators } = node;
  const fates: Fate[] = [];
  let rescue: PipelineNode | undefined;
  for (let i = commands.length - 1; i >= 0; i--) {
    if (operators[i] === '||') rescue = commands[i + 1];
    fates[i] = rescue
      ? alwaysSucceeds(rescue)
        ? 'ignored'
        : 'passed'
      : ownFate(fate, i === commands.length - 1);
  }
  return fates;
}

/** `set -e` does not stop at an operand in front of `&&`. */
function ownFate(fate: Fate, isLast: boolean): Fate {
  return fate === 'checked' && !isLast ? 'ignored' : fate;
}

const HARMLESS: ReadonlySet<string> = new Set(['true', ':', 'echo', 'printf', '/bin/true', '/usr/bin/true']);

/** Whether the node is known to succeed, as `true`, `echo` and groups that end with them do. */
function alwaysSucceeds(node: PipelineNode): boolean {
  switch (node.type) {
    case 'Command': {
      const name = node.name?.value ?? '';
      if (name === 'exit' || name === 'return') return firstArgument(node) === '0';
      return HARMLESS.has(name);
    }
    case 'Redirected':
      return alwaysSucceeds(node.command);
    case 'Subshell':
    case 'BraceGroup':
      return node.body.commands.every(({ command }, index, all) =>
        index === all.length - 1 || leaves(command) ? succeeds(command) : true,
      );
    default:
      return false;
  }
}

function succeeds(node: PipelineNode | AndOr): boolean {
  return node.type === 'AndOr' ? node.commands.every(alwaysSucceeds) : alwaysSucceeds(node);
}

function leaves(node: PipelineNode | AndOr): boolean {
  if (node.type === 'AndOr') return node.commands.some(leaves);
  return node.type === 'Command' && (node.name?.value === 'exit' || node.name?.value === 'return');
}

function firstArgument(node: Extract<PipelineNode, { type: 'Command' }>): string | undefined {
  const [first] = node.args;
  return first?.type === 'Word' ? first.value : undefined;
}
