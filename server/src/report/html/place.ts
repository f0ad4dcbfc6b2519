/** Where something stands, so that an editor can make a link of it; on paper it is the file and the line. */
import { STANDARDS } from '../../knowledge/standards.ts';
import type { Reference } from '../../model/rule.ts';
import type { Range } from '../report.ts';
import { type Html, html } from './markup.ts';
import { digits, short } from './words.ts';

/** `compose.yaml:12`, or other words for it. */
export function placeMark(path: string, { start, end }: Range, words?: string): Html {
  const shown = words ?? `${short(path)}:${start.line + 1}`;
  return html`<span
    class="place"
    data-path="${path}"
    data-line="${start.line}"
    data-character="${start.character}"
    data-end-line="${end.line}"
    data-end-character="${end.character}"
    >${shown}</span
  >`;
}

/** A file as a whole. */
export function fileMark(path: string): Html {
  const nowhere = { line: 0, character: 0 };
  return placeMark(path, { start: nowhere, end: nowhere }, short(path));
}

/** A page of a rule or a topic, or a section of one. */
export function pageMark(page: string, section: string | undefined, words: Html | string): Html {
  return html`<span class="page" data-page="${page}" data-section="${section ?? ''}">${words}</span>`;
}

/** An item of a standard by a short name: `CIS 5.5`, with a link where it has an address. */
export function referenceMark({ standard, id, url }: Reference): Html {
  const isKnown = STANDARDS.some(({ name }) => name === standard);
  const name = `${isKnown ? standard.split(' ')[0] : standard} ${id}`;
  if (url === undefined || !/^https:/u.test(url)) return html`<span class="standard">${name}</span>`;
  return html`<a class="standard" href="${url}" rel="noreferrer">${name}</a>`;
}

/** How many items of a long list are shown before the rest is folded, and how many a fold holds. */
const SHOWN = 20;
const FOLD = 500;

/** A list of which the first are shown; the rest is in folds that a reader opens. */
export function foldedList<T>(items: readonly T[], noun: string, itemOf: (item: T) => Html): Html {
  if (items.length <= SHOWN + 5)
    return html`<ul class="list">
      ${items.map(itemOf)}
    </ul>`;
  const folds: Html[] = [];
  for (let start = SHOWN; start < items.length; start += FOLD) {
    const part = items.slice(start, start + FOLD);
    const range = `${digits(start + 1)} to ${digits(start + part.length)} of ${digits(items.length)}`;
    folds.push(
      html`<details class="more">
        <summary>More ${noun}: ${range}</summary>
        <ul class="list">
          ${part.map(itemOf)}
        </ul>
      </details>`,
    );
  }
  return html`<ul class="list">
      ${items.slice(0, SHOWN).map(itemOf)}
    </ul>
    ${folds}`;
}
