/** Writes a file of our own, all of it or nothing: a reader sees the old one or the new one. */
import { existsSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { reasonOf } from './fault.ts';

/** The mode that most systems give a new file; what the person's own mask forbids is taken away. */
const NEW_FILE = 0o666;

/** The same for a file that must not be there yet. */
export function putNewFile(file: string, text: string): string | undefined {
  try {
    writeFileSync(file, text, { flag: 'wx', mode: NEW_FILE });
    return undefined;
  } catch (error) {
    return reasonOf(error);
  }
}

/** Gives the reason when it could not. */
export function putFile(file: string, text: string): string | undefined {
  let temporary: string | undefined;
  try {
    // A link stays a link: the file that it leads to is replaced.
    const target = existsSync(file) ? realpathSync(file) : file;
    const facts = statSync(target, { throwIfNoEntry: false });
    // A pipe or a device is written to as it is: nothing can take its place.
    if (facts && !facts.isFile()) {
      writeFileSync(target, text);
      return undefined;
    }
    temporary = join(dirname(target), `.bulkhead-${Math.random().toString(36).slice(2)}`);
    writeFileSync(temporary, text, { flag: 'wx', mode: facts?.mode ?? NEW_FILE });
    renameSync(temporary, target);
    return undefined;
  } catch (error) {
    if (temporary !== undefined) rmSync(temporary, { force: true });
    return reasonOf(error);
  }
}
