/** How programs are told not to check certificates: by options, by settings they are given, by variables. */
import type { Command, Word } from '../model/command.ts';
import type { Source } from '../model/setting.ts';
import { type Option, optionsOf } from './command-options.ts';
import { hostKindOf } from './hosts.ts';

/** One place that switches the check off. */
export interface Unchecked {
  /** What to underline: the option with its value. */
  readonly source: Source;
  /** How to call it in a message. */
  readonly label: string;
  /** What ends it: words to take out, or a word to write differently; absent when neither can be told. */
  readonly remedy?:
    | { readonly kind: 'remove'; readonly words: readonly Word[] }
    | { readonly kind: 'replace'; readonly word: Word; readonly text: string };
}

/** Options that switch the check off; with `value` only when their value matches it. */
interface Switch {
  readonly programs: RegExp;
  readonly option: RegExp;
  readonly value?: RegExp;
}

const OFF = /^(?:false|0|no|off)$/i;
const ON_OR_NOTHING = /^(?:true|1|yes|on)?$/i;

const SWITCHES: readonly Switch[] = [
  { programs: /^curl$/u, option: /^(?:-k|--insecure|--proxy-insecure|--doh-insecure)$/u },
  { programs: /^wget2?$/u, option: /^--no-check-c[a-z]*$/u },
  { programs: /^wget2?$/u, option: /^--check-certificate$/u, value: /^(?:off|no|quiet)$/i },
  { programs: /^aria2c$/u, option: /^--check-certificate$/u, value: OFF },
  { programs: /^(?:https?|xh)$/u, option: /^--verify$/u, value: OFF },
  {
    programs: /^git$/u,
    option: /^(?:-c|--config)$/u,
    value: /^http\.(?:.*\.)?sslverify=(?:false|0|no|off)$/i,
  },
  { programs: /^(?:pip[\d.]*|python[\d.]*)$/u, option: /^--trusted-host$/u, value: /./u },
  { programs: /^uvx?$/u, option: /^--allow-insecure-host$/u, value: /./u },
  { programs: /^(?:npm|npx|pnpm|yarn)$/u, option: /^--no-strict-ssl$/u },
  { programs: /^(?:npm|npx|pnpm|yarn)$/u, option: /^--strict-ssl$/u, value: OFF },
  {
    programs: /^(?:apt|apt-get|aptitude)$/u,
    option: /^(?:-o|--option)$/u,
    value: /::Verify-(?:Peer|Host)\s*=\s*"?(?:false|0|no|off)"?$/i,
  },
  {
    programs: /^(?:yum|t?dnf5?|microdnf)$/u,
    option: /^--setopt$/u,
    value: /^(?:.*\.)?sslverify\s*=\s*(?:false|0|no|off)$/i,
  },
  { programs: /^(?:kubectl|helm|oc)$/u, option: /^--insecure-skip-tls-verify$/u, value: ON_OR_NOTHING },
  {
    programs: /^(?:podman|buildah|skopeo)$/u,
    option: /^--(?:src-|dest-)?tls-verify$/u,
    value: OFF,
  },
  { programs: /^aws$/u, option: /^--no-verify-ssl$/u },
  { programs: /^hg$/u, option: /^--insecure$/u },
  { programs: /^svn$/u, option: /^--trust-server-cert(?:-failures)?$/u },
  { programs: /^apk$/u, option: /^--no-check-certificate$/u },
  {
    programs: /^mvn[wd]?$/u,
    option: /^-D$/u,
    value: /^maven\.wagon\.http\.ssl\.(?:insecure|allowall)=true$/u,
  },
];

/** Settings that a program is told to keep: `git config http.sslVerify false`. */
interface Keeping {
  readonly programs: RegExp;
  readonly key: RegExp;
  readonly off: RegExp;
  /** The value that switches the check on again; absent where none does. */
  readonly on?: string;
}

const KEEPINGS: readonly Keeping[] = [
  { programs: /^git$/u, key: /^http\.(?:.*\.)?sslverify$/i, off: OFF, on: 'true' },
  { programs: /^(?:npm|pnpm|yarn)$/u, key: /^(?:strict-ssl|enableStrictSsl)$/u, off: OFF, on: 'true' },
  { programs: /^(?:conda|mamba|micromamba)$/u, key: /^ssl_verify$/u, off: OFF, on: 'true' },
  { programs: /^bundler?$/u, key: /^ssl_verify_mode$/u, off: /^0$/u, on: '1' },
  { programs: /^composer$/u, key: /^disable-tls$/u, off: /^(?:true|1)$/i, on: 'false' },
  {
    programs: /^gcloud$/u,
    key: /^auth\/disable_ssl_validation$/u,
    off: /^(?:true|1|yes|on)$/i,
    on: 'false',
  },
  { programs: /^poetry$/u, key: /^certificates\..+\.cert$/u, off: /^false$/i },
  { programs: /^pip[\d.]*$/u, key: /^[\w-]+\.trusted-host$/u, off: /./u },
];

/** The cmdlets of PowerShell that fetch, and their short names. */
const CMDLETS = /^(?:invoke-(?:webrequest|restmethod)|iwr|irm)$/i;

/** All places where a command switches the check off. */
export function uncheckedBy(command: Command): readonly Unchecked[] {
  const { name = '' } = command;
  if (CMDLETS.test(name)) return uncheckedByCmdlet(command);
  const switches = SWITCHES.filter(({ programs }) => programs.test(name));
  const keepings = KEEPINGS.filter(({ programs }) => programs.test(name));
  if (switches.length === 0 && keepings.length === 0) return [];
  // `python -m pip` reads its options as pip does.
  const { options, operands } = optionsOf(
    /^python/u.test(name) ? { name: 'pip', args: command.args } : command,
  );
  const found = options
    .map((option) => withSwitchValue(option, operands))
    .filter((option) => switches.some((one) => isSwitchedOff(one, option)))
    .map((option) => ({
      source: spanOf(option.word, option.valueWord),
      label: labelOf(option),
      remedy: withoutOption(option),
    }));
  return [...found, ...keepings.flatMap((keeping) => keptOff(keeping, operands))];
}

function uncheckedByCmdlet({ args }: Command): readonly Unchecked[] {
  return args
    .filter(({ raw }) => /^-SkipCertificateCheck(?::\$true)?$/i.test(raw))
    .map((word) => ({ source: word.source, label: word.raw, remedy: { kind: 'remove', words: [word] } }));
}

/** `npm --strict-ssl false`: what looks like an operand may be the value of a switch. */
function withSwitchValue(option: Option, operands: readonly Word[]): Option {
  if (option.name !== '--strict-ssl' || option.value !== undefined) return option;
  const { start } = option.word.source.range;
  const next = operands.find((word) => word.source.range.start > start);
  return next && OFF.test(next.pattern) ? { ...option, value: next.pattern, valueWord: next } : option;
}

/** From the first word to the end of the last. */
function spanOf({ source }: Word, last: Word | undefined): Source {
  const end = last?.source.range.end ?? source.range.end;
  return { ...source, range: { start: source.range.start, end: Math.max(end, source.range.end) } };
}

const UNCERTAIN = /\uFFFC/gu;

/** As it is written, but without the letters that only share its word. */
function labelOf({ name, value, valueWord, word }: Option): string {
  if (value === undefined) return name;
  if (valueWord) return `${name} ${value.replace(UNCERTAIN, '…')}`;
  const sign = name.startsWith('--') || word.pattern.startsWith(`${name}=`) ? '=' : '';
  return `${name}${sign}${value.replace(UNCERTAIN, '…')}`;
}

function isSwitchedOff({ option, value }: Switch, given: Option): boolean {
  if (!option.test(given.name)) return false;
  if (!value) return given.value === undefined || !OFF.test(given.value);
  const text = given.value ?? '';
  if (!value.test(text)) return false;
  return !/host$/u.test(given.name) || hostKindOf(text) !== 'self';
}

function withoutOption({ word, rest, valueWord }: Option): NonNullable<Unchecked['remedy']> {
  if (rest !== undefined) return { kind: 'replace', word, text: rest };
  return { kind: 'remove', words: valueWord ? [word, valueWord] : [word] };
}

function keptOff({ key, off, on }: Keeping, operands: readonly Word[]): Unchecked[] {
  return operands.flatMap((word, index): Unchecked[] => {
    const { pattern } = word;
    const sign = pattern.indexOf('=');
    if (sign > 0 && key.test(pattern.slice(0, sign)) && off.test(pattern.slice(sign + 1))) {
      return [
        { source: word.source, label: pattern, ...remedyOf(word, on && `${pattern.slice(0, sign)}=${on}`) },
      ];
    }
    const value = operands[index + 1];
    if (!key.test(pattern) || !value || !off.test(value.pattern)) return [];
    const label = `${pattern} ${value.pattern}`.replace(UNCERTAIN, '…');
    return [{ source: spanOf(word, value), label, ...remedyOf(value, on) }];
  });
}

function remedyOf(word: Word, text: string | undefined): Pick<Unchecked, 'remedy'> {
  return text === undefined ? {} : { remedy: { kind: 'replace', word, text } };
}

const VARIABLES: readonly { readonly name: RegExp; readonly off: RegExp }[] = [
  // git only asks whether the variable is there.
  { name: /^GIT_SSL_NO_VERIFY$/u, off: /^/u },
  { name: /^NODE_TLS_REJECT_UNAUTHORIZED$/u, off: /^0$/u },
  { name: /^PYTHONHTTPSVERIFY$/u, off: /^0$/u },
  { name: /^(?:npm_config_strict_ssl|YARN_(?:ENABLE_)?STRICT_SSL)$/i, off: OFF },
  { name: /^CONDA_SSL_VERIFY$/u, off: OFF },
  { name: /^BUNDLE_SSL_VERIFY_MODE$/u, off: /^0$/u },
  { name: /^PERL_LWP_SSL_VERIFY_HOSTNAME$/u, off: /^0$/u },
  {
    name: /^(?:MAVEN_OPTS|MAVEN_ARGS|JAVA_TOOL_OPTIONS)$/u,
    off: /-Dmaven\.wagon\.http\.ssl\.insecure=true/u,
  },
];

/** Variables that list the hosts whose certificates are not checked. */
const HOST_LISTS = /^(?:PIP_TRUSTED_HOST|UV_INSECURE_HOST|GOINSECURE)$/u;

/** Whether a variable of this name and value makes programs accept any certificate. */
export function isUncheckedBy(name: string, value: string): boolean {
  const text = value.trim();
  if (HOST_LISTS.test(name)) {
    return text
      .split(/[\s,]+/u)
      .some((host) => host !== '' && !/^(?:none|off)$/i.test(host) && hostKindOf(host) !== 'self');
  }
  return VARIABLES.some((one) => one.name.test(name) && one.off.test(text));
}

/** The addresses that a command speaks to, as far as its words are addresses. */
export function addressesOf(command: Command): readonly string[] {
  const { options, operands } = optionsOf(command);
  const named = options.filter(({ name }) => name === '--url').flatMap(({ value }) => value ?? []);
  const plain = operands.map(({ pattern }) => pattern);
  return /^(?:curl|wget)$/u.test(command.name ?? '')
    ? [...named, ...plain]
    : plain.filter((text) => /:\/\//u.test(text));
}
