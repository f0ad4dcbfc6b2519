/** Tells where in a configuration a cursor stands, however little of the text around it is written. */
import type { SourceText, TextRange } from '../base/text.ts';
import { blockCursor } from './cursor-block.ts';
import { flowCursor } from './cursor-flow.ts';
import { isJson } from './tree.ts';

/** A step into an element of a list. */
export const ELEMENT = Symbol('an element');

/** A key, or any element of a list. */
export type Step = string | typeof ELEMENT;

/** Where a cursor stands. */
export interface Cursor {
  /** The way from the top to what is written here; for a value its own key is the last step. */
  readonly path: readonly Step[];
  /** Whether a key is written here. What may as well be a value stands in a line of its own, or in a list. */
  readonly role: 'key' | 'value';
  /** The word under the cursor with its quotes, before and behind it; empty where there is none. */
  readonly typed: TextRange;
  /** The other keys of the same mapping. */
  readonly present: readonly string[];
  /** Whether a colon stands behind the word already. */
  readonly hasColon: boolean;
  /** Lines of YAML, brackets in it, or JSON. */
  readonly style: 'block' | 'flow' | 'json';
}

/** Undefined in comments, and where no key and no value can be meant. Linear in the text. */
export function cursorAt({ text, uri }: SourceText, offset: number): Cursor | undefined {
  const at = Math.max(0, Math.min(offset, text.length));
  return isJson(uri) ? flowCursor(text, 0, at, 'json')?.cursor : blockCursor(text, at);
}
