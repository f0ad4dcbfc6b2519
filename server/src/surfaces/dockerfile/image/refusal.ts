/** Why BuildKit refuses a Dockerfile, in the words and at the lines that it says itself. */
import type { TextRange } from '../../../base/text.ts';

export interface Refusal {
  /** How far BuildKit comes: lines are read (`parse`), instructions understood (`instructions`), stages built (`convert`). */
  readonly at: 'parse' | 'instructions' | 'convert';
  readonly message: string;
  /** From 1; absent where BuildKit names none. */
  readonly line?: number;
  readonly range?: TextRange;
}

/** What a reading gives instead of a value when BuildKit would refuse the text. */
export interface Refused {
  readonly refused: string;
}

export function refuse(message: string): Refused {
  return { refused: message };
}

export function isRefused(value: object): value is Refused {
  return 'refused' in value;
}
