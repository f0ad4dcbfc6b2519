/** Says in a text's problems why Compose refuses the project that the text belongs to. */
import { overlaps, type TextRange } from '../../base/text.ts';
import { fileNameOf } from '../../base/uri.ts';
import type { Problem } from '../../model/surface.ts';
import type { Frame } from './frame.ts';
import { checkConsistency } from './load/consistency.ts';
import type { Loaded } from './load/load.ts';
import { BASE_NAMES } from './load/select.ts';
import { Refusal } from './load/value.ts';

/** Adds the reason to the problems, unless it hangs on a variable that the shell may set, or one of the problems says it already. */
export function tellRefusal(frame: Frame, loaded: Loaded): void {
  if (frame.file.problems.length > 0 || frame.file.roots.length === 0) return;
  const { refusal, severity } = refusalOf(loaded);
  if (!refusal || refusal.unset.length > 0) return;
  if (refusal.at && refusal.at.uri !== frame.uri) return;
  const range: TextRange = refusal.at?.range ?? { start: 0, end: 0 };
  if (frame.problems.some((problem) => overlaps(problem.range, range))) return;
  const [reason = ''] = refusal.message.split('\n');
  frame.problems.push({ range, severity, message: `Compose refuses this project: ${reason}.` });
}

function refusalOf(loaded: Loaded): { readonly refusal?: Refusal; readonly severity: Problem['severity'] } {
  if (loaded.refusal) return { refusal: loaded.refusal, severity: 'error' };
  if (!loaded.project) return { severity: 'error' };
  try {
    checkConsistency(loaded.project);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { refusal: error, severity: isWhole(loaded) ? 'error' : 'info' };
  }
  return { severity: 'error' };
}

/** Whether the files are a project by themselves; a file of another name is often laid over one that says what it refers to. */
function isWhole({ selection }: Loaded): boolean {
  return selection.files.length > 1 || BASE_NAMES.includes(fileNameOf(selection.files[0] ?? ''));
}
