/** The day by which exceptions are judged, and that a report bears. */

/**
 * Today in UTC, so that an exception ends for everybody at once, or the day that `SOURCE_DATE_EPOCH` asks for,
 * so that builds can be repeated: `2026-03-31`.
 */
export function today(env: Readonly<Record<string, string | undefined>>): string {
  const epoch = env['SOURCE_DATE_EPOCH'];
  const isAsked = epoch !== undefined && /^\d{1,11}$/u.test(epoch);
  return (isAsked ? new Date(Number(epoch) * 1000) : new Date()).toISOString().slice(0, 10);
}
