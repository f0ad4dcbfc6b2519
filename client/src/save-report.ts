/** Saves a report as a file: the same bytes that `bulkhead report` writes for the folder. */
import { l10n, type QuickPickItem, Uri, window, workspace } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { withLateProgress } from './late-progress.ts';
import { makeReport } from './make-report.ts';
import type { Scope } from './scope.ts';

const FORMATS = {
  html: { label: 'HTML', detail: l10n.t('A web page to read, print and hand over'), ending: 'html' },
  markdown: { label: 'Markdown', detail: l10n.t('For a wiki or a pull request'), ending: 'md' },
  json: { label: 'JSON', detail: l10n.t('For programs, and to compare with later'), ending: 'json' },
  sarif: { label: 'SARIF', detail: l10n.t('For code scanning services'), ending: 'sarif' },
} as const;

type Format = keyof typeof FORMATS;

/** What the command may be told, so that a key binding or another extension need not answer questions. */
interface SaveWish {
  readonly format?: Format;
  readonly target?: Uri;
}

const SHOWN_FOR = 10_000;

/** Asks for the format and the file where they are not named, and writes. */
export async function saveReport(
  client: BaseLanguageClient,
  scope: Scope,
  wish: unknown,
  earlier: string | undefined,
): Promise<void> {
  const wanted = readWish(wish);
  const format = wanted.format ?? (await chooseFormat());
  const target = format && (wanted.target ?? (await chooseTarget(scope, format)));
  if (!target) return;
  const report = { format, ...(earlier === undefined ? {} : { earlier }) };
  const made = await withLateProgress(l10n.t('Making the hardening report'), (token, say) =>
    makeReport(client, scope, report, token, say),
  );
  if (made) await write(target, made.text);
}

/** From a menu of the explorer the command is told all that is selected, which is no wish. */
function readWish(wish: unknown): SaveWish {
  if (typeof wish !== 'object' || wish === null || Array.isArray(wish)) return {};
  const { format, target }: { readonly format?: unknown; readonly target?: unknown } = wish;
  return { ...(isFormat(format) ? { format } : {}), ...(target instanceof Uri ? { target } : {}) };
}

function isFormat(format: unknown): format is Format {
  return typeof format === 'string' && Object.hasOwn(FORMATS, format);
}

async function chooseFormat(): Promise<Format | undefined> {
  const items = Object.entries(FORMATS).map(([id, { label, detail }]): QuickPickItem & { id: string } => ({
    id,
    label,
    detail,
  }));
  const title = l10n.t('Save Hardening Report');
  const chosen = await window.showQuickPick(items, { title, placeHolder: l10n.t('In which format?') });
  return isFormat(chosen?.id) ? chosen.id : undefined;
}

async function chooseTarget({ folders }: Scope, format: Format): Promise<Uri | undefined> {
  const { label, ending } = FORMATS[format];
  const [first] = folders;
  return window.showSaveDialog({
    title: l10n.t('Save Hardening Report'),
    filters: { [label]: [ending] },
    ...(first ? { defaultUri: Uri.joinPath(first.uri, `hardening-report.${ending}`) } : {}),
  });
}

async function write(target: Uri, text: string): Promise<void> {
  try {
    await workspace.fs.writeFile(target, new TextEncoder().encode(text));
    const name = workspace.asRelativePath(target);
    window.setStatusBarMessage(`$(shield) ${l10n.t('The hardening report is in {0}', name)}`, SHOWN_FOR);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    void window.showErrorMessage(l10n.t('The report could not be written: {0}', reason));
  }
}
