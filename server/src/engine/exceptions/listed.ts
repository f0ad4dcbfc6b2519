/** The exceptions that a configuration file lists, as rules see them. */
import type { ListedException } from '../../model/configuration.ts';
import type { ExceptedRule, Exception } from '../../model/exception.ts';
import type { ListedUse, Surroundings } from '../verdict.ts';
import { type Audited, said, usedAsAWhole } from './audited.ts';
import { isOver, keyOfListed } from './cover.ts';
import { daysBetween } from './days.ts';
import { type Names, namesIn } from './names.ts';

/** None for a text that is no configuration file. */
export function listedSubjects(uri: string, surroundings: Surroundings): readonly Audited[] {
  const names = namesIn(surroundings.rules);
  return surroundings
    .listedIn(uri)
    .map((use) => ({ key: keyOfListed(use.listed), exception: exceptionOf(use, uri, names, surroundings) }));
}

function exceptionOf(
  { listed, usedFor }: ListedUse,
  uri: string,
  names: Names,
  { configurationOf, today }: Surroundings,
): Exception {
  const { at, parts, until, reason } = listed;
  const known = isOver(until?.text, today) ? undefined : usedFor;
  const rules = listed.rules.map((rule) => ruleOf(rule, known, names));
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

function ruleOf(
  { name, at }: ListedException['rules'][number],
  usedFor: ReadonlySet<string> | undefined,
  names: Names,
): ExceptedRule {
  const ids = names.idsOf(name);
  const nearest = ids.length === 0 ? names.nearestTo(name) : undefined;
  const isUsed = usedFor && ids.length > 0 ? ids.some((id) => usedFor.has(id)) : undefined;
  return {
    name,
    source: { ...at, via: [] },
    ids,
    ...(nearest === undefined ? {} : { nearest }),
    ...(isUsed === undefined ? {} : { isUsed }),
  };
}
