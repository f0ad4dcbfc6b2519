/** Which account a command creates: `useradd`, and `adduser` as Debian and BusyBox have it. */
import type { Command } from '../model/command.ts';

/** Options of `useradd` and of both kinds of `adduser` that take the next word. */
const TAKES_VALUE: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  [
    'useradd',
    options(`-b -c -d -e -f -g -G -k -K -p -R -P -s -u -Z --base-dir --comment --home-dir --home --expiredate --inactive --gid
      --groups --skel --key --password --root --prefix --shell --uid --selinux-user`),
  ],
  [
    'adduser',
    options(`-h -g -s -G -u -k --conf --home --shell --uid --gid --firstuid --lastuid --ingroup --gecos --comment
      --add_extra_groups --firstgid --lastgid`),
  ],
]);

/** Letters put together, the last of which takes a value: `-rmu 1000`. */
const USERADD_LETTERS = /^-[A-Za-z]*[b-gGkKpPRsuZ]$/u;

/** The name of the account that a command creates; undefined when it creates none or the name is not certain. */
export function accountCreatedBy({ name, args }: Command): string | undefined {
  const taking = TAKES_VALUE.get(name ?? '');
  if (!taking) return undefined;
  const operands: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const word = args[i]?.value;
    if (word === undefined) return undefined;
    if (!word.startsWith('-')) operands.push(word);
    else if (taking.has(word) || (name === 'useradd' && USERADD_LETTERS.test(word))) i++;
  }
  // `adduser app docker` puts an account that is there already into a group.
  const [account] = operands;
  if (account === undefined || operands.length > 1) return undefined;
  return /^[a-z_][\w-]{0,31}$/u.test(account) && account !== 'root' ? account : undefined;
}

function options(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/u));
}
