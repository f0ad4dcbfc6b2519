/** Judges the exceptions of a text themselves: makes subjects of them that rules look at. */
import { anyTouches, enclosing, joined } from '../../base/search.ts';
import { encloses, type Location, type TextRange } from '../../base/text.ts';
import type { ExceptedRule, Exception } from '../../model/exception.ts';
import type { Finding } from '../../model/finding.ts';
import { remembering } from '../surroundings.ts';
import type { Surroundings, Verdict } from '../verdict.ts';
import { isOver, placesOf } from './cover.ts';
import { coverIndex } from './cover-index.ts';
import { isActive } from './active.ts';
import { type Audited, said, usedAsAWhole } from './audited.ts';
import { daysBetween } from './days.ts';
import { listedSubjects } from './listed.ts';
import { narrowerThan } from './narrower.ts';
import { hangsOnVariable } from './variables.ts';
import type { NamedRule, WrittenException } from './written.ts';

/** The exceptions in the comments of a text, or those that it lists as a configuration file, with what came of them. */
export function exceptionSubjects(
  uri: string,
  verdict: Verdict,
  surroundings: Surroundings,
): readonly Audited[] {
  const all = surroundings.exceptionsIn(uri);
  const listed = listedSubjects(uri, surroundings);
  if (all.length === 0) return listed;
  const isCertain = certaintyIn(uri, surroundings);
  const foundBy = remembering((id) =>
    verdict.findings.filter((finding) => finding.ruleId === id && finding.uri === uri),
  );
  const ground = { uri, all, verdict, surroundings, isCertain, foundBy, uses: new Map<string, Use>() };
  const found = all.map((written) => auditOf(written, ground));
  return listed.length === 0 ? found : [...found, ...listed];
}

/** What one exception is judged by. */
interface Ground {
  readonly uri: string;
  readonly all: readonly WrittenException[];
  readonly verdict: Verdict;
  readonly surroundings: Surroundings;
  /** What was found of rules and exceptions before. */
  readonly uses: Map<string, Use>;
  /** Whether all that could be found in a stretch was found. */
  isCertain(range: TextRange): boolean;
  /** What a rule finds in the text and no exception covers, in its order. */
  foundBy(this: void, ruleId: string): readonly Finding[];
}

function auditOf(written: WrittenException, ground: Ground): Audited {
  const { at, form, tool, scope, until, reason, fault } = written;
  const { surroundings, uri } = ground;
  const rules = written.rules.map((rule) => auditRule(rule, written, ground));
  const daysLeft = until && daysBetween(surroundings.today, until.text);
  const isUsed = usedAsAWhole(rules);
  const exception: Exception = {
    source: { ...at, via: [] },
    form,
    ...(tool === undefined ? {} : { tool }),
    scope,
    rules,
    ...(until ? { until: said(until) } : {}),
    ...(daysLeft === undefined ? {} : { daysLeft }),
    ...(reason ? { reason: said(reason) } : {}),
    ...(fault ? { fault } : {}),
    policy: surroundings.configurationOf(uri).exceptions,
    ...(isUsed === undefined ? {} : { isUsed }),
  };
  return { exception, key: written.key, written };
}

function auditRule(
  { name, at, ids, nearest }: NamedRule,
  written: WrittenException,
  ground: Ground,
): ExceptedRule {
  const used = ids.map((id) => useOf(id, written, ground)).filter((use) => use.isUsed);
  const isUsed = used.length > 0 ? true : mustBeUsed(ids, written, ground) ? false : undefined;
  const narrower = used[0]?.narrower;
  const missed = isUsed === false ? missedBy(ids, written, ground) : undefined;
  return {
    name,
    source: { ...at, via: [] },
    ids,
    ...(nearest === undefined ? {} : { nearest }),
    ...(isUsed === undefined ? {} : { isUsed }),
    ...(narrower ? { narrower } : {}),
    ...(missed ? { missed } : {}),
  };
}

/** What is found around the place where an exception begins to cover, as people put it into the entry and not above it. */
function missedBy(
  ids: readonly string[],
  { covers, scope }: WrittenException,
  { uri, foundBy }: Ground,
): Location | undefined {
  if (!covers || scope !== 'entry') return undefined;
  const place = { start: covers.start, end: covers.start };
  for (const id of ids) {
    const found = enclosing(foundBy(id), place, ({ range }) => range);
    if (found) return { uri, range: found.range };
  }
  return undefined;
}

/** What a rule of an exception is used for. */
interface Use {
  readonly isUsed: boolean;
  readonly narrower?: Location;
}

/** Of several that cover the same, each is used for what one of them covers. */
function useOf(id: string, written: WrittenException, ground: Ground): Use {
  const { all, verdict, uses } = ground;
  if (verdict.uses.size === 0) return NO_USE;
  const { key } = coverIndex(all).speakerOf(id, written);
  const name = `${key} ${id}`;
  const use = uses.get(name) ?? lookUp(id, key, written, ground);
  uses.set(name, use);
  return use;
}

const NO_USE: Use = { isUsed: false };

function lookUp(id: string, key: string, written: WrittenException, ground: Ground): Use {
  const found = ground.verdict.uses.get(key)?.filter(({ ruleId }) => ruleId === id) ?? [];
  if (found.length === 0) return NO_USE;
  const narrower = narrowerThan(written, placesWithin(found, written), ground);
  return narrower ? { isUsed: true, narrower } : { isUsed: true };
}

/** Where an exception covers findings. */
function placesWithin(findings: readonly Finding[], { at, covers }: WrittenException): readonly Location[] {
  return findings.flatMap((finding) =>
    placesOf(finding).filter(({ uri, range }) => uri === at.uri && covers && encloses(covers, range)),
  );
}

/** Whether an exception that covers nothing would cover something if it had a use. */
function mustBeUsed(ids: readonly string[], written: WrittenException, ground: Ground): boolean {
  const { form, fault, covers, until } = written;
  const { uri, surroundings, isCertain } = ground;
  // What a comment for another tool is for is that tool's business.
  if (form === 'foreign' || fault || !covers || ids.length === 0) return false;
  const { exceptions } = surroundings.configurationOf(uri);
  if (exceptions.comments === 'forbidden' || isOver(until?.text, surroundings.today)) return false;
  if (!ids.every((id) => isActive(id, uri, surroundings)) || !isCertain(covers)) return false;
  if (hangsOnVariable(written, surroundings)) return false;
  // The pipeline may ask for more than the editor does.
  return ids.every((id) => placesWithin(surroundings.foundStrictly(id, uri), written).length === 0);
}

/** In a text that could not be read as a whole nothing is certain, elsewhere all but what could not be judged. */
function certaintyIn(uri: string, { readingOf }: Surroundings): (range: TextRange) => boolean {
  const reading = readingOf(uri);
  if (!reading || reading.problems.some(({ severity }) => severity === 'error')) return () => false;
  const gaps = reading.gaps();
  const names = new Set(gaps.flatMap(({ touches }) => touches ?? []));
  const touched = names.size === 0 ? [] : reading.parts().filter(({ name }) => names.has(name));
  const open = joined([...gaps.map(({ range }) => range), ...touched.map(({ extent }) => extent)]);
  return (range) => !anyTouches(open, range);
}
