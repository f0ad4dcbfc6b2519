/** The exceptions that a configuration file lists, as rules see them. */
import type { ListedException } from '../../model/configuration.ts';
import type { ExceptedRule, Exception } from '../../model/exception.ts';
import type { ListedUse, Surroundings } from '../verdict.ts';
import { type Audited, said, usedAsAWhole } from './audited.ts';
import { isOver, keyOfListed } from './cover.ts';
import { daysBetween } from './days.ts';
import { type Names, namesIn } from './names.ts';
import { isActive } from './active.ts';

/** None for a text that is no configuration file. */
export function listedSubjects(uri: string, surroundings: Surroundings): readonly Audited[] {
  const names = namesIn(surroundings.rules);
  return surroundings
    .listedIn(uri)
    .map((use) => ({ key: keyOfListed(use.listed), exception: exceptionOf(use, uri, names, surroundings) }));
}

function exceptionOf(
  { listed, known }: ListedUse,
  uri: string,
  names: Names,
  surroundings: Surroundings,
): Exception {
  const { configurationOf, today } = surroundings;
  const { at, parts, until, reason } = listed;
  const uses = isOver(until?.text, today) ? undefined : known;
  const isUsedFor = (id: string): boolean | undefined => {
    if (uses?.usedFor.has(id) === true) return true;
    return uses?.named.every((named) => mustBeFound(id, named, surroundings)) === true ? false : undefined;
  };
  const rules = listed.rules.map((rule) => ruleOf(rule, isUsedFor, names));
  const isUsed = usedAsAWhole(rules);
  const daysLeft = until && daysBetween(today, until.text);
  return {
    source: { ...at, via: [] },
    form: 'configuration',
    scope: parts ? 'stage' : 'file',
    rules,
    ...(until ? { until: said(until) } : {}),
    ...(daysLeft === undefined ? {} : { daysLeft }),
    ...(reason ? { reason: said(reason) } : {}),
    policy: configurationOf(uri).exceptions,
    ...(isUsed === undefined ? {} : { isUsed }),
  };
}

/** Whether a rule would have found in a text what there is: it is asked for there, and the strict profile finds no more. */
function mustBeFound(id: string, uri: string, surroundings: Surroundings): boolean {
  return isActive(id, uri, surroundings) && surroundings.foundStrictly(id, uri).length === 0;
}

function ruleOf(
  { name, at }: ListedException['rules'][number],
  isUsedFor: (id: string) => boolean | undefined,
  names: Names,
): ExceptedRule {
  const ids = names.idsOf(name);
  const nearest = ids.length === 0 ? names.nearestTo(name) : undefined;
  const uses = ids.map(isUsedFor);
  const isUsed = uses.includes(true)
    ? true
    : uses.length > 0 && uses.every((each) => each === false)
      ? false
      : undefined;
  return {
    name,
    source: { ...at, via: [] },
    ids,
    ...(nearest === undefined ? {} : { nearest }),
    ...(isUsed === undefined ? {} : { isUsed }),
  };
}
