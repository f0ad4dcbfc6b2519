/** How programs are told not to check certificates: by options, by settings they are given, by variables. */
import type { Command, Word } from '../model/command.ts';
import { type Option, optionsOf } from './command-options.ts';
import { hostKindOf } from './hosts.ts';

/** One place that switches the check off. */
export interface Unchecked {
  /** What to underline. */
  readonly word: Word;
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

const OFF = /^(?:false|0|no|off)$/iu;
const ON_OR_NOTHING = /^(?:true|1|yes|on)?$/iu;

const SWITCHES: readonly Switch[] = [
  { programs: /^curl$/u, option: /^(?:-k|--insecure|--proxy-insecure|--doh-insecure)$/u },
  { programs: /^wget2?$/u, option: /^--no-check-certificate$/u },
  { programs: /^wget2?$/u, option: /^--check-certificate$/u, value: /^(?:off|no|quiet)$/iu },
  { programs: /^aria2c$/u, option: /^--check-certificate$/u, value: OFF },
  { programs: /^(?:https?|xh)$/u, option: /^--verify$/u, value: OFF },
  {
    programs: /^git$/u,
    option: /^(?:-c|--config)$/u,
    value: /^http\.(?:.*\.)?sslverify=(?:false|0|no|off)$/iu,
  },
  { programs: /^(?:pip[\d.]*|python[\d.]*)$/u, option: /^--trusted-host$/u, value: /./u },
  { programs: /^uvx?$/u, option: /^--allow-insecure-host$/u, value: /./u },
  { programs: /^(?:npm|npx|pnpm|yarn)$/u, option: /^--no-strict-ssl$/u },
  { programs: /^(?:npm|npx|pnpm|yarn)$/u, option: /^--strict-ssl$/u, value: OFF },
  {
    programs: /^(?:apt|apt-get|aptitude)$/u,
    option: /^(?:-o|--option)$/u,
    value: /::Verify-(?:Peer|Host)\s*=\s*"?(?:false|0|no|off)"?$/iu,
  },
  {
    programs: /^(?:yum|t?dnf5?|microdnf)$/u,
    option: /^--setopt$/u,
    value: /^(?:.*\.)?sslverify\s*=\s*(?:false|0|no|off)$/iu,
  },
  { programs: /^(?:kubectl|helm|oc)$/u, option: /^--insecure-skip-tls-verify$/u, value: ON_OR_NOTHING },
  {
    programs: /^(?:podman|buildah|skopeo)$/u,
    option: /^--(?:src-|dest-)?tls-verify$/u,
    value: OFF,
  },
  { programs: /^aws$/u, option: /^--no-verify-ssl$/u },
  { programs: /^hg$/u, option: /^--insecure$/u },
  { programs: /^svn$/u, option: /^--trust-server-cert$/u },
];

/** Settings that a program is told to keep: `git config http.sslVerify false`. */
interface Keeping {
  readonly programs: RegExp;
  readonly key: RegExp;
  readonly off: RegExp;
  /** The value that switches the check on again. */
  readonly on: string;
}

const KEEPINGS: readonly Keeping[] = [
  { programs: /^git$/u, key: /^http\.(?:.*\.)?sslverify$/iu, off: OFF, on: 'true' },
  { programs: /^(?:npm|pnpm|yarn)$/u, key: /^(?:strict-ssl|enableStrictSsl)$/u, off: OFF, on: 'true' },
  { programs: /^(?:conda|mamba|micromamba)$/u, key: /^ssl_verify$/u, off: OFF, on: 'true' },
  { programs: /^bundler?$/u, key: /^ssl_verify_mode$/u, off: /^0$/u, on: '1' },
  { programs: /^composer$/u, key: /^disable-tls$/u, off: /^(?:true|1)$/iu, on: 'false' },
];

/** All places where a command switches the check off. */
export function uncheckedBy(command: Command): readonly Unchecked[] {
  const { name = '' } = command;
  const switches = SWITCHES.filter(({ programs }) => programs.test(name));
  const keepings = KEEPINGS.filter(({ programs }) => programs.test(name));
  if (switches.length === 0 && keepings.length === 0) return [];
  // `python -m pip` reads its options as pip does.
  const { options, operands } = optionsOf(
    /^python/u.test(name) ? { name: 'pip', args: command.args } : command,
  );
  const found = options
    .filter((option) => switches.some((one) => isSwitchedOff(one, option)))
    .map((option) => ({ word: option.word, label: option.name, remedy: withoutOption(option) }));
  return [...found, ...keepings.flatMap((keeping) => keptOff(keeping, operands))];
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
      const text = `${pattern.slice(0, sign)}=${on}`;
      return [{ word, label: pattern, remedy: { kind: 'replace', word, text } }];
    }
    const value = operands[index + 1];
    if (!key.test(pattern) || !value || !off.test(value.pattern)) return [];
    return [
      {
        word: value,
        label: `${pattern} ${value.pattern}`,
        remedy: { kind: 'replace', word: value, text: on },
      },
    ];
  });
}

const VARIABLES: readonly { readonly name: RegExp; readonly off: RegExp }[] = [
  { name: /^GIT_SSL_NO_VERIFY$/u, off: /^(?!(?:false|0|no|off)$)./iu },
  { name: /^NODE_TLS_REJECT_UNAUTHORIZED$/u, off: /^0$/u },
  { name: /^PYTHONHTTPSVERIFY$/u, off: /^0$/u },
  { name: /^(?:npm_config_strict_ssl|YARN_(?:ENABLE_)?STRICT_SSL)$/iu, off: OFF },
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
      .some((host) => host !== '' && !/^(?:none|off)$/iu.test(host) && hostKindOf(host) !== 'self');
  }
  return VARIABLES.some((one) => one.name.test(name) && one.off.test(text));
}

/** The addresses that a command speaks to, as far as its words are addresses. */
export function addressesOf(command: Command): readonly string[] {
  const { options, operands } = optionsOf(command);
  const named = options.filter(({ name }) => name === '--url').flatMap(({ value }) => value ?? []);
  const plain = operands.map(({ pattern }) => pattern);
  return command.name === 'curl' || command.name === 'wget'
    ? [...named, ...plain]
    : plain.filter((text) => /:\/\//u.test(text));
}
