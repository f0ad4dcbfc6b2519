/** Settings files with which programs are told not to check certificates, as far as a command writes them in plain sight. */
import type { Command, Word } from '../model/command.ts';
import type { Source } from '../model/setting.ts';

/** A setting in a file that many programs read at every start. */
interface FileSetting {
  /** Tried against the path as it is written. */
  readonly file: RegExp;
  /** The setting in the text; a line ends where the text does, at a line feed, or at `\n` that is still to be one. */
  readonly text: RegExp;
}

const FILE_SETTINGS: readonly FileSetting[] = [
  { file: /(?:^|[/.])wgetrc$/u, text: /\bcheck[-_]certificate\s*=\s*(?:off|no|0|quiet)\b/i },
  { file: /(?:^|\/)[._]?curlrc$/u, text: /(?:^|[\n ]|\\n)(?:-k|-{0,2}insecure)(?=$|[\n ]|\\n)/u },
  { file: /(?:^|[/.])(?:npmrc|yarnrc)$/u, text: /\bstrict-ssl[=\s]+"?false\b/u },
  { file: /\.yarnrc\.yml$/u, text: /\benableStrictSsl:\s*false\b/u },
  { file: /\/apt\.conf(?:$|\.d\/)/u, text: /\bVerify-(?:Peer|Host)["=\s]+(?:false|0|no)\b/i },
  { file: /(?:\/(?:yum|dnf)\.conf|\.repo)$/u, text: /\bsslverify\s*=\s*(?:0|false|no)\b/i },
  { file: /(?:\.|\/)git(?:config|\/config)$/u, text: /(?:\b|\\[nt])sslverify\s*=\s*(?:0|false|no|off)\b/i },
  { file: /(?:^|\/)pip\.conf$/u, text: /\btrusted-host\s*=\s*[^\s\\]/u },
  { file: /\.condarc$/u, text: /\bssl_verify:\s*(?:false|no|off)\b/i },
  { file: /(?:\.|\/)gemrc$/u, text: /:ssl_verify_mode:\s*0\b/u },
];

/** A setting that a command writes into such a file. */
export interface WrittenSetting {
  readonly file: string;
  readonly setting: string;
  /** What to underline: the word that says it, or the command that a heredoc belongs to. */
  readonly source: Source;
}

/** The setting that `echo … >> file`, `printf … | tee file` or `cat <<EOF > file` writes; undefined when there is none. */
export function settingWrittenBy(command: Command): WrittenSetting | undefined {
  const words = wordsWritten(command);
  if (words.length === 0) return undefined;
  for (const file of filesWritten(command)) {
    for (const { file: path, text } of FILE_SETTINGS) {
      if (!path.test(file)) continue;
      for (const word of words) {
        const setting = text.exec(word.pattern)?.[0];
        if (setting === undefined) continue;
        const { source } = command.args.includes(word) ? word : command;
        return { file, source, setting: setting.replace(/^(?:\\[nt]|\s)+/u, '') };
      }
    }
  }
  return undefined;
}

function wordsWritten({ name, args, redirects }: Command): readonly Word[] {
  if (name === 'echo' || name === 'printf') return args;
  if (name !== 'cat' && name !== 'tee') return [];
  return redirects.flatMap(({ operator, target }) => (operator.startsWith('<<') && target ? [target] : []));
}

function filesWritten({ name, args, redirects, pipedTo }: Command): readonly string[] {
  const targets = redirects.flatMap(({ operator, target }) =>
    /^1?>{1,2}\|?$/u.test(operator) && target ? [target] : [],
  );
  const tee = name === 'tee' ? args : pipedTo?.name === 'tee' ? pipedTo.args : [];
  return [...targets, ...tee].map(({ value, raw }) => value ?? raw.replace(/["']/gu, ''));
}
