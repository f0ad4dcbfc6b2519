/** The line above the report: what to do with it as a whole, the filter, and how far a new one is. */
import type { Filter } from './filter.ts';
import type { FromPage } from './messages.ts';

/** The toolbar of a page. */
export interface Toolbar {
  readonly element: HTMLElement;
  showProgress(done: number, total: number, isRunning?: boolean): void;
}

export function makeToolbar(filter: Filter, say: (message: FromPage) => void): Toolbar {
  const element = make('header', { className: 'toolbar' });
  element.append(
    button('Save…', () => say({ kind: 'save' })),
    button('Compare…', () => say({ kind: 'compare' })),
    ...filterParts(filter),
  );
  const { area, show } = progressParts(say);
  element.append(area);
  return { element, showProgress: show };
}

function filterParts(filter: Filter): readonly HTMLElement[] {
  const search = make('input', { type: 'search', placeholder: 'Filter findings' });
  search.setAttribute('aria-label', 'Filter findings');
  search.addEventListener('input', () => filter.search(search.value));
  const boxes = filter.severities.map((severity) => {
    const box = make('input', { type: 'checkbox', checked: true });
    box.addEventListener('change', () => filter.show(severity, box.checked));
    const label = make('label', {});
    label.append(box, ` ${severity}`);
    return label;
  });
  const group = make('span', { className: 'severities' });
  group.setAttribute('role', 'group');
  group.setAttribute('aria-label', 'Severities');
  group.append(...boxes);
  const result = make('span', { className: 'aside' });
  result.setAttribute('role', 'status');
  filter.onResult((message) => {
    result.textContent = message;
  });
  return [search, group, result];
}

function progressParts(say: (message: FromPage) => void): {
  area: HTMLElement;
  show: Toolbar['showProgress'];
} {
  const area = make('span', { className: 'progress', hidden: true });
  const bar = make('progress', {});
  bar.setAttribute('aria-label', 'Making the report');
  area.append(
    bar,
    button('Cancel', () => {
      area.hidden = true;
      say({ kind: 'cancel' });
    }),
  );
  const show = (done: number, total: number, isRunning = total === 0 || done < total): void => {
    area.hidden = !isRunning;
    // Without a value, a progress bar says that nobody knows how long.
    if (total === 0) return bar.removeAttribute('value');
    bar.max = total;
    bar.value = done;
  };
  return { area, show };
}

function button(text: string, use: () => void): HTMLButtonElement {
  const element = make('button', { type: 'button', textContent: text });
  element.addEventListener('click', use);
  return element;
}

function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Partial<HTMLElementTagNameMap[Name]>,
): HTMLElementTagNameMap[Name] {
  return Object.assign(document.createElement(name), properties);
}
