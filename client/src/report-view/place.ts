/** Remembers what a reader looks at, in words that hold for the next report too: open folds, focus, and where the window stands. */

/** The place of a reader in a page. */
export interface ReaderPlace {
  /** Keys of the folds, and whether each is open. */
  readonly folds: readonly (readonly [string, boolean])[];
  /** What has the focus. */
  readonly focus: string | undefined;
  /** The topmost thing with a name that is seen, and how far from the top of the window it stands. */
  readonly top: { readonly id: string; readonly offset: number } | undefined;
  readonly scroll: number;
}

export function placeOf(): ReaderPlace {
  const folds = [...named('details')].flatMap(([key, fold]) =>
    fold instanceof HTMLDetailsElement ? [[key, fold.open] as const] : [],
  );
  const active = document.activeElement;
  const focus = active && [...named(FOCUSED)].find(([, element]) => element === active)?.[0];
  return { folds, focus: focus ?? undefined, top: topmost(), scroll: scrollY };
}

export function putBack(place: ReaderPlace | undefined): void {
  if (!place) return;
  const folds = new Map(place.folds);
  for (const [key, fold] of named('details')) {
    const open = folds.get(key);
    if (open !== undefined && fold instanceof HTMLDetailsElement) fold.open = open;
  }
  if (place.focus !== undefined) {
    const element = named(FOCUSED).get(place.focus);
    if (element instanceof HTMLElement) element.focus({ preventScroll: true });
  }
  const anchor = place.top && document.getElementById(place.top.id);
  if (!anchor) return scrollTo(0, place.scroll);
  scrollTo(0, scrollY + anchor.getBoundingClientRect().top - (place.top?.offset ?? 0));
}

/** Reads a place that was kept; undefined for anything else. */
export function snapshot(state: unknown): ReaderPlace | undefined {
  if (typeof state !== 'object' || state === null || !('folds' in state)) return undefined;
  const { folds } = state;
  if (!Array.isArray(folds)) return undefined;
  const scroll = 'scroll' in state && typeof state.scroll === 'number' ? state.scroll : 0;
  return { folds: folds.flatMap(foldIn), focus: undefined, top: topIn(state), scroll };
}

function foldIn(fold: unknown): (readonly [string, boolean])[] {
  if (!Array.isArray(fold)) return [];
  const [key, open]: unknown[] = fold;
  return typeof key === 'string' && typeof open === 'boolean' ? [[key, open]] : [];
}

function topIn(state: object): ReaderPlace['top'] {
  const top = 'top' in state ? state.top : undefined;
  if (typeof top !== 'object' || top === null || !('id' in top) || !('offset' in top)) return undefined;
  const { id, offset } = top;
  return typeof id === 'string' && typeof offset === 'number' ? { id, offset } : undefined;
}

const FOCUSED = 'a, summary, input, [tabindex="0"]';

/** Elements of the main part by a key: the name of what they stand in, and which of their kind they are there. */
function named(selector: string): Map<string, Element> {
  const elements = new Map<string, Element>();
  const numbers = new Map<string, number>();
  for (const element of document.querySelectorAll(`main :is(${selector})`)) {
    const home = `${element.closest('[id]')?.id ?? ''} ${element.tagName}.${element.className}`;
    const number = numbers.get(home) ?? 0;
    numbers.set(home, number + 1);
    elements.set(`${home} ${number}`, element);
  }
  return elements;
}

/** Looks where text stands: a third of the way in, a little below the toolbar, then further down. */
function topmost(): ReaderPlace['top'] {
  for (let y = 60; y < innerHeight; y += 40) {
    const element = document.elementFromPoint(innerWidth / 3, y)?.closest('main [id]');
    if (element) return { id: element.id, offset: element.getBoundingClientRect().top };
  }
  return undefined;
}
