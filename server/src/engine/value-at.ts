/** What a text says where a finding stands, as far as a name for the finding may be made of it. */
import type { Finding } from '../model/finding.ts';
import type { Place } from '../model/surface.ts';

/** Of a secret only its name counts: whoever has the name of the finding must not be able to try out values with it. */
export function valueAt({ secret, message }: Pick<Finding, 'secret' | 'message'>, { value }: Place): string {
  if (!secret) return value;
  const name = /^[^\s=:]*/u.exec(value)?.[0] ?? '';
  return message.includes(`'${name}'`) ? name : '';
}
