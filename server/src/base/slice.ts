/** Texts cut out of other texts (a shell line in an instruction, a quoted word) that remember where they stood. */
import { firstNotBefore } from './search.ts';
import type { TextRange } from './text.ts';

/**
 * A text whose every character knows its place in the document it came from.
 * `starts` and `ends` are absent when the characters lie side by side from `base` on.
 */
export interface Slice {
  readonly text: string;
  readonly base: number;
  readonly starts?: Int32Array;
  readonly ends?: Int32Array;
}

/** A slice of characters that stand in the document just as they are here. */
export function sliceOf(document: string, range: TextRange): Slice {
  return { text: document.slice(range.start, range.end), base: range.start };
}

/** The place in the document of a range of the slice. An empty range stays empty. */
export function sourceRange(slice: Slice, range: TextRange): TextRange {
  const start = sourceStart(slice, range.start);
  if (range.end <= range.start) return { start, end: start };
  return { start, end: Math.max(start, sourceEnd(slice, range.end - 1)) };
}

/** A part of a slice, as a slice of the same document. */
export function subslice(slice: Slice, range: TextRange): Slice {
  const text = slice.text.slice(range.start, range.end);
  const base = sourceStart(slice, range.start);
  if (!slice.starts || !slice.ends) return { text, base };
  return {
    text,
    base,
    // A slice never changes, so its parts need no copy.
    starts: slice.starts.subarray(range.start, range.end),
    ends: slice.ends.subarray(range.start, range.end),
  };
}

/** What of a slice stands in a range of the document. Logarithmic in the slice, but for what is found. */
export function textWithin({ text, base, starts }: Slice, range: TextRange): string {
  if (!starts) return text.slice(Math.max(0, range.start - base), Math.max(0, range.end - base));
  return text.slice(firstNotBefore(starts, range.start), firstNotBefore(starts, range.end));
}

/** Builds a slice whose characters come from scattered places, such as a text with escapes undone. */
export class SliceBuilder {
  #text = '';
  /** Three numbers for each piece: where it ends in the text, where it starts in the document, and where it ends there; -1 for a copy. */
  readonly #pieces: number[] = [];

  /** Adds text that stands for the document's `[start, end)`; each of its code units gets that whole place. */
  add(text: string, start: number, end: number): void {
    this.#text += text;
    this.#pieces.push(this.#text.length, start, end);
  }

  /** Adds text that stands in the document as it is, from `start` on. */
  copy(text: string, start: number): void {
    this.#text += text;
    this.#pieces.push(this.#text.length, start, -1);
  }

  build(base: number): Slice {
    const starts = new Int32Array(this.#text.length);
    const ends = new Int32Array(this.#text.length);
    const pieces = this.#pieces;
    let at = 0;
    for (let i = 0; i < pieces.length; i += 3) {
      const [stop = 0, start = 0, end = 0] = [pieces[i], pieces[i + 1], pieces[i + 2]];
      if (end >= 0) {
        starts.fill(start, at, stop);
        ends.fill(end, at, stop);
        at = stop;
        continue;
      }
      for (let place = start; at < stop; at++) {
        starts[at] = place;
        ends[at] = ++place;
      }
    }
    return { text: this.#text, base: starts[0] ?? base, starts, ends };
  }
}

function sourceStart(slice: Slice, offset: number): number {
  if (!slice.starts || !slice.ends) return slice.base + offset;
  if (offset < slice.starts.length) return slice.starts[offset] ?? slice.base;
  return slice.ends[slice.ends.length - 1] ?? slice.base;
}

function sourceEnd(slice: Slice, last: number): number {
  if (!slice.ends) return slice.base + last + 1;
  return slice.ends[Math.min(last, slice.ends.length - 1)] ?? slice.base;
}
