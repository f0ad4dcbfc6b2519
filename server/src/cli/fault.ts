/** What can go wrong outside of our own code, in words for the person at the terminal. */

/** Something that the person at the terminal can mend, wrong use above all: shown as one message, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or folder',
  EEXIST: 'it is there already',
  ENOTDIR: 'no such file or folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space left',
  ELOOP: 'a link that leads back to itself',
  EISDIR: 'is a folder',
  ENAMETOOLONG: 'the name is too long',
  EMFILE: 'too many open files',
  ERR_INVALID_ARG_VALUE: 'not a valid name',
};

/** Why the file system refused. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? String(error.code) : '';
  return REASONS[code] ?? (code || error.message);
}
