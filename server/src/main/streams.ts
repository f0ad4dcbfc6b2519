/** The standard streams of the command line's process. */
import { fstatSync, statSync, writeSync } from 'node:fs';
import { LARGEST_FILE } from '../base/host.ts';
import { reasonOf, UsageError } from '../cli/fault.ts';
import type { Output } from '../cli/world.ts';

/** Writes at once and in order; `process.stdout` would cost more to load than a small file to check. */
export function outputOf(descriptor: 1 | 2): Output {
  const stream = (): NodeJS.WriteStream => (descriptor === 1 ? process.stdout : process.stderr);
  const isTerminal = isTerminalDevice(descriptor) && stream().isTTY;
  return {
    isTerminal,
    ...(isTerminal ? { columns: stream().columns, rows: stream().rows } : {}),
    write: (text) => writeAll(descriptor, typeof text === 'string' ? Buffer.from(text, 'utf8') : text),
  };
}

/** Whether it may be a terminal: a device for characters, but not the one that swallows them. */
function isTerminalDevice(descriptor: number): boolean {
  try {
    const device = fstatSync(descriptor);
    return device.isCharacterDevice() && device.rdev !== nullDevice();
  } catch {
    // A closed stream is no terminal.
    return false;
  }
}

function nullDevice(): number | undefined {
  return statSync('/dev/null', { throwIfNoEntry: false })?.rdev;
}

function writeAll(descriptor: number, bytes: Uint8Array): void {
  let written = 0;
  while (written < bytes.length) {
    try {
      written += writeSync(descriptor, bytes, written);
    } catch (error) {
      // A reader that went away has read enough.
      if (isCode(error, 'EPIPE')) return;
      if (!isCode(error, 'EAGAIN')) {
        // Where messages cannot be written, nobody can be told.
        if (descriptor === 2) return;
        throw new UsageError(`the output could not be written: ${reasonOf(error)}`);
      }
      // The reader is slow: wait for it.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2);
    }
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

/** Standard input is read as far as a file would be; what comes behind that is left alone. */
export async function readInput(): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of process.stdin) {
    const bytes = Buffer.from(chunk);
    length += bytes.length;
    if (length > LARGEST_FILE) return undefined;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}
