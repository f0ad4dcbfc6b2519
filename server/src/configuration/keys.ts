/** The keys of a configuration: checks, schema, completion and hover are made from this one table. */
import type { Profile } from '../model/configuration.ts';
import type { Rule, RuleOption, Severity } from '../model/rule.ts';

/** One key of a mapping. */
export interface Key {
  readonly name: string;
  /** One sentence that says what it does, for hover and schema. */
  readonly says: string;
  readonly shape: Shape;
  /** What may stand behind the colon, in YAML. */
  readonly example: string;
  /** What holds where nobody says it, in words; absent where nothing does. */
  readonly default?: string;
  readonly isRequired?: boolean;
}

/** What may stand behind a key. */
export type Shape =
  | { readonly is: 'flag' }
  | { readonly is: 'days' }
  | { readonly is: 'number' }
  | WordShape
  | TextShape
  | ListShape
  | MappingShape
  /** A mapping of rules, or patterns of their names, to severities or mappings. */
  | { readonly is: 'rules' };

/** One of a few words; `says` tells what each means, one sentence each. */
export interface WordShape {
  readonly is: 'word';
  readonly says: Readonly<Record<string, string>>;
}

export interface TextShape {
  readonly is: 'text';
  readonly of:
    'path pattern' | 'registry' | 'credential name' | 'path' | 'rule' | 'name' | 'date' | 'reason' | 'text';
  /** Whether `false` may stand here instead. */
  readonly orFalse?: boolean;
}

export interface ListShape {
  readonly is: 'list';
  readonly of: Shape;
  /** Whether an element may stand alone, without a list around it. */
  readonly orOne?: boolean;
  /** Whether it must have elements. */
  readonly isFilled?: boolean;
}

export interface MappingShape {
  readonly is: 'mapping';
  readonly keys: readonly Key[];
}

export const SEVERITY_WORDS: Readonly<Record<Severity | 'off', string>> = {
  off: 'The rule says nothing.',
  hint: 'A hint: shown in the editor only, and fails nothing.',
  info: 'An information: listed, and fails nothing by default.',
  warning: 'A warning.',
  error: 'An error.',
};

export const PROFILE_WORDS: Readonly<Record<Profile, string>> = {
  recommended: 'What holds for everybody.',
  strict: 'Rules speak even where they are in doubt, and nothing is graded down.',
  development: 'For machines of developers: what matters only where others can reach it weighs less.',
};

const SEVERITY: WordShape = { is: 'word', says: SEVERITY_WORDS };
const PROFILE: Key = {
  name: 'profile',
  says: 'Sets what is asked for as a whole.',
  shape: { is: 'word', says: PROFILE_WORDS },
  example: 'strict',
  default: 'recommended',
};
const RULES: Key = {
  name: 'rules',
  says: 'Sets the severity and the options of rules; `*` in a name stands for any letters, and an exact name beats a pattern.',
  shape: { is: 'rules' },
  example: '{ no-open-port: off, no-sudo: error }',
  default: "each rule's own severity",
};

/** A list of texts of one kind. */
function texts(of: TextShape['of']): ListShape {
  return { is: 'list', of: { is: 'text', of } };
}

const PATHS: Key = {
  name: 'paths',
  says: 'Names the files that this is for, by patterns as in `.gitignore`, from the folder of this file.',
  shape: { ...texts('path pattern'), isFilled: true },
  example: '[dev/, "*.test.yaml"]',
};

const OVERRIDE: MappingShape = { is: 'mapping', keys: [{ ...PATHS, isRequired: true }, PROFILE, RULES] };

const POLICY: MappingShape = {
  is: 'mapping',
  keys: [
    {
      name: 'comments',
      says: 'Sets whether comments in the files may except findings.',
      shape: {
        is: 'word',
        says: {
          allowed: 'Comments may except findings.',
          forbidden: 'Comments except nothing, and each that tries to is an error.',
        },
      },
      example: 'forbidden',
      default: 'allowed',
    },
    {
      name: 'reason',
      says: 'Sets whether an exception must give a reason.',
      shape: {
        is: 'word',
        says: {
          required: 'An exception without a reason is a finding.',
          optional: 'An exception may do without a reason.',
        },
      },
      example: 'optional',
      default: 'required',
    },
    {
      name: 'longest',
      says: 'Sets the most days from today that an exception may hold; then an exception needs an end.',
      shape: { is: 'days' },
      example: '180',
      default: 'no limit',
    },
    {
      name: 'foreign',
      says: 'Sets whether comments for other tools except the findings of rules that mean the same.',
      shape: {
        is: 'word',
        says: {
          honoured: 'Comments for other tools count.',
          ignored: 'Comments for other tools say nothing here.',
        },
      },
      example: 'ignored',
      default: 'honoured',
    },
  ],
};

const EXCEPT: MappingShape = {
  is: 'mapping',
  keys: [
    {
      name: 'rules',
      says: 'Names the rule whose findings are allowed, or several of them.',
      shape: { is: 'list', of: { is: 'text', of: 'rule' }, orOne: true, isFilled: true },
      example: '[no-privileged]',
      isRequired: true,
    },
    { ...PATHS, default: 'every file in the folder of this file and below' },
    {
      name: 'parts',
      says: 'Names the services or stages that this is for.',
      shape: { ...texts('name'), isFilled: true },
      example: '[vpn]',
      default: 'all of the file',
    },
    {
      name: 'until',
      says: 'Sets the last day on which the exception holds.',
      shape: { is: 'text', of: 'date' },
      example: '2027-03-31',
      default: 'no end',
    },
    {
      name: 'reason',
      says: 'Says why the findings are allowed.',
      shape: { is: 'text', of: 'reason' },
      example: 'the tunnel needs the network stack of the host',
    },
  ],
};

const DEVELOPMENT: MappingShape = {
  is: 'mapping',
  keys: [
    {
      name: 'grade',
      says: 'Sets how findings in what is for development are graded; none is dropped.',
      shape: {
        is: 'word',
        says: {
          lower: 'One step down.',
          keep: 'Not at all.',
          hint: 'No more than a hint.',
          info: 'No more than an information.',
          warning: 'No more than a warning.',
          error: 'No more than an error, which is not at all.',
        },
      },
      example: 'keep',
      default: 'lower; keep in the strict profile',
    },
    {
      name: 'paths',
      says: 'Adds files that are for development, by patterns as in `.gitignore`, from the folder of this file.',
      shape: texts('path pattern'),
      example: '[compose.override.yaml]',
      default: 'the usual names, such as *.dev.yaml and Dockerfile.dev',
    },
    {
      name: 'targets',
      says: 'Adds names of stages and build targets that are for development; `*` stands for any letters.',
      shape: texts('name'),
      example: '[workbench]',
      default: 'the usual names, such as dev, debug and local',
    },
    {
      name: 'profiles',
      says: 'Adds Compose profiles that are for development; `*` stands for any letters.',
      shape: texts('name'),
      example: '[tools]',
      default: 'dev, develop, development, debug, local',
    },
    {
      name: 'labels',
      says: 'Adds labels of services that are for development, as a name or as name=value.',
      shape: texts('name'),
      example: '[com.example.stage=dev]',
    },
  ],
};

/** All that a configuration file may say. */
export const CONFIGURATION: MappingShape = {
  is: 'mapping',
  keys: [
    {
      name: 'root',
      says: 'Ends the search: configuration files in folders above this one do not count.',
      shape: { is: 'flag' },
      example: 'true',
      default: 'false',
    },
    PROFILE,
    RULES,
    {
      name: 'overrides',
      says: 'Sets the profile and the rules of some files; of several that match a file the later one wins.',
      shape: { is: 'list', of: OVERRIDE },
      example: '[{ paths: [dev/], profile: development }]',
    },
    {
      name: 'trusted-registries',
      says: 'Lists the registries that images may come from.',
      shape: texts('registry'),
      example: '[registry.example.com, docker.io/library]',
      default: 'nothing is said of registries',
    },
    {
      name: 'credential-names',
      says: 'Adds names of variables that hold credentials; `*` stands for any letters.',
      shape: texts('credential name'),
      example: '[ACME_PIN, "*_PASSCODE"]',
      default: 'the usual names',
    },
    {
      name: 'sensitive-paths',
      says: 'Adds paths of the host that no container should see.',
      shape: texts('path'),
      example: '[/srv/vault]',
      default: 'the usual paths',
    },
    {
      name: 'exclude',
      says: 'Leaves files out, by patterns as in `.gitignore`, from the folder of this file.',
      shape: texts('path pattern'),
      example: '[vendor/]',
    },
    {
      name: 'exceptions',
      says: 'Sets what is asked of exceptions; in folders further down it can only be tightened.',
      shape: POLICY,
      example: '{ reason: required, longest: 180 }',
    },
    {
      name: 'except',
      says: 'Lists findings that are allowed, where a comment cannot or should not say it.',
      shape: { is: 'list', of: EXCEPT },
      example: '[{ rules: no-privileged, paths: [legacy/compose.yaml], reason: … }]',
    },
    {
      name: 'development',
      says: 'Tells what is for development, and how findings in it are graded; lists add to the usual names.',
      shape: DEVELOPMENT,
      example: '{ grade: lower, paths: [dev/] }',
    },
    {
      name: 'baseline',
      says: 'Names the file with the findings that are known and wait to be mended, from the folder of this file; false for none.',
      shape: { is: 'text', of: 'path', orFalse: true },
      example: '.bulkhead-baseline.json',
      default: 'the nearest .bulkhead-baseline.json in the folder or above',
    },
  ],
};

/** What may stand behind a rule in long form: its severity and its options. */
export function ruleShape(rule: Rule | undefined): MappingShape {
  const severity: Key = {
    name: 'severity',
    says: 'Sets what a finding of this rule weighs.',
    shape: SEVERITY,
    example: 'error',
    default: rule?.meta.severity ?? "the rule's own severity",
  };
  const options = Object.entries(rule?.meta.options ?? {}).map(([name, option]) => optionKey(name, option));
  return { is: 'mapping', keys: [severity, ...options] };
}

/** What may stand behind a rule in short form. */
export const RULE_SEVERITY = SEVERITY;

function optionKey(name: string, option: RuleOption): Key {
  return { name, says: `${option.summary}.`, shape: optionShape(option), example: optionExample(option) };
}

function optionShape({ type, words }: RuleOption): Shape {
  if (type === 'boolean') return { is: 'flag' };
  if (type === 'number') return { is: 'number' };
  const one: Shape = words
    ? { is: 'word', says: Object.fromEntries(words.map((word) => [word, ''])) }
    : { is: 'text', of: 'text' };
  return type === 'string' ? one : { is: 'list', of: one };
}

function optionExample({ type, words = ['…'] }: RuleOption): string {
  if (type === 'boolean') return 'true';
  if (type === 'number') return '10';
  return type === 'string' ? (words[0] ?? '…') : `[${words.join(', ')}]`;
}
