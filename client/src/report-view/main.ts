/** Makes the page of a report live inside an editor. The page needs none of it to be read. */
import { Filter } from './filter.ts';
import { enliven, hearReader } from './marks.ts';
import type { FromPage, ToPage } from './messages.ts';
import { placeOf, putBack, snapshot } from './place.ts';
import { makeToolbar } from './toolbar.ts';

/** What an editor gives to its pages. */
interface Editor {
  postMessage(message: FromPage): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): Editor;

/** After so many milliseconds without scrolling or folding, what is shown is kept for when the page is made anew. */
const REST = 200;

start(acquireVsCodeApi());

function start(editor: Editor): void {
  const ticks = new Map<string, boolean>();
  const filter = new Filter();
  const toolbar = makeToolbar(filter, (message) => editor.postMessage(message));
  document.body.insertBefore(toolbar.element, document.querySelector('main'));
  enliven(ticks);
  putBack(snapshot(editor.getState()));
  hearReader(ticks, (message) => editor.postMessage(message));
  keepState(editor);
  addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (!isForPage(data)) return;
    if (data.kind === 'progress') return toolbar.showProgress(data.done, data.total);
    toolbar.showProgress(0, 0, false);
    update(data.html, ticks);
    filter.apply();
  });
  editor.postMessage({ kind: 'ready' });
}

/** Puts a new report in the place of the old one; the reader stays where they are. */
function update(html: string, ticks: ReadonlyMap<string, boolean>): void {
  const page = new DOMParser().parseFromString(html, 'text/html');
  const fresh = page.querySelector('main');
  const old = document.querySelector('main');
  if (!fresh || !old) return;
  const before = placeOf();
  document.title = page.title;
  old.replaceChildren(...fresh.childNodes);
  enliven(ticks);
  putBack(before);
}

/** A hidden page is thrown away; when it is shown again, it begins where it was left. */
function keepState(editor: Editor): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const later = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => editor.setState(placeOf()), REST);
  };
  addEventListener('scroll', later, { passive: true });
  // Folds do not bubble when they open, so they are heard on the way down.
  addEventListener('toggle', later, { capture: true });
}

function isForPage(data: unknown): data is ToPage {
  if (typeof data !== 'object' || data === null || !('kind' in data)) return false;
  if (data.kind === 'update') return 'html' in data && typeof data.html === 'string';
  return (
    data.kind === 'progress' &&
    'done' in data &&
    typeof data.done === 'number' &&
    'total' in data &&
    typeof data.total === 'number'
  );
}
