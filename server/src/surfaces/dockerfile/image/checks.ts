/** BuildKit's own checks, for a file in which they fail the build (`# check=error=true`). */
import { isBlank, isComment, lineAt } from '../../../syntax/dockerfile/lines.ts';
import type { DockerfileTree, Instruction } from '../../../syntax/dockerfile/tree.ts';
import { fileChecks } from './file-checks.ts';
import type { Playing } from './playing.ts';
import { isRefused, type Refusal, type Refused, refuse } from './refusal.ts';

export type CheckName =
  | 'StageNameCasing'
  | 'FromAsCasing'
  | 'NoEmptyContinuation'
  | 'ConsistentInstructionCasing'
  | 'DuplicateStageName'
  | 'ReservedStageName'
  | 'JSONArgsRecommended'
  | 'MaintainerDeprecated'
  | 'UndefinedArgInFrom'
  | 'WorkdirRelativePath'
  | 'UndefinedVar'
  | 'MultipleInstructionsDisallowed'
  | 'LegacyKeyValueFormat'
  | 'RedundantTargetPlatform'
  | 'SecretsUsedInArgOrEnv'
  | 'InvalidDefaultArgInFrom'
  | 'FromPlatformFlagConstDisallowed'
  | 'ExposeProtoCasing'
  | 'ExposeInvalidFormat';

/** A check that has something to say. */
export interface NotedCheck {
  readonly check: CheckName;
  /** The instruction above which a comment may switch the check off; absent where none can. */
  readonly instruction?: Instruction;
}

interface CheckOptions {
  readonly skipsAll: boolean;
  readonly skipped: ReadonlySet<string>;
  readonly failsBuild: boolean;
}

/** Options of the checks that BuildKit cannot read fail the build at once. */
export function optionsRefusal(tree: DockerfileTree): Refusal | undefined {
  const options = optionsOf(tree);
  if (!isRefused(options)) return undefined;
  return { at: 'convert', message: `failed to parse check options: ${options.refused}` };
}

/** Fails the build for what the checks have to say, where the file wants that. */
export function checksRefusal(playing: Playing): Refusal | undefined {
  const { tree } = playing;
  const options = optionsOf(tree);
  if (isRefused(options) || !options.failsBuild || options.skipsAll) return undefined;
  const names = new Set<string>();
  for (const { check, instruction } of [...fileChecks(playing), ...playing.noted]) {
    if (names.has(check) || options.skipped.has(check)) continue;
    if (!instruction || !isSkippedAbove(tree, instruction, check)) names.add(check);
  }
  if (names.size === 0) return undefined;
  return { at: 'convert', message: `lint violation found for rules: ${[...names].join(', ')}` };
}

/** The options of the file. Where blanks stand before a directive, BuildKit does not look for options any more. */
function optionsOf({ text, directives }: DockerfileTree): CheckOptions | Refused {
  const first = text.startsWith('\uFEFF') ? 1 : 0;
  for (const { name, value, range } of directives) {
    if (range.start > first && text[range.start - 1] !== '\n') break;
    if (name === 'check') return readOptions(value.split(' ', 1)[0] ?? '');
  }
  return readOptions('');
}

/** `skip=A,B;error=true`: three options at most, so that a fourth is part of the third. */
function readOptions(text: string): CheckOptions | Refused {
  let skipsAll = false;
  let failsBuild = false;
  let skipped = new Set<string>();
  if (text.trim() === '') return { skipsAll, skipped, failsBuild };
  const [first = '', second, ...rest] = text.split(';');
  const parts = [
    first,
    ...(second === undefined ? [] : [second]),
    ...(rest.length > 0 ? [rest.join(';')] : []),
  ];
  for (const part of parts) {
    const equals = part.indexOf('=');
    const key = part.slice(0, Math.max(0, equals)).trim();
    const value = part.slice(equals + 1).trim();
    if (equals < 0 || !OPTIONS.has(key))
      return refuse(`invalid check option ${JSON.stringify(equals < 0 ? part : key)}`);
    if (key === 'skip' && value === 'all') skipsAll = true;
    else if (key === 'skip') skipped = new Set(value.split(',').map((name) => name.trim()));
    else if (key === 'error') {
      if (!BOOLEAN.test(value)) return refuse(`failed to parse check option ${JSON.stringify(part)}`);
      failsBuild = /^[1tT]/u.test(value);
    }
  }
  return { skipsAll, skipped, failsBuild };
}

const OPTIONS: ReadonlySet<string> = new Set(['skip', 'experimental', 'error']);
const BOOLEAN = /^(?:[1tT0fF]|TRUE|true|True|FALSE|false|False)$/u;

/** Whether the first comment with options right above an instruction switches a check off. */
function isSkippedAbove(tree: DockerfileTree, instruction: Instruction, check: CheckName): boolean {
  for (const comment of commentsAbove(tree, instruction)) {
    const [, value] = /^check\s*=\s*(\S+)/iu.exec(comment) ?? [];
    if (value === undefined) continue;
    const options = readOptions(value);
    return !isRefused(options) && (options.skipsAll || options.skipped.has(check));
  }
  return false;
}

/** The comments between an instruction and the one before it; an empty comment takes back those above it. */
function commentsAbove(
  { text, instructions, directives }: DockerfileTree,
  instruction: Instruction,
): readonly string[] {
  const before = instructions[instructions.indexOf(instruction) - 1];
  let comments: string[] = [];
  let at = before?.block.end ?? directives.at(-1)?.range.end ?? 0;
  while (at < instruction.block.start) {
    const line = lineAt(text, at);
    at = line.next;
    if (isBlank(text, line) || !isComment(text, line)) continue;
    const comment = text.slice(line.start + 1, line.end).trim();
    comments = comment === '' ? [] : [...comments, comment];
  }
  return comments;
}
