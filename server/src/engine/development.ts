/** Tells what is for development: by the path of a text, the name of a stage, or what a service says of itself. */
import { matchesAnyWildcard } from '../base/wildcard.ts';
import type { Configuration, DevelopmentGrading } from '../model/configuration.ts';
import type { Finding } from '../model/finding.ts';
import type { Part, Reading } from '../model/surface.ts';
import type { Surroundings } from './verdict.ts';

/** Whether a finding stands in something that is marked as development. */
export function isForDevelopment(
  { uri, range }: Finding,
  { isDevelopment }: Configuration,
  { markedIn, placeOf }: Pick<Surroundings, 'markedIn' | 'placeOf'>,
): boolean {
  if (isDevelopment) return true;
  // Most texts have no such part, and need not be asked for the place of every finding.
  const marked = markedIn(uri);
  if (marked.length === 0) return false;
  const part = placeOf(uri, range)?.part;
  return marked.some(({ extent }) => extent.start === part?.extent.start);
}

/** The parts of a text that are marked as development. */
export function markedParts(reading: Reading | undefined, { development }: Configuration): readonly Part[] {
  const parts = reading?.parts() ?? [];
  return parts.some((part) => isMarked(part, development))
    ? parts.filter((part) => isMarked(part, development))
    : NONE;
}

const NONE: readonly Part[] = [];

function isMarked({ kind, name, marks }: Part, { targets, profiles, labels }: DevelopmentGrading): boolean {
  if (kind === 'stage') return isLike(name, targets);
  if (!marks) return false;
  if (marks.target !== undefined && isLike(marks.target, targets)) return true;
  // A service of several profiles is for development only when each of them is.
  if (marks.profiles.length > 0 && marks.profiles.every((profile) => isLike(profile, profiles))) return true;
  return marks.labels.some((label) => isLike(label, labels) || isLike(label.split('=', 1)[0] ?? '', labels));
}

function isLike(text: string, patterns: readonly string[]): boolean {
  return matchesAnyWildcard(text, patterns);
}
