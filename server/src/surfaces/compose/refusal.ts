/** Says in a text's problems why Compose refuses the project that the text belongs to. */
import { overlaps, type TextRange } from '../../base/text.ts';
import { fileNameOf } from '../../base/uri.ts';
import type { Problem } from '../../model/surface.ts';
import type { Frame } from './frame.ts';
import { checkConsistency } from './load/consistency.ts';
import type { Loaded } from './load/load.ts';
import { BASE_NAMES } from './load/select.ts';
import { Lack, Refusal } from './load/value.ts';

/** Adds the reason to the problems, unless it hangs on a variable that the shell may set, or one of the problems says it already. */
export function tellRefusal(frame: Frame, loaded: Loaded): void {
  if (frame.file.problems.length > 0 || frame.file.roots.length === 0) return;
  const { refusal, severity } = refusalOf(loaded);
  if (!refusal || refusal.unset.length > 0) return;
  const range = rangeIn(frame, loaded, refusal);
  if (!range || frame.problems.some((problem) => overlaps(problem.range, range))) return;
  const reason = refusal.message.replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ').slice(0, LONGEST_REASON);
  frame.problems.push({ range, severity, message: `Compose refuses this project: ${reason}.` });
}

/**
 * What is to blame in this text: the place itself, or the entry that leads to it.
 * Undefined where another file of the same project says it for itself.
 */
function rangeIn({ uri }: Frame, { selection }: Loaded, { at, way }: Refusal): TextRange | undefined {
  if (!at || at.uri === uri) return at?.range ?? NOWHERE;
  if (selection.files.includes(at.uri)) return undefined;
  const places = way.filter((place) => place.uri === uri);
  if (places.length > 0) return places[0]?.range;
  const leadsFromOther = way.some((place) => selection.files.includes(place.uri));
  return leadsFromOther ? undefined : NOWHERE;
}

/** A value that a message quotes may be as long as a file. */
const LONGEST_REASON = 500;

const NOWHERE: TextRange = { start: 0, end: 0 };

function refusalOf(loaded: Loaded): { readonly refusal?: Refusal; readonly severity: Problem['severity'] } {
  if (loaded.refusal) return { refusal: loaded.refusal, severity: 'error' };
  if (!loaded.project) return { severity: 'error' };
  try {
    checkConsistency(loaded.project);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (!isWhole(loaded)) return { refusal: error, severity: 'info' };
    return { refusal: error, severity: error instanceof Lack ? 'warning' : 'error' };
  }
  return { severity: 'error' };
}

/** Whether the files are a project by themselves; a file of another name is often laid over one that says what it refers to. */
function isWhole({ selection }: Loaded): boolean {
  return selection.files.length > 1 || BASE_NAMES.includes(fileNameOf(selection.files[0] ?? ''));
}
