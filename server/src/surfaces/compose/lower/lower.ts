/** Turns changes of the model into edits of the text. */
import type { Change } from '../../../model/change.ts';
import type { Subject } from '../../../model/subject.ts';
import type { Lowered } from '../../../model/surface.ts';
import type { YamlFile } from '../../../syntax/yaml/tree.ts';
import type { Frame } from '../frame.ts';

export function lowerChanges(
  _file: YamlFile,
  _frame: Frame,
  _subject: Subject,
  _changes: readonly Change[],
): Lowered {
  return { refused: 'Compose files are not edited yet.' };
}
