/** Finds places in lists that are sorted as they stand in a text. */
import { compareRanges, encloses, type TextRange } from './text.ts';

/** The index of the first element that does not come before the limit; the length of the list when all do. */
export function firstNotBefore(list: ArrayLike<number>, limit: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((list[middle] ?? limit) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The element of a list in the order of its text that encloses a range; undefined when none does. */
export function enclosing<T>(
  list: readonly T[],
  range: TextRange,
  rangeOf: (element: T) => TextRange,
): T | undefined {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const element = list[middle];
    if (element === undefined || rangeOf(element).start > range.start) high = middle;
    else low = middle + 1;
  }
  const candidate = list[low - 1];
  return candidate !== undefined && encloses(rangeOf(candidate), range) ? candidate : undefined;
}

/** Ranges in the order of their text, with those that share a character or touch made one. */
export function joined(ranges: readonly TextRange[]): readonly TextRange[] {
  const result: { start: number; end: number }[] = [];
  for (const { start, end } of [...ranges].sort(compareRanges)) {
    const last = result.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else result.push({ start, end });
  }
  return result;
}

/** Whether any of some joined ranges shares a character with another one, or touches it. Logarithmic. */
export function anyTouches(joinedRanges: readonly TextRange[], range: TextRange): boolean {
  let low = 0;
  let high = joinedRanges.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((joinedRanges[middle]?.end ?? Infinity) < range.start) low = middle + 1;
    else high = middle;
  }
  const found = joinedRanges[low];
  return found !== undefined && found.start <= range.end;
}
