/** Days of the calendar, written as `2027-03-31`. */

const DAY = 86_400_000;

/** The number of a day, to be counted with; undefined for one that does not exist, or is written otherwise. */
export function dayNumber(text: string): number | undefined {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/u.exec(text) ?? [];
  if (year === undefined) return undefined;
  const time = Date.UTC(Number(year), Number(month) - 1, Number(day));
  // February 30 becomes March 2, and the years before 100 become those of the last century.
  return new Date(time).toISOString().slice(0, 10) === text ? time / DAY : undefined;
}

/** The day of a number. */
export function dayOf(number: number): string {
  return new Date(number * DAY).toISOString().slice(0, 10);
}

/** The whole days from one to the other: 0 for the same day, less than 0 when it is over; undefined when either does not exist. */
export function daysBetween(from: string, to: string): number | undefined {
  const start = dayNumber(from);
  const end = dayNumber(to);
  return start === undefined || end === undefined ? undefined : end - start;
}
