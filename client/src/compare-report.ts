/** Lets the user choose an earlier report to compare with. */
import { l10n, Uri, window, workspace } from 'vscode';
import type { Scope } from './scope.ts';

/** The largest report that is read, in bytes. */
const LARGEST_REPORT = 256 * 1024 * 1024;

/** The text of the report that was named or is chosen now; nothing when there is none. Whether it is a report is for the server to say. */
export async function pickEarlier({ folders }: Scope, file: unknown): Promise<string | undefined> {
  const uri = file instanceof Uri ? file : await choose(folders[0]?.uri);
  if (!uri) return undefined;
  try {
    const { size } = await workspace.fs.stat(uri);
    if (size > LARGEST_REPORT) throw new Error(l10n.t('it is larger than any report'));
    return new TextDecoder().decode(await workspace.fs.readFile(uri));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    void window.showErrorMessage(l10n.t('The earlier report could not be read: {0}', reason));
    return undefined;
  }
}

async function choose(folder: Uri | undefined): Promise<Uri | undefined> {
  const chosen = await window.showOpenDialog({
    title: l10n.t('Compare with which earlier report, saved as JSON?'),
    openLabel: l10n.t('Compare'),
    filters: { [l10n.t('Reports')]: ['json'] },
    ...(folder ? { defaultUri: folder } : {}),
  });
  return chosen?.[0];
}
