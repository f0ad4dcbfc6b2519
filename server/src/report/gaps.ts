/** Gaps that say the same, put together: many images may have one base that nobody knows. */
import type { FileReview, ReviewGap } from './report.ts';

export interface GapPlace {
  readonly path: string;
  readonly range: ReviewGap['range'];
}

export interface EqualGaps {
  readonly message: string;
  readonly places: readonly [GapPlace, ...GapPlace[]];
}

/** In the order in which each message comes first. */
export function gapsByMessage(files: readonly FileReview[], reason: ReviewGap['reason']): EqualGaps[] {
  const places = new Map<string, [GapPlace, ...GapPlace[]]>();
  for (const { path, gaps } of files) {
    for (const { message, range, reason: given } of gaps) {
      if (given !== reason) continue;
      const known = places.get(message);
      if (known) known.push({ path, range });
      else places.set(message, [{ path, range }]);
    }
  }
  return [...places].map(([message, found]) => ({ message, places: found }));
}
