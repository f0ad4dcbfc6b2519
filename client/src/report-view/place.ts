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
  scrollBack(place, FRAMES);
}

/** What comes into sight gets its true height only then, and moves what stands below: so it takes a few looks. */
const FRAMES = 5;

function scrollBack(place: ReaderPlace, frames: number): void {
  const anchor = place.top && document.getElementById(place.top.id);
  const target = anchor
    ? scrollY + anchor.getBoundingClientRect().top - (place.top?.offset ?? 0)
    : place.scroll;
  scrollTo(0, target);
  if (frames > 0) requestAnimationFrame(() => scrollBack(place, frames - 1));
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

/**
 * Looks where text stands, from the toolbar down. The best is what begins in sight:
 * what begins far above may end up higher or lower when things between there and here get their true heights.
 */
function topmost(): ReaderPlace['top'] {
  let best: ReaderPlace['top'];
  for (let y = 60; y < innerHeight; y += 30) {
    const element = document.elementFromPoint(innerWidth / 3, y)?.closest('main [id]');
    if (!element) continue;
    const found = { id: element.id, offset: element.getBoundingClientRect().top };
    if (found.offset >= 0) return found;
    if (!best || found.offset > best.offset) best = found;
  }
  return best;
}
