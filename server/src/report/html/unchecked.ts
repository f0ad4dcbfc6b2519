/** What was not checked, and what was: a report that does not say so cannot be relied on. */
import type { FileReview, Report, ReviewGap } from '../report.ts';
import { anchors, type Facts } from './facts.ts';
import { type Html, html } from './markup.ts';
import { fileMark, foldedList, placeMark } from './place.ts';
import { count, digits } from './words.ts';

export function uncheckedSection({ files }: Report): Html {
  const missed = files.filter(({ status }) => status !== 'judged');
  const judged = files.filter(({ status }) => status === 'judged');
  const flawed = judged.filter(({ problems }) => problems.length > 0);
  const gaps = judged.flatMap(({ path, gaps }) => gaps.map((gap) => ({ path, gap })));
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
    ...REASONS.map(([reason, title]) =>
      gapsPart(
        title,
        gaps.filter(({ gap }) => gap.reason === reason),
      ),
    ),
  ];
  const isComplete = parts.every((part) => part === undefined);
  return html`<section id="unchecked" aria-labelledby="unchecked-title">
    <h2 id="unchecked-title">What was not checked</h2>
    ${isComplete ? html`<p>All that was found in these files could be judged. What runs in the end may still differ: an image brings settings of its own, and a command line can change any of them.</p>` : html`<p class="lead">What stands here may be right or wrong; this report does not know.</p>`}
    ${parts} ${filesFold(judged)}
  </section>`;
}

const REASONS: readonly (readonly [ReviewGap['reason'], string])[] = [
  ['variable', 'Variables that nobody sets'],
  ['file', 'Files that were not read'],
  ['remote', 'What only a network could fetch'],
  ['notation', 'Forms that are not understood'],
];

interface PlacedGap {
  readonly path: string;
  readonly gap: ReviewGap;
}

function gapsPart(title: string, gaps: readonly PlacedGap[]): Html | undefined {
  if (gaps.length === 0) return undefined;
  const item = ({ path, gap }: PlacedGap): Html =>
    html`<li>${placeMark(path, gap.range)} <span>${gap.message}</span></li>`;
  return html`<h3>${title}</h3>
    ${foldedList(gaps, 'places', item)}`;
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

/** The place of the exceptions, which keep it while there are none. */
export function exceptionsSection({ report, byFingerprint }: Facts): Html {
  const items = report.exceptions.map(({ fingerprint, reason, until }) => {
    const placed = byFingerprint.get(fingerprint);
    const what = placed && html`<a href="#${anchors.finding(fingerprint)}">${placed.finding.message}</a> `;
    return html`<li>
      ${what ?? `${fingerprint} `}<span
        >${reason}${until === undefined ? undefined : ` Until ${until}.`}</span
      >
    </li>`;
  });
  return html`<section id="exceptions" aria-labelledby="exceptions-title">
    <h2 id="exceptions-title">Exceptions</h2>
    ${
      items.length === 0
        ? html`<p class="aside">No finding is excepted.</p>`
        : html`<ul class="list">
            ${items}
          </ul>`
    }
  </section>`;
}
