/** Judges the exceptions of a text themselves: makes subjects of them that rules look at. */
import type { Exception } from '../../model/exception.ts';
import type { Surroundings, Verdict } from '../verdict.ts';

/** The exceptions in the comments of a text, with what came of them. */
export function exceptionSubjects(
  _uri: string,
  _verdict: Verdict,
  _surroundings: Surroundings,
): readonly Exception[] {
  return [];
}
