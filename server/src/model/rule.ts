/** What a rule is: a few facts about itself, its messages, and a pure check for each kind of subject. */
import type { Location } from '../base/text.ts';
import type { Change } from './change.ts';
import type { Source } from './setting.ts';
import type { SettingKey, SubjectKind, Subjects } from './subject.ts';

/** In LSP's four steps. */
export type Severity = 'error' | 'warning' | 'info' | 'hint';

/** `safe` changes nothing about what runs; `unsafe` may, and says what it may break. */
export type Applicability = 'safe' | 'unsafe';

/** An item of a published standard: `{ standard: 'CIS Docker Benchmark 1.6.0', id: '5.5' }`. */
export interface Reference {
  readonly standard: string;
  readonly id: string;
  readonly url?: string;
  /** Of a rule that rolls absences up: the `parts` of its violations that the item asks for; absent where it asks for whatever the rule does. */
  readonly parts?: readonly string[];
  /** Of a rule that looks at several settings: those that the item is about, as places name them (`ports`, `ENV`); absent where it is about all. */
  readonly settings?: readonly string[];
}

/** Facts about a rule; the registry, the pages and the command line are made from them. */
export interface RuleMeta {
  /** One sentence without a full stop that begins with Disallow, Require or Prefer; the first sentence of its page. */
  readonly summary: string;
  /** The cheat-sheet page that it belongs to, by its id: `privileges`, `images`, `secrets`, …. */
  readonly topic: string;
  /** The section of that page that speaks of what it finds, as the slug of its heading: `published-ports`. */
  readonly section: string;
  /** What to do about it, for a list of things to do: an imperative without a full stop that holds for any number of places. */
  readonly remedy: string;
  /** What a violation weighs when it does not say otherwise. */
  readonly severity: Severity;
  /** The profile from which on it is active. */
  readonly profile: 'recommended' | 'strict';
  /** Its options, by name; absent when it has none. */
  readonly options?: Readonly<Record<string, RuleOption>>;
  /** The safest fix that it ever offers. */
  readonly fix: 'none' | Applicability;
  /** The version of this product that first had it. */
  readonly since: string;
  /** The keys whose hover shows its page. */
  readonly keys: readonly SettingKey[];
  readonly references: readonly Reference[];
  /** The ids of other tools' rules that mean the same, as `tool:id`. */
  readonly aliases: readonly string[];
  /** Whether what it marks has no effect, so that an editor may fade it. */
  readonly unnecessary?: boolean;
  /** Whether what it marks gives a name a secret value: then reports, which are handed on, do not repeat the value. */
  readonly secret?: boolean;
}

/** A fix as a rule offers it. */
export interface Fix {
  /** An imperative without a full stop. */
  readonly title: string;
  readonly applicability: Applicability;
  readonly changes: readonly Change[];
  /** What may stop working: one sentence, required of every unsafe fix. */
  readonly breaks?: string;
  /** Whether a person must fill in what it writes: then only an editor offers it. */
  readonly asks?: boolean;
  /** Whether it mends only a part: then the finding stays, with fewer `parts`. */
  readonly partial?: boolean;
}

/** Another place that the finding rests on. */
export interface Related extends Location {
  readonly message: string;
  /** Whether it only says what is overruled: the finding does not rest on it. */
  readonly isOverruled?: boolean;
}

/** One thing that is wrong. */
export interface Violation<MessageId extends string> {
  readonly at: Source;
  readonly message: MessageId;
  /** Fills the `{{name}}` places of the message. */
  readonly data?: Readonly<Record<string, string | number>>;
  /** Where this one weighs more or less than the rule's own severity. */
  readonly severity?: Severity;
  readonly related?: readonly Related[];
  /** In the order of preference. */
  readonly fixes?: readonly Fix[];
  /** For a finding that rolls several absences up: the names of what is missing. */
  readonly parts?: readonly string[];
}

/** What a check may ask about its surroundings. Everything else is in the subject. */
export interface RuleContext {
  /** Whether the user asked for the strict profile: then a rule may speak where it is in doubt. */
  readonly strict: boolean;
  /** The registries that the user trusts: `registry.example.com`, `docker.io/library`. Absent where nobody said. */
  readonly trustedRegistries?: readonly string[];
  /** Names of variables that hold credentials, besides those that everybody knows; `*` stands for any letters. */
  readonly credentialNames: readonly string[];
  /** Paths of the host that no container should see, besides those that everybody knows. */
  readonly sensitivePaths: readonly string[];
  /** What the user set for an option of the rule itself; undefined where nothing is set. */
  option(name: string): OptionValue | undefined;
}

/** What an option of a rule can be. */
export type OptionValue = boolean | number | string | readonly string[];

/** An option of a rule, as the configuration takes it. */
export interface RuleOption {
  readonly type: 'boolean' | 'number' | 'string' | 'strings';
  /** One sentence that says what it does, without a full stop. */
  readonly summary: string;
  /** The only words that it takes, for a string or strings; absent when any will do. */
  readonly words?: readonly string[];
}

/** A check of one kind of subject: pure, synchronous, total. It yields what is wrong and returns early. */
export type Check<Kind extends SubjectKind, MessageId extends string> = (
  subject: Subjects[Kind],
  context: RuleContext,
) => Iterable<Violation<MessageId>>;

/** Something that is right: a hardening that a subject has, as a report lists it. */
export interface Strength<MessageId extends string> {
  readonly at: Source;
  /** One of the rule's messages: a short phrase without a full stop, such as "drops every capability". */
  readonly message: MessageId;
  /** Fills the `{{name}}` places of the message. */
  readonly data?: Readonly<Record<string, string | number>>;
}

/** Finds what is right with one kind of subject: pure, synchronous, total; silent where it is not certain. */
export type Praise<Kind extends SubjectKind, MessageId extends string> = (
  subject: Subjects[Kind],
) => Iterable<Strength<MessageId>>;

/** A rule. It sees subjects, never a notation. */
export interface Rule<MessageId extends string = string> {
  readonly id: string;
  readonly meta: RuleMeta;
  readonly messages: Readonly<Record<MessageId, string>>;
  readonly check: { readonly [Kind in SubjectKind]?: Check<Kind, NoInfer<MessageId>> };
  /** The other side of the rule: what is right. Absent where doing nothing is all that can be right. */
  readonly praise?: { readonly [Kind in SubjectKind]?: Praise<Kind, NoInfer<MessageId>> };
}

/** Gives a rule its types; the ids of messages are inferred from `messages`. */
export function defineRule<MessageId extends string>(rule: Rule<MessageId>): Rule {
  return rule;
}
