/** The host of the desktop: files of this machine, the standard error stream, and a stopwatch that can interrupt. */
import { readFile, readFileSync, stat, statSync } from 'node:fs';
import { sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Script } from 'node:vm';
import { type Host, LARGEST_FILE, OutOfTime } from '../base/host.ts';
import { decodeText } from './decode.ts';

// `node:fs/promises` would load streams and terminals, too, at every start.
const statLater = promisify(stat);
const readLater = promisify(readFile);

/** A host over this machine's files. `log` receives one line a message. */
export function createNodeHost(log: Host['log']): Required<Host> {
  return { readFile: readText, readFileNow: readTextNow, log, withBudget };
}

// A file without bytes is not opened: the system has some (below `/proc`) from which reading may never come back.
async function readText(uri: string): Promise<string | undefined> {
  if (!uri.startsWith('file:')) return undefined;
  try {
    const path = pathOf(uri);
    const facts = await statLater(path);
    if (!facts.isFile() || facts.size > LARGEST_FILE) return undefined;
    return facts.size === 0 ? '' : decodeText(await readLater(path));
  } catch {
    // No such file, no permission, a dangling link: for the engine all the same. The command line says which.
    return undefined;
  }
}

function readTextNow(uri: string): string | undefined {
  if (!uri.startsWith('file:')) return undefined;
  try {
    const path = pathOf(uri);
    const facts = statSync(path, { throwIfNoEntry: false });
    if (!facts?.isFile() || facts.size > LARGEST_FILE) return undefined;
    return facts.size === 0 ? '' : decodeText(readFileSync(path));
  } catch {
    // As above.
    return undefined;
  }
}

/** The path of a file; most URIs hold nothing that is escaped, and on this side of Windows say it as it is. */
function pathOf(uri: string): string {
  return sep === '/' && PLAIN_URI.test(uri) ? uri.slice('file://'.length) : fileURLToPath(uri);
}

const PLAIN_URI = /^file:\/\/(?:\/[\w.~-]+)+$/u;

const runner = new Script('globalThis[Symbol.for("bulkhead.work")]()');
const WORK = Symbol.for('bulkhead.work');
const scope: typeof globalThis & { [WORK]?: (() => void) | undefined } = globalThis;

/** Node can end a running script from outside, loops and regular expressions included; it wants the work as a script. */
function withBudget<T>(milliseconds: number, work: () => T): T {
  // Every watch is a thread of its own; within one that runs already another would only cost time.
  if (scope[WORK]) return work();
  const outcome: { value?: { result: T }; error?: unknown } = {};
  Reflect.set(globalThis, WORK, () => {
    try {
      outcome.value = { result: work() };
    } catch (error) {
      outcome.error = error;
    }
  });
  try {
    runner.runInThisContext({ timeout: milliseconds });
  } catch (error) {
    if (isTimeout(error)) throw new OutOfTime(`took longer than ${milliseconds} ms`);
    throw error;
  } finally {
    Reflect.deleteProperty(globalThis, WORK);
  }
  if (outcome.value) return outcome.value.result;
  throw outcome.error;
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
}
