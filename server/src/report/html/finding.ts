/** One finding: what is wrong, where, the lines that show it, what would mend it. */
import type { EvidenceLine, ReviewFix, ReviewRelated } from '../report.ts';
import { anchors, type Placed } from './facts.ts';
import { type Html, html } from './markup.ts';
import { placeMark } from './place.ts';
import { severityMark } from './words.ts';

export function findingItem({ finding, path }: Placed, isNew: boolean): Html {
  const { fingerprint, severity, message, place, range, evidence, fixes, refused, related } = finding;
  const marks = [...(isNew ? ['new'] : []), ...(finding.known === true ? ['known'] : [])];
  return html`<li class="finding ${severity}" id="${anchors.finding(fingerprint)}">
    <p>${severityMark(severity)} ${marks.map((mark) => html`<b class="${mark}">${mark}</b> `)}${message}</p>
    <p class="where">
      ${placeMark(path, range)}${place === '' ? undefined : html` <span class="aside">${place}</span>`}
    </p>
    ${evidence.length === 0 ? undefined : html`<div class="evidence">${evidence.map(evidenceLine)}</div>`}
    ${fixes.length === 0 ? undefined : html`<p class="fixes">Fix: ${fixes.map((fix, index) => fixMark(path, fingerprint, fix, index))}</p>`}
    ${refused === undefined ? undefined : html`<p class="note">No fix is applied here: ${refused}</p>`}
    ${
      related.length === 0
        ? undefined
        : html`<ul class="related">
            ${related.map(relatedItem)}
          </ul>`
    }
  </li>`;
}

function evidenceLine({ number, text, marked: { start, end } }: EvidenceLine): Html {
  const marked = end > start ? html`<mark>${text.slice(start, end)}</mark>` : undefined;
  return html`<code data-number="${number}">${text.slice(0, start)}${marked}${text.slice(end)}</code>`;
}

function fixMark(
  path: string,
  fingerprint: string,
  { title, applicability }: ReviewFix,
  index: number,
): Html {
  return html`<span
    class="fix"
    data-path="${path}"
    data-fingerprint="${fingerprint}"
    data-fix="${index}"
    data-applicability="${applicability}"
    >${title}</span
  >`;
}

function relatedItem({ path, range, message }: ReviewRelated): Html {
  return html`<li>${placeMark(path, range)} <span class="aside">${message}</span></li>`;
}
