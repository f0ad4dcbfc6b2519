/** Names of files as a report gives them: from its folder, with slashes, never as the machine has them. */
import { namesIn } from '../base/relative-path.ts';

export { relativePath as pathFrom } from '../base/relative-path.ts';

/** The name of a folder, for the title of a report; the root has none of its own. */
export function folderName(folderUri: string): string {
  return namesIn(folderUri).at(-1) ?? '/';
}
