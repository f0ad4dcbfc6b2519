/** Makes edits of what rules want changed in an exception. */
import type { Change } from '../../model/change.ts';
import type { Exception } from '../../model/exception.ts';
import type { Lowered } from '../../model/surface.ts';

/** Edits of the text in which the exception is written. */
export function lowerException(_text: string, _exception: Exception, _changes: readonly Change[]): Lowered {
  return { refused: 'This exception can only be changed by hand.' };
}
