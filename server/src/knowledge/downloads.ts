/** Which commands fetch something, where they put it, and which commands check it. */
import type { Command, Script, Word } from '../model/command.ts';
import type { Stage } from '../model/stage.ts';
import { optionsOf } from './command-options.ts';
import { hostKindOf, hostOf } from './hosts.ts';

/** What a command fetches. */
export interface Download {
  /** The host that it comes from; `''` when an expansion decides it. */
  readonly host: string;
  /** The path of the file that it becomes; absent when it goes to the standard output. */
  readonly file?: string;
}

/** What a command fetches from another machine; undefined when it fetches nothing, or from this machine. */
export function downloadOf(command: Command): Download | undefined {
  const fetched = fetchOf(command);
  if (!fetched) return undefined;
  const { address, file } = fetched;
  const kind = hostKindOf(address.pattern);
  if (kind === 'self' || kind === 'neighbour') return undefined;
  const host = kind === 'remote' ? hostOf(address.pattern) : '';
  const target = file ?? redirectTarget(command);
  return target === undefined ? { host } : { host, file: target };
}

interface Fetch {
  readonly address: Word;
  readonly file?: string | undefined;
}

function fetchOf(command: Command): Fetch | undefined {
  switch (command.name) {
    case 'curl':
      return curlFetch(command);
    case 'wget':
    case 'wget2':
      return wgetFetch(command);
    case 'http':
    case 'https':
    case 'xh':
      return plainFetch(command);
    case 'aria2c':
    case 'axel':
      return aria2Fetch(command);
    default:
      return undefined;
  }
}

function curlFetch(command: Command): Fetch | undefined {
  const { options, operands } = optionsOf(command);
  const address = operands[0] ?? options.find(({ name }) => name === '--url')?.valueWord;
  if (!address) return undefined;
  const output = options.find(({ name }) => name === '-o' || name === '--output');
  if (output) return { address, file: fileOf(output.value, output.valueWord) };
  const keepsName = options.some(({ name }) => /^(?:-O|--remote-name|--remote-name-all)$/u.test(name));
  if (!keepsName) return { address };
  const folder = options.find(({ name }) => name === '--output-dir');
  return { address, file: joined(folder && fileOf(folder.value, folder.valueWord), lastPart(address)) };
}

function wgetFetch({ name: _name, ...rest }: Command): Fetch | undefined {
  const { options, operands } = optionsOf({ ...rest, name: 'wget' });
  const [address] = operands;
  if (!address) return undefined;
  const output = options.find(({ name }) => name === '-O' || name === '--output-document');
  if (output) return { address, file: fileOf(output.value, output.valueWord) };
  const folder = options.find(({ name }) => name === '-P' || name === '--directory-prefix');
  return { address, file: joined(folder && fileOf(folder.value, folder.valueWord), lastPart(address)) };
}

function plainFetch(command: Command): Fetch | undefined {
  const address = optionsOf(command).operands.find(({ pattern }) => /^(?:https?:)?\/\/|\./i.test(pattern));
  return address && { address };
}

function aria2Fetch(command: Command): Fetch | undefined {
  const address = command.args.find(({ pattern }) => /^https?:/i.test(pattern));
  const index = command.args.findIndex(({ pattern }) => pattern === '-o' || pattern === '--out');
  const named = index < 0 ? undefined : command.args[index + 1];
  return address && { address, file: named ? textOf(named) : lastPart(address) };
}

/** `-` is the standard output. A value that an expansion decides is known by what is written. */
function fileOf(value: string | undefined, word: Word | undefined): string | undefined {
  if (value === undefined || value === '-' || value === '/dev/stdout') return undefined;
  return word ? textOf(word) : value;
}

function joined(folder: string | undefined, file: string): string {
  return folder === undefined ? file : `${folder.replace(/\/$/u, '')}/${file}`;
}

/** The last part of an address, which a download is called after. */
function lastPart(address: Word): string {
  const [path = ''] = textOf(address).split(/[?#]/u, 1);
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The file that the output of a command is redirected to. */
export function redirectTarget({ redirects }: Command): string | undefined {
  const target = redirects.find(({ operator }) => /^1?>{1,2}\|?$/u.test(operator))?.target;
  return target && textOf(target);
}

/** A word as something to compare: its value, else what is written, without quotes. */
export function textOf({ value, raw }: Word): string {
  return (value ?? raw.replace(/["']/gu, '')).replace(/^(?:\.\/)+/u, '');
}

const CHECKSUM_PROGRAMS =
  /^(?:(?:md5|sha\d*|b2|b3|ck|xxh\w*)sum|rhash|digest|gpgv?2?|gpg-agent|cosign|minisign|signify|slsa-verifier|rekor-cli|sq|sqv|notation)$/u;

/** Functions of languages that a short program checks a file with. */
const CHECKS_INSIDE = /hash_file|hash_equals|hashlib|openssl_verify|digest::|createhash|createverify/i;

/** Whether a command checks a checksum or a signature, whatever of; what exactly is beyond reading a text. */
export function isVerification({ name = '', args }: Command): boolean {
  const words = args.map(({ pattern }) => pattern);
  // GnuPG also unpacks and imports keys, which checks nothing.
  if (/^gpg2?$/u.test(name)) return words.some((word) => /^--(?:batch-)?verify|^--decrypt$|^-d$/u.test(word));
  if (CHECKSUM_PROGRAMS.test(name)) return true;
  if (name === 'openssl') return /^(?:dgst|sha\d+|md5|pkeyutl|cms|smime)$/u.test(words[0] ?? '');
  if (name === 'gh') return words[0] === 'attestation';
  if (/^(?:php|python|perl|ruby|node)/u.test(name)) return words.some((word) => CHECKS_INSIDE.test(word));
  if (name === 'aria2c') return words.some((word) => word.startsWith('--checksum'));
  return /^(?:get-filehash|certutil|get-authenticodesignature)$/i.test(name) || /verif/i.test(name);
}

const lastVerifications = new WeakMap<Script, number>();

/** The index of the last command of a script that checks something; -1 when none does. Looked for once, however often it is asked. */
export function lastVerificationIn(script: Script): number {
  const known = lastVerifications.get(script);
  if (known !== undefined) return known;
  const found = script.commands.findLastIndex(isVerification);
  lastVerifications.set(script, found);
  return found;
}

const lastChecks = new WeakMap<Stage, Script | null>();

/** The last script of a stage that checks something. */
export function lastCheckOf(stage: Stage): Script | undefined {
  const known = lastChecks.get(stage);
  if (known !== undefined) return known ?? undefined;
  const found = stage.scripts.findLast((script) => lastVerificationIn(script) >= 0);
  lastChecks.set(stage, found ?? null);
  return found;
}
