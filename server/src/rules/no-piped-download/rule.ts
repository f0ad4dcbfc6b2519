/** Flags downloads that are run as they come: piped into a shell, put into its arguments, or saved and started unchecked. */
import { filesRunIn, type RunDownload, textsRunIn } from '../../knowledge/downloaded-programs.ts';
import { downloadOf } from '../../knowledge/downloads.ts';
import type { Command, Script, Word } from '../../model/command.ts';
import { defineRule, type Violation } from '../../model/rule.ts';

export default defineRule({
  id: 'no-piped-download',
  meta: {
    summary: 'Disallow running downloads without checking them',
    topic: 'builds',
    section: 'downloads-in-a-build',
    remedy: 'Check what is downloaded before it runs',
    severity: 'warning',
    profile: 'recommended',
    // No fix: the checksum to compare with must come from whoever publishes the file.
    fix: 'none',
    since: '0.1.0',
    keys: ['run'],
    references: [
      {
        standard: 'OWASP Docker Security Cheat Sheet',
        id: 'RULE #9',
        url: 'https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html',
      },
      { standard: 'CWE', id: '494', url: 'https://cwe.mitre.org/data/definitions/494.html' },
    ],
    aliases: ['scorecard:DownloadThenRun', 'sonar:S6474'],
  },
  messages: {
    input:
      "'{{program}}' runs what {{host}} sends, unchecked: whoever can change it there runs commands here.",
    checked: "checks a download with '{{program}}'",
    file: "'{{program}}' from {{host}} is run unchecked: whoever can change it there runs commands here.",
  },
  check: {
    *script(script) {
      yield* judgePowerShell(script);
      if (script.interpreter !== 'posix') return;
      for (const run of textsRunIn(script)) yield report(run);
      for (const run of filesRunIn(script)) yield report(run);
    },
  },
  praise: {
    *script({ interpreter, commands }) {
      if (interpreter !== 'posix') return;
      const download = commands.findIndex((command) => downloadOf(command) !== undefined);
      const check = download < 0 ? undefined : commands.slice(download).find(isComparison);
      if (check) yield { at: check.source, message: 'checked', data: { program: check.name ?? '' } };
    },
  },
});

/** A checksum or a signature that is compared with what it should be; one that is only printed is compared by nobody. */
function isComparison({ name = '', args }: Command): boolean {
  const options = args.map(({ pattern }) => pattern);
  if (/^(?:sha(?:224|256|384|512)|b2)sum$/u.test(name)) {
    return options.some(
      (option) => option === '--check' || (/^-[a-z]*$/u.test(option) && option.includes('c')),
    );
  }
  if (/^gpgv?2?$/u.test(name)) return name.startsWith('gpgv') || options.includes('--verify');
  return name === 'cosign' && /^verify/u.test(options[0] ?? '');
}

type Message = 'input' | 'file';

function report({ command, download, by, file }: RunDownload): Violation<Message> {
  const data = {
    program: file ?? by.program.raw,
    host: download.host === '' ? 'the network' : download.host,
  };
  const related = [{ ...by.source, message: 'it is run here' }];
  return { at: command.source, message: file === undefined ? 'input' : 'file', data, related };
}

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
