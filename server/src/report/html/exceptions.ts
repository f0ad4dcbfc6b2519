/** The exceptions: what somebody allowed, why, until when, and where it is written. */
import type { ReviewException } from '../report.ts';
import { anchors, type Facts, type Placed } from './facts.ts';
import { type Html, html } from './markup.ts';
import { foldedList, placeMark } from './place.ts';
import { count, longDate, severityMark } from './words.ts';

export function exceptionsSection({ excepted }: Facts): Html {
  return html`<section id="exceptions" aria-labelledby="exceptions-title">
    <h2 id="exceptions-title">Exceptions</h2>
    ${
      excepted.length === 0
        ? html`<p class="aside">No finding is excepted.</p>`
        : html`<p class="lead">${lead(excepted)}</p>
            ${foldedList(excepted, 'exceptions', exceptionItem)}`
    }
  </section>`;
}

/** What a reader must know of all of them. */
export function lead(excepted: readonly Placed[]): string {
  const without = excepted.filter(({ finding }) => finding.exception?.reason === undefined).length;
  const endless = excepted.filter(({ finding }) => finding.exception?.until === undefined).length;
  const flaws = [
    ...(without > 0 ? [`${without} without a reason`] : []),
    ...(endless > 0 ? [`${endless} without an end`] : []),
  ];
  const what = `${count(excepted.length, 'finding')} that somebody allows${flaws.length > 0 ? `: ${flaws.join(', ')}` : ''}.`;
  return `${what} They are not listed above, but the grades count them.`;
}

function exceptionItem({ finding, path }: Placed): Html {
  const { fingerprint, severity, message, place, range, exception } = finding;
  return html`<li class="finding ${severity}" id="${anchors.finding(fingerprint)}">
    <p>${severityMark(severity)} ${message}</p>
    <p class="where">
      ${placeMark(path, range)}${place === '' ? undefined : html` <span class="aside">${place}</span>`}
    </p>
    ${exception && reasonOf(exception)}
  </li>`;
}

function reasonOf(exception: ReviewException): Html {
  const { reason, until, path, range } = exception;
  return html`<p>${reason === undefined ? 'No reason is given.' : html`Reason: ${reason}`}</p>
    <p class="where">
      ${placeMark(path, range)}
      <span class="aside"
        >${writtenAs(exception)}, ${until === undefined ? 'without an end' : `until ${longDate(until)}`}</span
      >
    </p>`;
}

const SCOPES: Readonly<Record<ReviewException['scope'], string>> = {
  entry: '',
  stage: ' for a stage',
  file: ' for the file',
};

/** `a comment for the file`, `a comment for hadolint`, `the configuration`. */
export function writtenAs({ form, tool, scope }: ReviewException): string {
  if (form === 'configuration') return 'the configuration';
  return `a comment${tool === undefined ? '' : ` for ${tool}`}${tool === undefined ? SCOPES[scope] : ''}`;
}
