/** The head of the page: three lines that say what was looked at, how it stands, and what to change first. */
import type { GradedSubject, Report } from '../report.ts';
import { LETTERS, numberOf } from '../grade.ts';
import { anchors, countBySeverity, type Facts } from './facts.ts';
import { type Html, html } from './markup.ts';
import { count, digits, enumerate, longDate, SEVERITIES, short, subjectName, withCode } from './words.ts';

export function headOf(facts: Facts): Html {
  const { report } = facts;
  return html`<header class="head">
    <p class="eyebrow">Hardening report</p>
    <h1>${short(report.title)}</h1>
    <p class="byline">
      <time datetime="${report.date}">${longDate(report.date)}</time>, Bulkhead
      ${report.tool.version}${report.strict ? ', strict profile' : undefined}
    </p>
    <dl class="answers">
      <div>
        <dt>Looked at</dt>
        <dd>${lookedAt(report)}</dd>
      </div>
      <div>
        <dt>How it stands</dt>
        <dd>${standing(facts)}${gradeStrip(report.subjects)}</dd>
      </div>
      <div>
        <dt>Change first</dt>
        <dd>${changes(facts)}</dd>
      </div>
    </dl>
  </header>`;
}

const NOTATIONS: Readonly<Record<string, string>> = { compose: 'Compose file', dockerfile: 'Dockerfile' };

function lookedAt({ files }: Report): Html {
  const judged = files.filter(({ status }) => status === 'judged');
  const kinds = Object.entries(NOTATIONS).map(([id, name]) =>
    tally(judged, ({ surface }) => surface === id, name),
  );
  const parts: readonly (readonly [number, string])[] = [
    [numberOf('service', files), 'service'],
    [numberOf('image', files), 'image'],
  ];
  const missed = files.length - judged.length;
  const gaps = files.reduce((sum, file) => sum + file.gaps.length, 0);
  const limits = [
    ...(missed > 0 ? [count(missed, 'file')] : []),
    ...(gaps > 0 ? [count(gaps, 'detail')] : []),
  ];
  const read = [named(kinds), named(parts)].filter((words) => words !== '').join(', with ');
  return html`${read === '' ? 'No file that configures containers was read' : read}.
  ${limits.length === 0 ? undefined : html` Not checked: <a href="#unchecked">${enumerate(limits)}</a>.`}`;
}

function tally<T>(
  items: readonly T[],
  isMeant: (item: T) => boolean,
  noun: string,
): readonly [number, string] {
  return [items.filter(isMeant).length, noun];
}

function named(numbers: readonly (readonly [number, string])[]): string {
  return enumerate(numbers.filter(([number]) => number > 0).map(([number, noun]) => count(number, noun)));
}

function standing(facts: Facts): Html {
  const { report, all } = facts;
  if (all.length === 0) return html`<p>Nothing was found that should change.${besides(facts)}</p>`;
  const counts = countBySeverity(all);
  const bySeverity = named(SEVERITIES.map((severity) => [counts[severity], severity]));
  const worst = report.subjects[0];
  return html`<p>
    <a href="#findings">${count(all.length, 'finding')}</a>: ${bySeverity}.${besides(facts)}
    ${worst && html` The lowest grade is ${worst.grade.letter}, for ${html`<a href="#${anchors.subject(worst)}">${subjectName(worst)}</a>`}.`}
    ${sinceThen(report)}
  </p>`;
}

/** How many findings are known, and how many are excepted. */
function besides({ all, excepted }: Facts): Html | undefined {
  const known = all.filter(({ finding }) => finding.known === true).length;
  if (known + excepted.length === 0) return undefined;
  return html`${known > 0 ? html` ${digits(known)} of them in the baseline.` : undefined}${
    excepted.length > 0
      ? html` <a href="#exceptions">${digits(excepted.length)} more excepted</a>.`
      : undefined
  }`;
}

function sinceThen({ comparison }: Report): Html | undefined {
  if (!comparison) return undefined;
  const { date, mended, added } = comparison;
  return html` <a href="#comparison">Since ${longDate(date)}</a>: ${digits(mended.length)} mended,
    ${digits(added.length)} new.`;
}

/** How many services and images have which grade; what belongs to none of them would only make an A of an obsolete line. */
function gradeStrip(subjects: readonly GradedSubject[]): Html | undefined {
  const graded = subjects.filter(({ kind }) => kind !== 'project');
  if (graded.length === 0) return undefined;
  const items = LETTERS.map(({ letter }) => {
    const number = graded.filter(({ grade }) => grade.letter === letter).length;
    return html`<li${number === 0 ? html` class="none"` : undefined}><span class="grade grade-${letter}">${letter}</span> <span>${digits(number)}</span></li>`;
  });
  return html`<ul class="strip" aria-label="Number of services and images with each grade">
    ${items}
  </ul>`;
}

const MOST_CHANGES = 3;

function changes({ report }: Facts): Html {
  const first = report.priorities.slice(0, MOST_CHANGES);
  if (first.length === 0) return html`<p>Nothing that was checked asks for a change.</p>`;
  const items = first.map(({ ruleId, action, findings, files }) => {
    const where = `${count(findings, 'finding')} in ${count(files, 'file')}`;
    return html`<li>
      <a href="#${anchors.rule(ruleId)}">${withCode(action)}</a> <span class="aside">${where}</span>
    </li>`;
  });
  return html`<ol class="changes">
    ${items}
  </ol>`;
}
