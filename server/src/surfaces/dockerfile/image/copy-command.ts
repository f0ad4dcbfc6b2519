/** Reads ADD and COPY, and says what BuildKit refuses about them once variables are expanded. */
import { parseHeredocMark } from '../../../syntax/dockerfile/heredoc.ts';
import type { Instruction } from '../../../syntax/dockerfile/tree.ts';
import { splitWords } from '../../../syntax/dockerfile/words.ts';
import type { CommandSource } from './commands.ts';
import { type FlagKind, readFlagValues } from './flags.ts';
import { withoutDrive } from './paths.ts';
import { isRefused, type Refused, refuse } from './refusal.ts';

export interface CopyDetail {
  readonly kind: 'copy';
  readonly verb: 'ADD' | 'COPY';
  /** What it copies from; empty for the build context. */
  readonly from: string;
  readonly chown: string;
  readonly chmod: string;
  readonly checksum: string;
  readonly isLinked: boolean;
  readonly sources: readonly string[];
  readonly target: string;
  /** The bodies of heredocs whose variables are expanded. */
  readonly bodies: readonly string[];
}

const COMMON = { chown: 'text', chmod: 'text', link: 'switch', exclude: 'list' } as const;
const FLAGS: Readonly<Record<CopyDetail['verb'], Readonly<Record<string, FlagKind>>>> = {
  ADD: { ...COMMON, 'keep-git-dir': 'switch', checksum: 'text', unpack: 'switch' },
  COPY: { ...COMMON, from: 'text', parents: 'switch' },
};

export function readCopyCommand(instruction: Instruction, { text }: CommandSource): CopyDetail | Refused {
  const verb = instruction.name === 'ADD' ? 'ADD' : 'COPY';
  const words = (instruction.json?.map(({ value }) => value) ?? splitWords(instruction.args)).map(
    (word) => word.text,
  );
  const target = words.at(-1);
  if (target === undefined || words.length < 2) {
    return refuse(
      `${verb} requires at least two arguments, but only one was provided. Destination could not be determined`,
    );
  }
  const flags = readFlagValues(instruction.flags, FLAGS[verb]);
  if (isRefused(flags)) return flags;
  if (parseHeredocMark(target)) return refuse(`${verb} cannot accept a heredoc as a destination`);
  const names = new Set(words.flatMap((word) => parseHeredocMark(word)?.name ?? []));
  const expanded = instruction.heredocs.filter(({ name, expands }) => expands && names.has(name));
  const valueOf = (name: string): string => flags.get(name)?.[0] ?? '';
  return {
    kind: 'copy',
    verb,
    from: valueOf('from'),
    chown: valueOf('chown'),
    chmod: valueOf('chmod'),
    checksum: valueOf('checksum'),
    isLinked: valueOf('link') === 'true',
    sources: words.slice(0, -1).filter((word) => !parseHeredocMark(word)),
    target,
    bodies: expanded.map(({ body }) => text.slice(body.start, body.end)),
  };
}

/** What is wrong with an ADD or COPY whose variables are expanded. */
export function copyRefusal(copy: CopyDetail, isWindows: boolean): Refused | undefined {
  const target = withoutDrive(copy.target, isWindows);
  if (typeof target !== 'string') return target;
  if (copy.isLinked && copy.chown !== '' && isOwnerByName(copy.chown)) {
    return refuse(
      `--chown=${copy.chown}: user and group names can't be resolved when used with --link, use numeric uid[:gid] instead`,
    );
  }
  if (copy.chmod !== '' && !isMode(copy.chmod)) {
    return refuse(
      `invalid chmod parameter: '${copy.chmod}'. it should be octal string and between 0 and 07777`,
    );
  }
  return checksumRefusal(copy) ?? sourceRefusal(copy, isWindows);
}

function checksumRefusal({ checksum, sources }: CopyDetail): Refused | undefined {
  const [source] = sources;
  if (checksum === '') return undefined;
  if (source === undefined || sources.length > 1)
    return refuse("checksum can't be specified for multiple sources");
  const kind = kindOf(source);
  if (kind === 'path') return refuse('checksum requires HTTP(S) or Git sources');
  if (kind === 'git' || /^[a-z\d]+(?:[.+_-][a-z\d]+)*:[\w=-]+$/u.test(checksum)) return undefined;
  return refuse('invalid checksum digest format');
}

function sourceRefusal({ verb, sources }: CopyDetail, isWindows: boolean): Refused | undefined {
  for (const source of sources) {
    const kind = kindOf(source);
    const refused = kind === 'git' ? queryRefusal(source) : undefined;
    if (refused) return refused;
    if (kind === 'path') {
      const path = withoutDrive(source, isWindows);
      if (typeof path !== 'string') return path;
    } else if (verb === 'COPY') {
      return refuse(kind === 'git' ? "source can't be a git ref for COPY" : "source can't be a URL for COPY");
    }
  }
  return undefined;
}

/** What the query of a Git repository may say. */
const QUERY_KEYS: ReadonlySet<string> = new Set(
  'ref tag branch subdir checksum commit keep-git-dir submodules mtime fetch-by-commit'.split(' '),
);
const QUERY_SWITCHES: ReadonlySet<string> = new Set(['submodules', 'keep-git-dir', 'fetch-by-commit']);

function queryRefusal(source: string): Refused | undefined {
  const query = /^[^#?]*\?([^#]*)/u.exec(source)?.[1] ?? '';
  const seen = new Set<string>();
  for (const part of query.split('&')) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    const key = equals < 0 ? part : part.slice(0, equals);
    const value = equals < 0 ? '' : part.slice(equals + 1);
    if (seen.has(key)) return refuse(`query ${JSON.stringify(key)} has multiple values`);
    seen.add(key);
    if (value === '' && !QUERY_SWITCHES.has(key)) return refuse(`query ${JSON.stringify(key)} has no value`);
    if (!QUERY_KEYS.has(key)) return refuse(`unexpected query ${JSON.stringify(key)}`);
  }
  return undefined;
}

function kindOf(source: string): 'path' | 'url' | 'git' {
  if (/^(?:git|ssh):\/\//iu.test(source) || /^[\w-]+@[\w.-]+:[^:]/u.test(source)) return 'git';
  if (/^https?:\/\/[^?#]*\.git(?:[?#]|$)/iu.test(source)) return 'git';
  return /^https?:\/\//u.test(source) ? 'url' : 'path';
}

function isOwnerByName(owner: string): boolean {
  const [user = '', ...group] = owner.split(':');
  const names = group.length === 0 || group.join(':') === '' ? [user] : [user, group.join(':')];
  return names.some((name) => name !== 'root' && !/^[-+]?\d+$/u.test(name));
}

const LARGEST_MODE = 0o7777;

/** An octal number, or a mode in letters such as `u+x,go-w`. */
function isMode(text: string): boolean {
  if (/^[0-7]+$/u.test(text)) return parseInt(text, 8) <= LARGEST_MODE;
  return text.split(',').every((clause) => /^[augo]*(?:[-+=][r-uwxXgo]*)+$/u.test(clause));
}
