/** What a log says of an error. */

/** The error with the places that it came through; its message where it has none. */
export function traceOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
