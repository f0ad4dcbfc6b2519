/** Finds the exception that covers a finding: at its own place, or at another that it rests on. */
import type { Location } from '../../base/text.ts';
import type { ListedException } from '../../model/configuration.ts';
import type { AppliedException } from '../../model/exception.ts';
import type { Finding } from '../../model/finding.ts';
import type { Surroundings } from '../verdict.ts';
import { coverIndex } from './cover-index.ts';
import { dayNumber } from './days.ts';
import { namesIn } from './names.ts';
import { keyOf } from './place.ts';
import { appliedOf, type WrittenException } from './written.ts';

/** An exception that covers a finding. */
export interface Cover {
  readonly exception: AppliedException;
  /** The keys of all exceptions that cover it, so that none of them is called unused. */
  readonly keys: readonly string[];
  /** Whether all that the finding speaks for is covered: else it counts, and an exception is missing beside the ones that are there. */
  readonly isWhole: boolean;
}

/** Undefined where none covers it. */
export function coverOf(finding: Finding, surroundings: Surroundings): Cover | undefined {
  const { twins = [] } = finding;
  const own = coverOfOne(finding, surroundings);
  if (twins.length === 0) return own && { ...own, isWhole: true };
  const all = [own, ...twins.map((twin) => coverOfOne(twin, surroundings))];
  const covers = all.flatMap((cover) => cover ?? []);
  const [first] = covers;
  const keys = [...new Set(covers.flatMap((cover) => cover.keys))];
  return first && { exception: first.exception, keys, isWhole: covers.length === all.length };
}

/** All places at which an exception covers a finding: its own, and those that it rests on. */
export function placesOf({ uri, range, related }: Finding): readonly Location[] {
  return [{ uri, range }, ...related.filter(({ isOverruled }) => isOverruled !== true)];
}

function coverOfOne(finding: Finding, surroundings: Surroundings): Omit<Cover, 'isWhole'> | undefined {
  const places = placesOf(finding);
  const written = places.flatMap((place) => writtenFor(finding.ruleId, place, surroundings));
  const listed = places.flatMap((place) => listedFor(finding.ruleId, place, surroundings));
  const [comment] = written;
  const [entry] = listed;
  const exception = comment ? appliedOf(comment) : entry && appliedOfListed(entry);
  if (!exception) return undefined;
  const keys = [...written.map(({ key }) => key), ...listed.map(keyOfListed)];
  return { exception, keys: keys.length === 1 ? keys : [...new Set(keys)] };
}

function writtenFor(
  ruleId: string,
  { uri, range }: Location,
  surroundings: Surroundings,
): readonly WrittenException[] {
  const all = surroundings.exceptionsIn(uri);
  if (all.length === 0) return [];
  const { exceptions, ignoresExceptions } = surroundings.configurationOf(uri);
  if (ignoresExceptions) return [];
  const counts = ({ form, until }: WrittenException): boolean =>
    (form === 'foreign' ? exceptions.foreign === 'honoured' : exceptions.comments === 'allowed') &&
    !isOver(until?.text, surroundings.today);
  return coverIndex(all).covering(ruleId, range).filter(counts);
}

function listedFor(
  ruleId: string,
  { uri, range }: Location,
  surroundings: Surroundings,
): readonly ListedException[] {
  const { listed } = surroundings.configurationOf(uri);
  if (listed.length === 0) return [];
  const names = namesIn(surroundings.rules);
  return listed.filter(({ rules, parts, until }) => {
    if (isOver(until?.text, surroundings.today)) return false;
    if (!rules.some(({ name }) => names.idsOf(name).includes(ruleId))) return false;
    if (!parts) return true;
    const part = surroundings.placeOf(uri, range)?.part;
    return part !== undefined && parts.includes(part.name);
  });
}

/** Whether an exception holds no more; one with a day that does not exist never did. */
export function isOver(until: string | undefined, today: string): boolean {
  if (until === undefined) return false;
  // Days that are written so are in the order of their letters.
  return dayNumber(until) === undefined || until < today;
}

/** Tells a listed exception from all others. */
export function keyOfListed({ at }: ListedException): string {
  return keyOf(at.uri, at.range);
}

function appliedOfListed({ at, parts, until, reason }: ListedException): AppliedException {
  return {
    form: 'configuration',
    scope: parts ? 'stage' : 'file',
    ...(reason ? { reason: reason.text } : {}),
    ...(until ? { until: until.text } : {}),
    uri: at.uri,
    range: at.range,
  };
}
