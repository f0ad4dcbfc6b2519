/** Tells what is for development: by the path of a text, the name of a stage, or what a service says of itself. */
import { matchesWildcard } from '../base/wildcard.ts';
import type { Configuration, DevelopmentGrading } from '../model/configuration.ts';
import type { Finding } from '../model/finding.ts';
import type { Part } from '../model/surface.ts';
import type { Surroundings } from './verdict.ts';

/** Whether a finding stands in something that is marked as development. */
export function isForDevelopment(
  finding: Finding,
  { development, isDevelopment }: Configuration,
  { placeOf }: Pick<Surroundings, 'placeOf'>,
): boolean {
  if (isDevelopment) return true;
  const part = placeOf(finding.uri, finding.range)?.part;
  return part !== undefined && isMarked(part, development);
}

function isMarked({ kind, name, marks }: Part, { targets, profiles, labels }: DevelopmentGrading): boolean {
  if (kind === 'stage') return isLike(name, targets);
  if (!marks) return false;
  if (marks.target !== undefined && isLike(marks.target, targets)) return true;
  // A service of several profiles is for development only when each of them is.
  if (marks.profiles.length > 0 && marks.profiles.every((profile) => isLike(profile, profiles))) return true;
  return marks.labels.some((label) => isLike(label, labels) || isLike(label.split('=', 1)[0] ?? '', labels));
}

function isLike(text: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => matchesWildcard(text, pattern));
}
