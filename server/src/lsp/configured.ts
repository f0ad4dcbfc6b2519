/** Which texts configure others: files of configuration, baselines, and whatever else is named as one. */
import { canonicalUri, fileNameOf } from '../base/uri.ts';
import type { Session } from './session.ts';

/** Whether other texts may have other findings when this one changes, as far as is known from those judged so far. */
export function configures({ configuring }: Pick<Session, 'configuring'>, uri: string): boolean {
  return hasConfiguringName(uri) || configuring.has(canonicalUri(uri));
}

/** Whether a text of this name configures others wherever it lies: `.bulkhead.yaml`, `.bulkhead-baseline.json`. */
export function hasConfiguringName(uri: string): boolean {
  return /^\.bulkhead(?:-baseline)?\.(?:ya?ml|json)$/u.test(fileNameOf(uri));
}

/** Remembers what configures a text; gives all of it, so that it can be watched. */
export async function learnConfiguring(session: Session, uri: string): Promise<readonly string[]> {
  const { files, baseline } = await session.service.configurationOf(uri);
  const all = baseline === undefined ? files : [...files, baseline];
  for (const each of all) session.configuring.add(each);
  return all;
}
