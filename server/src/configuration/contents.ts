/** What one configuration file says, as data with places. */
import type { Location, TextRange } from '../base/text.ts';
import type { ListedException, Profile } from '../model/configuration.ts';
import type { ExceptionPolicy } from '../model/exception.ts';
import type { OptionValue, Rule, Severity } from '../model/rule.ts';
import type { Datum, DatumEntry, MappingDatum } from './decode.ts';

/** Something that is said, and where. */
export interface Said<T> {
  readonly value: T;
  readonly at: Location;
}

/** The same of what an editor or a command line may say as well, where there is no place. */
export interface Voiced<T> {
  readonly value: T;
  readonly at?: Location;
}

/** What is said of a rule, or of all rules that a pattern matches. */
export interface RuleLine {
  /** The name of a rule, or a pattern of names. */
  readonly name: string;
  readonly severity?: Voiced<Severity | 'off'>;
  readonly options: ReadonlyMap<string, Voiced<OptionValue>>;
}

/** What is said of the profile and of rules, by a file or by one of its overrides. */
export interface Statement {
  readonly profile?: Voiced<Profile>;
  readonly rules: readonly RuleLine[];
}

/** What is said for some paths. */
export interface ForPaths<T> {
  readonly paths: readonly string[];
  readonly value: T;
}

/** What of the exception policy is said. */
export type SaidPolicy = {
  readonly [Name in keyof ExceptionPolicy]?: Said<NonNullable<ExceptionPolicy[Name]>>;
};

/** What a file adds to what is for development. */
export interface SaidDevelopment {
  readonly grade?: Said<'lower' | 'keep' | Severity>;
  readonly paths: readonly Said<string>[];
  readonly targets: readonly Said<string>[];
  readonly profiles: readonly Said<string>[];
  readonly labels: readonly Said<string>[];
}

/** All that a file says. */
export interface Contents {
  readonly uri: string;
  readonly isRoot: boolean;
  readonly statement: Statement;
  readonly overrides: readonly ForPaths<Statement>[];
  /** Absent where the file does not speak of registries at all. */
  readonly trustedRegistries?: readonly Said<string>[];
  readonly credentialNames: readonly Said<string>[];
  readonly sensitivePaths: readonly Said<string>[];
  readonly exclude: readonly Said<string>[];
  readonly policy: SaidPolicy;
  readonly except: readonly ForPaths<ListedException>[];
  readonly development: SaidDevelopment;
  readonly baseline?: Said<string | false>;
}

/** Makes contents of data in which no error was found. */
export function contentsOf(uri: string, data: MappingDatum | undefined, rules: readonly Rule[]): Contents {
  const reader = new Reader(uri, rules);
  const registries = reader.find(data, 'trusted-registries');
  const baseline = reader.said(data, 'baseline');
  return {
    uri,
    isRoot: reader.said(data, 'root')?.value.toLowerCase() === 'true',
    statement: reader.statement(data),
    overrides: reader.items(data, 'overrides').map((each) => reader.forPaths(each, reader.statement(each))),
    ...(registries ? { trustedRegistries: reader.texts(data, 'trusted-registries') } : {}),
    credentialNames: reader.texts(data, 'credential-names'),
    sensitivePaths: reader.texts(data, 'sensitive-paths'),
    exclude: reader.texts(data, 'exclude'),
    policy: reader.policy(reader.find(data, 'exceptions')),
    except: reader.items(data, 'except').map((each) => reader.forPaths(each, reader.listed(each))),
    development: reader.development(reader.find(data, 'development')),
    ...(baseline
      ? { baseline: { ...baseline, value: isFalse(baseline.value) ? false : baseline.value } }
      : {}),
  };
}

const SEVERITIES = ['off', 'hint', 'info', 'warning', 'error'] as const;
const GRADES = ['lower', 'keep', 'hint', 'info', 'warning', 'error'] as const;
const PROFILES = ['recommended', 'strict', 'development'] as const;

/** Asks data for what is there; what is not, or is something else, is absent. */
class Reader {
  readonly #uri: string;
  readonly #rules: ReadonlyMap<string, Rule>;

  constructor(uri: string, rules: readonly Rule[]) {
    this.#uri = uri;
    this.#rules = new Map(rules.map((rule) => [rule.id, rule]));
  }

  find(data: Datum | undefined, name: string): Datum | undefined {
    return data?.is === 'mapping' ? data.entries.find((entry) => entry.name === name)?.value : undefined;
  }

  said(data: Datum | undefined, name: string): Said<string> | undefined {
    const found = this.find(data, name);
    return found?.is === 'scalar' ? { value: found.text, at: this.#at(found.range) } : undefined;
  }

  texts(data: Datum | undefined, name: string): readonly Said<string>[] {
    return this.items(data, name).flatMap((item) =>
      item.is === 'scalar' ? [{ value: item.text, at: this.#at(item.range) }] : [],
    );
  }

  items(data: Datum | undefined, name: string): readonly Datum[] {
    const found = this.find(data, name);
    return found?.is === 'list' ? found.items : [];
  }

  forPaths<T>(data: Datum, value: T): ForPaths<T> {
    return { paths: this.texts(data, 'paths').map((path) => path.value), value };
  }

  statement(data: Datum | undefined): Statement {
    const profile = this.#word(data, 'profile', PROFILES);
    const rules = this.find(data, 'rules');
    const lines = rules?.is === 'mapping' ? rules.entries.map((entry) => this.#ruleLine(entry)) : [];
    return { ...(profile ? { profile } : {}), rules: lines };
  }

  #ruleLine({ name, value }: DatumEntry): RuleLine {
    const severity =
      value.is === 'scalar' ? this.#oneOf(value, SEVERITIES) : this.#word(value, 'severity', SEVERITIES);
    const options = new Map<string, Said<OptionValue>>();
    for (const [option, { type }] of Object.entries(this.#rules.get(name)?.meta.options ?? {})) {
      const found = this.find(value, option);
      if (found) options.set(option, { value: optionValue(found, type), at: this.#at(found.range) });
    }
    return { name, ...(severity ? { severity } : {}), options };
  }

  policy(data: Datum | undefined): SaidPolicy {
    const comments = this.#word(data, 'comments', ['allowed', 'forbidden'] as const);
    const reason = this.#word(data, 'reason', ['required', 'optional'] as const);
    const longest = this.said(data, 'longest');
    const foreign = this.#word(data, 'foreign', ['honoured', 'ignored'] as const);
    return {
      ...(comments ? { comments } : {}),
      ...(reason ? { reason } : {}),
      ...(longest ? { longest: { ...longest, value: Number(longest.value) } } : {}),
      ...(foreign ? { foreign } : {}),
    };
  }

  listed(data: Datum): ListedException {
    const until = this.said(data, 'until');
    const reason = this.said(data, 'reason');
    return {
      at: this.#at(data.range),
      rules: this.texts(data, 'rules').map(({ value, at }) => ({ name: value, at })),
      ...(this.find(data, 'parts') ? { parts: this.texts(data, 'parts').map(({ value }) => value) } : {}),
      ...(until ? { until: { text: until.value, at: until.at } } : {}),
      ...(reason ? { reason: { text: reason.value, at: reason.at } } : {}),
    };
  }

  development(data: Datum | undefined): SaidDevelopment {
    const grade = this.#word(data, 'grade', GRADES);
    return {
      ...(grade ? { grade } : {}),
      paths: this.texts(data, 'paths'),
      targets: this.texts(data, 'targets'),
      profiles: this.texts(data, 'profiles'),
      labels: this.texts(data, 'labels'),
    };
  }

  #word<Word extends string>(
    data: Datum | undefined,
    name: string,
    words: readonly Word[],
  ): Said<Word> | undefined {
    return this.#oneOf(this.find(data, name), words);
  }

  #oneOf<Word extends string>(found: Datum | undefined, words: readonly Word[]): Said<Word> | undefined {
    if (found?.is !== 'scalar') return undefined;
    const value = words.find((word) => word === found.text);
    return value === undefined ? undefined : { value, at: this.#at(found.range) };
  }

  #at(range: TextRange): Location {
    return { uri: this.#uri, range };
  }
}

function optionValue(data: Datum, type: 'boolean' | 'number' | 'string' | 'strings'): OptionValue {
  if (data.is === 'list') return data.items.flatMap((item) => (item.is === 'scalar' ? [item.text] : []));
  const text = data.is === 'scalar' ? data.text : '';
  if (type === 'boolean') return text.toLowerCase() === 'true';
  return type === 'number' ? Number(text) : text;
}

function isFalse(text: string): boolean {
  return text.toLowerCase() === 'false';
}
