/** Who a program runs as, and where that is said. */
import type { Location } from '../../base/text.ts';
import type { Setting } from '../../model/setting.ts';
import type { Markup } from './markup.ts';

/** The user of a container or a stage; `image` names what decides where no file does. */
export function userFact({ code, place }: Markup, user: Setting<string>, image: string): string {
  if (user.state === 'unknown') return 'User: not certain from these files';
  if (user.value === '' && user.state === 'default') return `User: whichever ${image} sets`;
  const name = user.value === '' ? 'root' : code(user.value);
  const { hides } = user.source;
  return `User: ${name}, from ${place(saidAt(user))}${hides ? ` in place of ${place(hides)}` : ''}`;
}

/** A user that the image brings is said where its Dockerfile says it. */
export function saidAt({ state, source }: Setting<string>): Location {
  return (state === 'default' ? source.via.at(-1) : undefined) ?? source;
}
