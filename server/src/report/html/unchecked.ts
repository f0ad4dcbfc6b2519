/** What was not checked, and what was: a report that does not say so cannot be relied on. */
import { BLIND_SPOTS } from '../blind-spots.ts';
import { type EqualGaps, type GapPlace, gapsByMessage } from '../gaps.ts';
import type { FileReview, Report, ReviewGap } from '../report.ts';
import { type Html, html } from './markup.ts';
import { fileMark, foldedList, placeMark } from './place.ts';
import { count, digits, withCode } from './words.ts';

export function uncheckedSection({ files }: Report): Html {
  const missed = files.filter(({ status }) => status !== 'judged');
  const judged = files.filter(({ status }) => status === 'judged');
  const flawed = judged.filter(({ problems }) => problems.length > 0);
  const parts = [
    missed.length > 0
      ? html`<h3>Files</h3>
          ${foldedList(missed, 'files', missedItem)}`
      : undefined,
    flawed.length > 0
      ? html`<h3>Files with errors in them</h3>
          <p>What they say could not be read, or not as a whole.</p>
          ${foldedList(flawed, 'files', flawedItem)}`
      : undefined,
    ...REASONS.map(([reason, title]) => gapsPart(title, gapsByMessage(judged, reason))),
  ];
  const isComplete = parts.every((part) => part === undefined);
  return html`<section id="unchecked" aria-labelledby="unchecked-title">
    <h2 id="unchecked-title">What was not checked</h2>
    ${isComplete ? html`<p>All that was found in these files could be judged. What runs in the end may still differ: an image brings settings of its own, and a command line can change any of them.</p>` : html`<p class="lead">What stands here may be right or wrong; this report does not know.</p>`}
    ${parts} ${blindSpots()} ${filesFold(judged)}
  </section>`;
}

const REASONS: readonly (readonly [ReviewGap['reason'], string])[] = [
  ['variable', 'Variables that nobody sets'],
  ['file', 'What other files decide'],
  ['remote', 'What only a network could fetch'],
  ['notation', 'Forms that are not understood'],
];

function gapsPart(title: string, gaps: readonly EqualGaps[]): Html | undefined {
  if (gaps.length === 0) return undefined;
  return html`<h3>${title}</h3>
    ${foldedList(gaps, 'details', gapItem)}`;
}

/** What was not checked for the same reason in many places is said once. */
function gapItem({ message, places }: EqualGaps): Html {
  const [first, ...more] = places;
  if (more.length === 0) {
    return html`<li>${placeMark(first.path, first.range)} <span>${message}</span></li>`;
  }
  const place = ({ path, range }: GapPlace): Html => html`<li>${placeMark(path, range)}</li>`;
  return html`<li>
    <span>${message}</span>
    <details class="more">
      <summary>In ${count(places.length, 'place')}</summary>
      ${foldedList(places, 'places', place)}
    </details>
  </li>`;
}

function blindSpots(): Html {
  return html`<h3>What no rule looks at</h3>
    <p>Nothing is said here of the following, be it right or wrong:</p>
    <ul>
      ${BLIND_SPOTS.map((spot) => html`<li>${withCode(spot)}</li>`)}
    </ul>`;
}

function missedItem({ path, problems, gaps }: FileReview): Html {
  const reasons = [...problems, ...gaps].map(({ message }) => message).join(' ');
  return html`<li>${fileMark(path)} <span>${reasons}</span></li>`;
}

function flawedItem({ path, problems }: FileReview): Html {
  const [first] = problems;
  const more = problems.length - 1;
  return html`<li>
    ${first?.range ? placeMark(path, first.range) : fileMark(path)}
    <span>${first?.message}${more > 0 ? ` And ${digits(more)} more.` : undefined}</span>
  </li>`;
}

function filesFold(judged: readonly FileReview[]): Html | undefined {
  if (judged.length === 0) return undefined;
  const item = ({ path, findings }: FileReview): Html =>
    html`<li>
      ${fileMark(path)}
      <span class="aside"
        >${findings.length === 0 ? 'nothing found' : count(findings.length, 'finding')}</span
      >
    </li>`;
  return html`<details class="more">
    <summary>The ${count(judged.length, 'file')} that were checked</summary>
    ${foldedList(judged, 'files', item)}
  </details>`;
}
