/** Finds what applies to each rule, of all that is said of it and of the patterns that it matches. */
import { matchesWildcard } from '../base/wildcard.ts';
import type { Configured, ConfiguredRule, Profile } from '../model/configuration.ts';
import type { OptionValue, Rule, Severity } from '../model/rule.ts';
import type { RuleLine, Statement } from './contents.ts';
import { profileSeverity } from './profiles.ts';

/** A statement with who makes it. */
export interface Voice {
  readonly by: Configured<unknown>['by'];
  readonly statement: Statement;
}

/** By id; `voices` are in the order of their weight, the heaviest last. Rules of which nothing is said are left out. */
export function configuredRules(
  profile: Profile,
  voices: readonly Voice[],
  rules: readonly Rule[],
): ReadonlyMap<string, ConfiguredRule> {
  const sorted = voices.map(({ by, statement }) => ({ by, lines: linesOf(statement) }));
  const result = new Map<string, ConfiguredRule>();
  for (const rule of rules) {
    const severity = severityOf(rule, profile, sorted);
    const options = optionsOf(rule, sorted);
    if (severity || options.size > 0) result.set(rule.id, { ...(severity ? { severity } : {}), options });
  }
  return result;
}

/** The lines of a statement: exact names, and patterns with the longest first. */
interface Lines {
  readonly exact: ReadonlyMap<string, RuleLine>;
  readonly patterns: readonly RuleLine[];
}

interface VoicedLines {
  readonly by: Voice['by'];
  readonly lines: Lines;
}

function linesOf({ rules }: Statement): Lines {
  const patterns = rules.filter(({ name }) => name.includes('*'));
  return {
    exact: new Map(rules.map((line) => [line.name, line])),
    patterns: patterns.sort((a, b) => b.name.length - a.name.length),
  };
}

function severityOf(
  rule: Rule,
  profile: Profile,
  voices: readonly VoicedLines[],
): Configured<Severity | 'off'> | undefined {
  const base = profileSeverity(profile, rule);
  // What a profile leaves out comes back only by its name: a pattern weighs what is there.
  const byNameOnly = base === 'off';
  for (const { by, lines } of [...voices].reverse()) {
    const line = lines.exact.get(rule.id);
    const said = line?.severity ?? (byNameOnly ? undefined : patternFor(rule.id, lines));
    if (said) return { ...said, by };
  }
  return base === undefined ? undefined : { value: base, by: 'default' };
}

function patternFor(id: string, { patterns }: Lines): RuleLine['severity'] {
  return patterns.find(({ name, severity }) => severity && matchesWildcard(id, name))?.severity;
}

function optionsOf(
  { id }: Rule,
  voices: readonly VoicedLines[],
): ReadonlyMap<string, Configured<OptionValue>> {
  const options = new Map<string, Configured<OptionValue>>();
  for (const { by, lines } of voices) {
    for (const [name, said] of lines.exact.get(id)?.options ?? []) options.set(name, { ...said, by });
  }
  return options;
}
