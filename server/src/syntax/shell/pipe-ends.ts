/** Which commands of a group leave the pipe alone that the group stands at, so that it is for another one of them. */
import type { Made } from './model.ts';

/** Programs and built-ins that neither read nor write anything worth a pipe. */
const QUIET: ReadonlySet<string> = new Set([
  ...[
    'cd',
    'pushd',
    'popd',
    'true',
    'false',
    ':',
    '[',
    'test',
    'set',
    'shopt',
    'export',
    'unset',
    'readonly',
  ],
  ...[
    'local',
    'declare',
    'typeset',
    'umask',
    'ulimit',
    'trap',
    'exit',
    'return',
    'wait',
    'sleep',
    'mkdir',
    'rm',
  ],
  ...['rmdir', 'chmod', 'chown', 'touch', 'ln', 'mv', 'cp', 'exec'],
]);

/** Programs that write but do not read. */
const TALKATIVE: ReadonlySet<string> = new Set([
  'echo',
  'printf',
  'ls',
  'pwd',
  'date',
  'id',
  'uname',
  'whoami',
]);

/** Whether what comes through the pipe is still there for the next command. */
export function leavesInput({ draft, stdin }: Made): boolean {
  if (stdin || draft.redirects.some(({ operator }) => operator === '<')) return true;
  return isQuiet(draft) || TALKATIVE.has(draft.name ?? '');
}

/** Whether nothing of the command goes into the pipe. */
export function leavesOutput({ draft }: Made): boolean {
  return isQuiet(draft);
}

/** Assignments and redirections alone have no program. */
function isQuiet({ name, program }: Made['draft']): boolean {
  return name === undefined ? program.raw === '' : QUIET.has(name);
}
