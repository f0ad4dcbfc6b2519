/** Durations as Go writes them: `30s`, `1m30s`, `.5h`. */

const NANOSECONDS: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  μs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
};

const DURATION = /^[-+]?(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|[smh]))+$/u;
/** Go keeps durations in 64 bits. */
const LONGEST = 2 ** 63;

/** The nanoseconds of a duration; undefined for what is none. */
export function parseDuration(text: string): number | undefined {
  if (/^[-+]?0$/u.test(text)) return 0;
  if (!DURATION.test(text)) return undefined;
  let sum = 0;
  const parts = text.replace(/^[-+]/u, '').split(/([a-zµμ]+)/u);
  for (let at = 0; at + 1 < parts.length; at += 2) {
    const [whole = '', fraction = ''] = (parts[at] ?? '').split('.');
    const scale = NANOSECONDS[parts[at + 1] ?? ''] ?? 0;
    sum += Number(whole) * scale + Math.trunc(Number(`0.${fraction}`) * scale);
  }
  if (sum >= LONGEST) return undefined;
  return text.startsWith('-') ? -sum : sum;
}
