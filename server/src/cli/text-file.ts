/** Reads a file as text and writes it back as it was: encoding, mode, links; all of the new text or nothing. */
import {
  chmodSync,
  chownSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { type Encoding, encodingOf } from '../base/encoding.ts';
import { LARGEST_FILE } from '../base/host.ts';
import { reasonOf } from './fault.ts';

/** The text of a file or of standard input. */
export interface TextFile {
  readonly text: string;
  readonly encoding: Encoding;
  /** Whether some bytes were no valid text, so that writing it back would change them. */
  readonly damaged: boolean;
}

/** Makes text of bytes: UTF-16 where a byte order mark says so, else UTF-8. */
export type Decode = (bytes: Uint8Array) => string;

/** Why a text of more than `LARGEST_FILE` is not read. */
export const TOO_LARGE = 'is larger than 16 MB';

const MEBIBYTE = 1024 * 1024;

/** The text, or the reason why there is none. `largest` is a number of bytes. */
export function readTextFile(
  file: string,
  decode: Decode,
  largest = LARGEST_FILE,
): TextFile | { readonly reason: string } {
  try {
    const { size } = statSync(file);
    if (size > largest) return { reason: `is larger than ${largest / MEBIBYTE} MB` };
    // A file without bytes is not opened: the system has some (below `/proc`) from which reading may never come back.
    return readText(size === 0 ? new Uint8Array() : readFileSync(file), decode);
  } catch (error) {
    return { reason: reasonOf(error) };
  }
}

/** The text of some bytes, or the reason why they are none. */
export function readText(bytes: Uint8Array, decode: Decode): TextFile | { readonly reason: string } {
  const text = decode(bytes);
  if (text.includes('\0')) return { reason: 'is not a text file: it has NUL bytes' };
  const encoding = encodingOf(bytes);
  return {
    text,
    encoding,
    damaged: text.includes('\uFFFD') && !sameBytes(bytes, encodeText(text, encoding)),
  };
}

/** The bytes of a text. */
function encodeText(text: string, encoding: Encoding): Uint8Array {
  if (encoding === 'utf-8') return Buffer.from(text, 'utf8');
  const bytes = Buffer.from(text, 'utf16le');
  return encoding === 'utf-16be' ? bytes.swap16() : bytes;
}

/**
 * Puts a new text in the place of a file at once: a reader sees the old text or the new one.
 * Gives the reason when it could not; what somebody else wrote since the file was read stays.
 */
export function writeTextFile(file: string, before: TextFile, text: string): string | undefined {
  let temporary: string | undefined;
  try {
    // A link stays a link: the file that it leads to is replaced.
    const target = realpathSync(file);
    const facts = statSync(target);
    // A short name: behind a long one there may be no room for more.
    temporary = join(dirname(target), `.bulkhead-${Math.random().toString(36).slice(2)}`);
    writeFileSync(temporary, encodeText(text, before.encoding), { flag: 'wx', mode: 0o600 });
    keepOwner(temporary, facts.uid, facts.gid);
    chmodSync(temporary, facts.mode);
    if (!sameBytes(readFileSync(target), encodeText(before.text, before.encoding))) {
      rmSync(temporary);
      return 'it changed while it was checked';
    }
    renameSync(temporary, target);
    return undefined;
  } catch (error) {
    if (temporary !== undefined) rmSync(temporary, { force: true });
    return reasonOf(error);
  }
}

function keepOwner(file: string, uid: number, gid: number): void {
  const facts = statSync(file);
  if (facts.uid === uid && facts.gid === gid) return;
  try {
    chownSync(file, uid, gid);
  } catch {
    // Only root may give files away; whoever may write the file keeps it as their own, as an editor would.
  }
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
