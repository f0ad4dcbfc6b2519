/** Turns what the page marks into links, buttons and boxes, and tells when a reader uses them. */
import type { FromPage } from './messages.ts';

/** What each kind of mark becomes. */
const ROLES = { place: 'link', page: 'link', fix: 'button' } as const;

/** Makes the marks of the main part live; `ticks` are those that the reader has set since the page was opened. */
export function enliven(ticks: ReadonlyMap<string, boolean>): void {
  for (const [kind, role] of Object.entries(ROLES)) {
    for (const mark of document.querySelectorAll(`main .${kind}`)) {
      mark.setAttribute('role', role);
      mark.setAttribute('tabindex', '0');
    }
  }
  for (const mark of document.querySelectorAll<HTMLElement>('main .tick')) makeBox(mark, ticks);
}

function makeBox(mark: HTMLElement, ticks: ReadonlyMap<string, boolean>): void {
  const item = mark.dataset['item'] ?? '';
  const question = mark.parentElement?.querySelector('.question');
  const box = document.createElement('input');
  box.type = 'checkbox';
  box.checked = ticks.get(item) ?? mark.dataset['ticked'] !== '';
  if (question) {
    question.id = `q-${item}`;
    box.setAttribute('aria-labelledby', question.id);
  }
  mark.replaceChildren(box);
}

/** Listens for clicks, for the keys that stand for them, and for ticks. */
export function hearReader(ticks: Map<string, boolean>, say: (message: FromPage) => void): void {
  const use = (event: Event): void => {
    const mark = markAt(event.target);
    const message = mark && messageOf(mark);
    if (!message) return;
    event.preventDefault();
    say(message);
  };
  document.addEventListener('click', use);
  document.addEventListener('keydown', (event) => {
    const isButton = markAt(event.target)?.getAttribute('role') === 'button';
    if (event.key === 'Enter' || (event.key === ' ' && isButton)) use(event);
  });
  document.addEventListener('change', ({ target }) => {
    if (!(target instanceof HTMLInputElement)) return;
    const item = target.closest<HTMLElement>('.tick')?.dataset['item'];
    if (item === undefined) return;
    ticks.set(item, target.checked);
    say({ kind: 'tick', item, ticked: target.checked });
  });
}

function markAt(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>('main :is(.place, .page, .fix)') : null;
}

function messageOf({ classList, dataset }: HTMLElement): FromPage | undefined {
  const text = (name: string): string => dataset[name] ?? '';
  const number = (name: string): number => Number(text(name));
  if (classList.contains('place')) {
    return {
      kind: 'open',
      path: text('path'),
      line: number('line'),
      character: number('character'),
      endLine: number('endLine'),
      endCharacter: number('endCharacter'),
    };
  }
  if (classList.contains('fix')) {
    return {
      kind: 'fix',
      path: text('path'),
      fingerprint: text('fingerprint'),
      fix: number('fix'),
      applicability: text('applicability'),
    };
  }
  const section = text('section');
  return { kind: 'page', page: text('page'), ...(section === '' ? {} : { section }) };
}
