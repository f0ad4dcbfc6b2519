/** Tells which exceptions may be there for what a variable is elsewhere. */
import type { Surroundings } from '../verdict.ts';
import { coversPart } from './narrower.ts';
import type { WrittenException } from './written.ts';

/** An expansion; two dollar signs, and one behind a backslash, are none. */
const EXPANSION = /(?:^|[^$\\])(?:\$\$)*\$[A-Za-z_{]/u;

/** Instructions whose dollar signs the shell sees. */
const OF_SHELL = new Set(['RUN', 'CMD', 'ENTRYPOINT', 'HEALTHCHECK', 'SHELL', 'ONBUILD']);

/**
 * Whether a variable is expanded in the one entry that an exception covers: here it has the value of `.env`, or its default,
 * and another one where the text runs. Whole services and stages are left to be judged: something is expanded in most of them.
 */
export function hangsOnVariable(
  { at, covers, scope, inner }: WrittenException,
  surroundings: Surroundings,
): boolean {
  const { uri } = at;
  const document = surroundings.notationOf(uri)?.document;
  if (!document || !covers || scope !== 'entry' || inner) return false;
  if (!EXPANSION.test(document.text.slice(covers.start, covers.end))) return false;
  const keyword = surroundings.placeOf(uri, covers)?.path[0] ?? '';
  return !OF_SHELL.has(keyword) && !coversPart(covers, uri, surroundings);
}
