/** Reads what a client says its settings are; what is of another kind is left out, and somebody hears of it. */
import type { Settings } from '../protocol.ts';

type Values = { -readonly [Name in keyof Settings]: Settings[Name] };

/** The settings as far as they are of the right kind; `complain` gets one sentence for each that is not. */
export function readSettings(value: unknown, complain: (message: string) => void): Settings {
  if (!isRecord(value)) return {};
  const values: Values = {};
  const given = Object.entries(value).filter(([, each]) => each !== undefined && each !== null);
  for (const [name, each] of given) {
    if (!isReader(name)) continue;
    const expected = READERS[name](each, values, complain);
    if (expected !== undefined) complain(`The setting bulkhead.${name} is ignored: it must be ${expected}.`);
  }
  return values;
}

/** Takes a value; gives what is expected instead when it is of another kind. */
type Reader = (value: unknown, into: Values, complain: (message: string) => void) => string | undefined;

const SEVERITIES = ['off', 'hint', 'info', 'warning', 'error'] as const;

const READERS: Readonly<Record<keyof Settings, Reader>> = {
  enable: (value, into) => {
    if (typeof value !== 'boolean') return 'true or false';
    into.enable = value;
    return undefined;
  },
  profile: oneOf(['recommended', 'strict', 'development'], (into, word) => (into.profile = word)),
  rules: (value, into, complain) => {
    if (!isRecord(value)) return 'an object of rules and severities';
    into.rules = rulesIn(value, complain);
    return undefined;
  },
  configuration: (value, into) => {
    if (typeof value !== 'string') return 'the path of a file';
    if (value.trim() !== '') into.configuration = value.trim();
    return undefined;
  },
  configurationPreference: oneOf(
    ['filesFirst', 'editorFirst', 'editorOnly'],
    (into, word) => (into.configurationPreference = word),
  ),
  check: oneOf(['onType', 'onSave'], (into, word) => (into.check = word)),
  workspace: oneOf(['off', 'onDemand', 'always'], (into, word) => (into.workspace = word)),
};

function oneOf<Word extends string>(
  words: readonly Word[],
  take: (into: Values, word: Word) => void,
): Reader {
  return (value, into) => {
    const word = words.find((each) => each === value);
    if (word === undefined) return `one of ${words.join(', ')}`;
    take(into, word);
    return undefined;
  };
}

/** Each rule counts by itself: a wrong one takes no other along. */
function rulesIn(
  value: Readonly<Record<string, unknown>>,
  complain: (message: string) => void,
): NonNullable<Settings['rules']> {
  const rules = new Map<string, (typeof SEVERITIES)[number]>();
  for (const [name, each] of Object.entries(value)) {
    const severity = SEVERITIES.find((known) => known === each);
    if (severity) rules.set(name, severity);
    else complain(`The setting bulkhead.rules: '${name}' is ignored: it must be ${SEVERITIES.join(', ')}.`);
  }
  return Object.fromEntries(rules);
}

function isReader(name: string): name is keyof Settings {
  return Object.hasOwn(READERS, name);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
