/** How a baseline knows a finding: by what survives other lines, another order, another layout, and other words of ours. */
import { hashOf } from '../../base/hash.ts';
import type { Finding } from '../../model/finding.ts';
import type { Severity } from '../../model/rule.ts';
import type { Part, Place } from '../../model/surface.ts';
import { valueAt } from '../value-at.ts';

/**
 * What tells one finding of a text from another. Neither the message nor its id is part of it, so that a version of
 * ours that says the same in other words, or tells two cases apart that were one, finds what the baseline has.
 */
export interface Identity {
  readonly rule: string;
  /** The place in words: `service vpn › privileged`. */
  readonly place: string;
  /** A hash of what is said there; of a secret only of its name. Empty where the place says all. */
  readonly value: string;
}

/** A finding as a baseline would hold it. */
export interface BaselineRecord extends Identity {
  /** The text in which it stands. */
  readonly uri: string;
  /** The text whose analysis found it; as a rule the same. */
  readonly by: string;
  /** The URI of the baseline that has it or would have it. */
  readonly baseline: string;
  /** What its rule gave it, whatever the configuration makes of that. */
  readonly severity: Severity;
  /** Where it stands today, which tells it from another one that is alike. */
  readonly start: number;
  readonly end: number;
}

export function identityOf(finding: Pick<Finding, 'ruleId' | 'secret' | 'message'>, place: Place): Identity {
  const value = valueAt(finding, place);
  return { rule: finding.ruleId, place: inWords(place), value: value === '' ? '' : hashOf(value) };
}

/** A name for an identity, to find it again. */
export function keyOf({ rule, place, value }: Identity): string {
  return `${rule}\n${place}\n${value}`;
}

export function recordOf(finding: Finding, place: Place, by: string, baseline: string): BaselineRecord {
  const { uri, range } = finding;
  const { rule, place: words, value } = identityOf(finding, place);
  return {
    rule,
    place: words,
    value,
    uri,
    by,
    baseline,
    severity: ownSeverity(finding),
    start: range.start,
    end: range.end,
  };
}

/**
 * What the rule gave a finding. A finding that weighs more than the baseline remembers is a worse one, and new;
 * what a configuration makes of severities makes nothing new.
 */
export function ownSeverity({ own, known, severity }: Finding): Severity {
  return own ?? known ?? severity;
}

function inWords({ part, path }: Place): string {
  return [...(part ? [partInWords(part)] : []), ...path].map(shortened).join(' › ');
}

/** By what the part is recognised, not by what it is called: `last stage`, `stage on alpine`, `service web`. */
function partInWords({ kind, key }: Part): string {
  if (key === ':last') return `last ${kind}`;
  return key.startsWith(':') ? `${kind} on ${key.slice(1)}` : `${kind} ${key}`;
}

/** A longer name makes a line that nobody reads; what is cut off is told by its hash. */
const LONGEST_NAME = 100;

function shortened(name: string): string {
  return name.length <= LONGEST_NAME ? name : `${name.slice(0, LONGEST_NAME)}…${hashOf(name)}`;
}
