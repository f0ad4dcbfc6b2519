/** Whether a text is an IP address, as Go's `net.ParseIP` sees it. */

export function isAddress(text: string): boolean {
  return text.includes(':') ? isSix(text) : isFour(text);
}

/** Four numbers without leading zeros. */
function isFour(text: string): boolean {
  const parts = text.split('.');
  return (
    parts.length === 4 && parts.every((part) => /^(?:0|[1-9]\d{0,2})$/u.test(part) && Number(part) < 256)
  );
}

/** Eight groups, of which `::` stands for one or more; the last two may be an IPv4 address. */
function isSix(text: string): boolean {
  const halves = text.split('::');
  if (halves.length > 2) return false;
  const counts = halves.map((half, index) => groupsIn(half, index === halves.length - 1));
  const [first = -1, second] = counts;
  if (counts.includes(-1)) return false;
  return second === undefined ? first === 8 : first + second <= 7;
}

/** How many groups a text has; below 0 when one of them is none. */
function groupsIn(text: string, isEnd: boolean): number {
  if (text === '') return 0;
  const groups = text.split(':');
  const last = groups.at(-1) ?? '';
  const hasFour = isEnd && last.includes('.') && isFour(last);
  const plain = hasFour ? groups.slice(0, -1) : groups;
  if (!plain.every((group) => /^[\da-f]{1,4}$/iu.test(group))) return -1;
  return plain.length + (hasFour ? 2 : 0);
}
