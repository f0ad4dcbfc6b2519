/** Before and after: what was mended since an earlier report, what is new, what remains. */
import { type Segment, stackedBar, swatch } from '../charts/bars.ts';
import type { Comparison, EarlierFinding } from '../report.ts';
import { anchors, type Facts } from './facts.ts';
import { type Html, html } from './markup.ts';
import { fileMark, foldedList } from './place.ts';
import { count, digits, longDate, severityMark, short } from './words.ts';

export function comparisonSection(facts: Facts): Html | undefined {
  const { comparison } = facts.report;
  if (!comparison) return undefined;
  const { date, title, mended, added, remaining, unknown, cautions } = comparison;
  const other = title === facts.report.title ? undefined : html` on ${short(title)}`;
  return html`<section id="comparison" aria-labelledby="comparison-title">
    <h2 id="comparison-title">Before and after</h2>
    <p class="lead">
      Compared with the report${other} of <time datetime="${date}">${longDate(date)}</time>:
      ${count(mended.length, 'finding')} mended, ${digits(added.length)} new, ${digits(remaining.length)}
      remaining.
    </p>
    ${cautions.map((caution) => html`<p class="note">${caution}</p>`)} ${chart(comparison, facts.report.date)}
    <h3>Mended</h3>
    ${mended.length === 0 ? none : foldedList(mended, 'mended findings', earlierItem)}
    <h3>New</h3>
    ${added.length === 0 ? none : foldedList(added, 'new findings', (print) => newItem(facts, print))}
    <p class="note">
      What remains stands among the <a href="#findings">findings</a>, where new ones are marked.
    </p>
    ${
      unknown.length === 0
        ? undefined
        : html`<h3>Not looked at again</h3>
            <p>These stood in files that this report did not judge, so nobody knows.</p>
            ${foldedList(unknown, 'findings', earlierItem)}`
    }
  </section>`;
}

const none: Html = html`<p class="aside">None.</p>`;

type Kind = 'mended' | 'unknown' | 'remaining' | 'added';
const KINDS: readonly (readonly [Kind, string])[] = [
  ['remaining', 'remaining'],
  ['mended', 'mended'],
  ['unknown', 'not looked at again'],
  ['added', 'new'],
];

function chart(comparison: Comparison, today: string): Html {
  const number = (kind: Kind): number => comparison[kind].length;
  const before: readonly Kind[] = ['remaining', 'mended', 'unknown'];
  const after: readonly Kind[] = ['remaining', 'added'];
  const sum = (kinds: readonly Kind[]): number => kinds.reduce((total, kind) => total + number(kind), 0);
  const most = Math.max(sum(before), sum(after));
  const shown = KINDS.filter(([kind]) => kind !== 'unknown' || number(kind) > 0);
  const row = (name: string, kinds: readonly Kind[]): Html => {
    const segments = kinds.map((kind): Segment => ({ kind, value: number(kind) }));
    const cells = shown.map(
      ([kind]) => html`<td class="number">${kinds.includes(kind) ? digits(number(kind)) : '–'}</td>`,
    );
    return html`<tr>
      <th scope="row">${name}</th>
      <td class="graph">${stackedBar(segments, most)}</td>
      ${cells}
    </tr>`;
  };
  const heads = shown.map(
    ([kind, name]) => html`<th scope="col" class="number">${swatch(kind)} ${name}</th>`,
  );
  return html`<table class="chart">
    <caption>
      Findings before and after
    </caption>
    <thead>
      <tr>
        <th scope="col">Report</th>
        <td class="graph"></td>
        ${heads}
      </tr>
    </thead>
    <tbody>
      ${row(longDate(comparison.date), before)}${row(longDate(today), after)}
    </tbody>
  </table>`;
}

function earlierItem({ severity, message, path, place }: EarlierFinding): Html {
  const where = place === '' ? undefined : html` <span class="aside">${place}</span>`;
  return html`<li>${severityMark(severity)} ${message} ${fileMark(path)}${where}</li>`;
}

function newItem({ byFingerprint }: Facts, fingerprint: string): Html {
  const placed = byFingerprint.get(fingerprint);
  if (!placed) return html`<li>${fingerprint}</li>`;
  const { finding, path } = placed;
  return html`<li>
    ${severityMark(finding.severity)}
    <a href="#${anchors.finding(fingerprint)}">${short(path)}:${finding.range.start.line + 1}</a>
    ${finding.message}
  </li>`;
}
