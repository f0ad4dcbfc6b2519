/** Flags downloads that are run as they come: piped into a shell, put into its arguments, or saved and started unchecked. */
import { type Download, downloadOf, isVerification, textOf } from '../../knowledge/downloads.ts';
import { fileRunBy, isFilter, runsInput, textsRunBy } from '../../knowledge/interpreters.ts';
import type { Command, Script, Word } from '../../model/command.ts';
import { defineRule, type Violation } from '../../model/rule.ts';

export default defineRule({
  id: 'no-piped-download',
  meta: {
    summary: 'Disallow running downloads without checking them',
    topic: 'downloads',
    severity: 'warning',
    profile: 'recommended',
    // No fix: the checksum to compare with must come from whoever publishes the file.
    fix: 'none',
    since: '0.1.0',
    keys: ['run'],
    references: [
      { standard: 'OWASP Docker Security Cheat Sheet', id: 'RULE #9' },
      { standard: 'CWE', id: '494' },
    ],
    aliases: ['scorecard:DownloadThenRun', 'sonar:S6474'],
  },
  messages: {
    input:
      "'{{program}}' runs what {{host}} sends, unchecked: whoever can change it there runs commands here.",
    file: "'{{program}}' from {{host}} is run unchecked: whoever can change it there runs commands here.",
  },
  check: {
    *script(script) {
      yield* judgePowerShell(script);
      if (script.interpreter !== 'posix') return;
      for (const command of script.commands) {
        const source = inputOf(command) ?? textOfDownload(command);
        if (source) yield report(source.command, source.download, command);
      }
      yield* judgeFiles(script);
    },
  },
});

type Message = 'input' | 'file';

/** A command that downloads, and what it downloads. */
interface Fetched {
  readonly command: Command;
  readonly download: Download;
}

/** The download that a command runs because it reads it through a pipe, with filters between them or without. */
function inputOf(command: Command): Fetched | undefined {
  if (!runsInput(command) || command.redirects.some(({ operator }) => /^<{1,3}-?$/u.test(operator))) {
    return undefined;
  }
  let from = command.pipedFrom;
  while (from && isFilter(from)) from = from.pipedFrom;
  return from && fetchedToOutput(from);
}

function fetchedToOutput(command: Command): Fetched | undefined {
  const download = downloadOf(command);
  return download && download.file === undefined ? { command, download } : undefined;
}

/** The download whose output is a whole text that a command runs: `sh -c "$(curl …)"`, `bash <(curl …)`, `eval "$(curl …)"`. */
function textOfDownload(command: Command): Fetched | undefined {
  const file = fileRunBy(command);
  const files =
    file && file.substitutions.some(({ within }) => within?.as === 'process-substitution') ? [file] : [];
  for (const word of [...textsRunBy(command), ...files]) {
    // Where only a part of the text is downloaded, such as a version number, the text itself is written here.
    if (word !== file && !ONE_EXPANSION.test(word.pattern)) continue;
    const fetched = outputOf(word);
    if (fetched) return fetched;
  }
  return undefined;
}

/** An expansion, with arguments behind it or without. */
const ONE_EXPANSION = /^\s*\uFFFC(?:\s[^\uFFFC]*)?$/u;

/** The download that a substitution comes to, at the end of its pipeline. */
function outputOf({ substitutions }: Word): Fetched | undefined {
  for (const command of substitutions) {
    let end = command.pipedTo;
    while (end && isFilter(end)) end = end.pipedTo;
    const fetched = end ? undefined : fetchedToOutput(command);
    if (fetched) return fetched;
  }
  return undefined;
}

function report(at: Command, { host }: Download, by: Command): Violation<Message> {
  const data = { program: by.program.raw, host: host === '' ? 'the network' : host };
  const related = [{ ...by.source, message: 'it is run here' }];
  return { at: at.source, message: 'input', data, related };
}

/** Files that are downloaded and run in one script, with nothing between that checks anything. */
function* judgeFiles({ commands }: Script): Iterable<Violation<Message>> {
  const open = new Map<string, Fetched>();
  for (const command of commands) {
    if (isVerification(command)) open.clear();
    const run = fileRunBy(command);
    const path = run ? textOf(run) : inSearchPath(command, open);
    const fetched = path === undefined ? undefined : open.get(path);
    if (path !== undefined && fetched) {
      const { host } = fetched.download;
      const related = [{ ...command.source, message: 'it is run here' }];
      const data = { program: path, host: host === '' ? 'the network' : host };
      yield { at: fetched.command.source, message: 'file', data, related };
      open.delete(path);
    }
    const download = downloadOf(command);
    if (download?.file !== undefined) open.set(download.file, { command, download });
  }
}

/** The downloaded file that a bare program name stands for, because it lies in a folder of programs. */
function inSearchPath({ name }: Command, open: ReadonlyMap<string, Fetched>): string | undefined {
  return PROGRAM_FOLDERS.map((folder) => `${folder}/${name ?? ''}`).find((path) => open.has(path));
}

const PROGRAM_FOLDERS = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/**
 * `iex ((New-Object …).DownloadString('…'))`, `iwr … | iex`, and the same as the text of `powershell -Command`, which a POSIX shell's
 * script holds as one word.
 */
function* judgePowerShell({ interpreter, commands }: Script): Iterable<Violation<Message>> {
  for (const command of commands) {
    const { name = '', program, args, pipedFrom } = command;
    if (interpreter === 'posix' && !/^(?:pwsh|powershell)$/u.test(name)) continue;
    if (interpreter === 'posix' && !args.some(({ pattern }) => INVOKES.test(pattern))) continue;
    if (interpreter !== 'posix' && !/^(?:iex|invoke-expression)$/i.test(name)) continue;
    const from = pipedFrom && isDownload([pipedFrom.program, ...pipedFrom.args]) ? pipedFrom : undefined;
    if (!from && !isDownload(args)) continue;
    const host = hostIn([...(from ? [from.program, ...from.args] : []), ...args]);
    const data = { program: interpreter === 'posix' ? 'iex' : program.raw, host };
    const related = from ? [{ ...command.source, message: 'it is run here' }] : [];
    yield { at: (from ?? command).source, message: 'input', data, related };
  }
}

const INVOKES = /(?:^|[\s;|({])(?:iex|invoke-expression)\b/i;
const POWERSHELL_DOWNLOAD =
  /\.downloadstring\(|\b(?:invoke-webrequest|invoke-restmethod|iwr|irm|curl|wget)\b/i;

function isDownload(words: readonly Word[]): boolean {
  return words.some(({ raw, pattern }) => POWERSHELL_DOWNLOAD.test(raw) || POWERSHELL_DOWNLOAD.test(pattern));
}

function hostIn(words: readonly Word[]): string {
  for (const { raw } of words) {
    const host = /https?:\/\/([^/'"\s:$]+)/i.exec(raw)?.[1];
    if (host !== undefined) return host;
  }
  return 'the network';
}
