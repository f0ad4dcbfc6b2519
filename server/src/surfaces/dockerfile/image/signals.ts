/** The signals that STOPSIGNAL takes. */

const NAMES: ReadonlySet<string> = new Set(
  (
    'ABRT ALRM BUS CHLD CLD CONT FPE HUP ILL INT IO IOT KILL PIPE POLL PROF PWR QUIT SEGV STKFLT STOP SYS TERM ' +
    'TRAP TSTP TTIN TTOU URG USR1 USR2 VTALRM WINCH XCPU XFSZ RTMIN RTMAX'
  ).split(' '),
);

const MOST_AFTER_FIRST = 15;
const MOST_BEFORE_LAST = 14;

/** Whether the text is a signal's number or name, with or without SIG. */
export function isSignal(text: string): boolean {
  if (/^[-+]?\d+$/u.test(text)) return Number(text) !== 0;
  const name = text.toUpperCase().replace(/^SIG/u, '');
  if (NAMES.has(name)) return true;
  const [, sign, number] = /^RT(MIN\+|MAX-)([1-9]\d?)$/u.exec(name) ?? [];
  if (sign === undefined) return false;
  return Number(number) <= (sign === 'MIN+' ? MOST_AFTER_FIRST : MOST_BEFORE_LAST);
}
