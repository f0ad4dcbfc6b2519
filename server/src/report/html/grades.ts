/** The grades, worst first; each unfolds to what is wrong with the points it takes, and to what is right. */
import { FULL_POINTS, MOST_COUNTED } from '../grade.ts';
import type { Deduction, FileReview, GradedSubject, ReviewCredit } from '../report.ts';
import { anchors, type Facts, type Placed, titleOf } from './facts.ts';
import { type Html, html } from './markup.ts';
import { pageMark, placeMark } from './place.ts';
import { count, digits, severityMark, short, ungradedOf, withCode } from './words.ts';

/** So many are shown before the rest is folded: fewer than in other lists, for each is a line to be read. */
const SHOWN = 25;
const FOLD = 250;

export function gradesSection(facts: Facts): Html {
  const { subjects } = facts.report;
  const without = ungradedOf(facts.report);
  const files = new Map(facts.report.files.map((file) => [file.path, file]));
  const cards = (part: readonly GradedSubject[]): Html =>
    html`<div class="cards">${part.map((subject) => card(facts, subject, files.get(subject.path)))}</div>`;
  const folds: Html[] = [];
  for (let start = SHOWN; start < subjects.length; start += FOLD) {
    const part = subjects.slice(start, start + FOLD);
    folds.push(
      html`<details class="more">
        <summary>
          More grades: ${digits(start + 1)} to ${digits(start + part.length)} of ${digits(subjects.length)},
          ${lettersOf(part)}
        </summary>
        ${cards(part)}
      </details>`,
    );
  }
  return html`<section id="grades" aria-labelledby="grades-title">
    <h2 id="grades-title">Grades</h2>
    ${subjects.length === 0 && without === undefined ? html`<p>There is no service and no image to grade.</p>` : html`<p class="lead">The worst first. Each opens to its arithmetic; <a href="#method">how grades are made</a> has the rules of it.</p>`}
    ${cards(subjects.slice(0, SHOWN))}${folds}
    ${without === undefined ? undefined : html`<p class="aside">${without} <a href="#unchecked">could not be judged</a>.</p>`}
  </section>`;
}

/** `E`, `E to C`. */
function lettersOf(subjects: readonly GradedSubject[]): string {
  const [first, last] = [subjects[0]?.grade.letter, subjects.at(-1)?.grade.letter];
  return first === last ? `${first}` : `${first} to ${last}`;
}

function card(facts: Facts, subject: GradedSubject, file: FileReview | undefined): Html {
  const { grade, kind, name, path, findings, credits } = subject;
  const isFile = name === path;
  const found = findings.length === 0 ? 'nothing found' : count(findings.length, 'finding');
  return html`<details class="card" id="${anchors.subject(subject)}">
    <summary>
      <span class="grade grade-${grade.letter}"><span class="hidden">Grade </span>${grade.letter}</span>
      <h3>
        <span class="name">${short(name)}</span>
        <span class="aside">${kind}${isFile ? undefined : html` in ${short(path)}`}</span>
      </h3>
      <span class="sum"
        ><b>${grade.points}</b> points
        <span class="aside"
          >${found}${credits > 0 ? `, ${count(credits, 'hardening')}` : undefined}${grade.provisional ? ', provisional' : undefined}</span
        ></span
      >
    </summary>
    <div class="inside">${arithmetic(facts, subject)} ${rightWith(subject, file)}</div>
  </details>`;
}

function arithmetic(facts: Facts, { grade, findings }: GradedSubject): Html {
  const placed = findings.flatMap((fingerprint) => facts.byFingerprint.get(fingerprint) ?? []);
  const rows = grade.deductions.map((deduction) => deductionRow(facts, deduction, placed));
  const taken = grade.deductions.reduce((sum, { points }) => sum + points, 0);
  const floor = taken > FULL_POINTS ? `, and never below 0` : '';
  return html`<div class="wrong">
    <h4>What is wrong</h4>
    <table class="sums">
      <caption class="hidden">
        The arithmetic of this grade
      </caption>
      <thead class="hidden">
        <tr>
          <th scope="col">What takes points</th>
          <th scope="col">Points</th>
        </tr>
      </thead>
      <tbody>
        <tr class="start">
          <td>Every grade begins with</td>
          <td class="number">${FULL_POINTS}</td>
        </tr>
        ${rows}
      </tbody>
      <tfoot>
        <tr>
          <td>Left${floor}: grade ${grade.letter}</td>
          <td class="number">${grade.points}</td>
        </tr>
      </tfoot>
    </table>
    ${grade.cap && html`<p class="note">${grade.cap}</p>`}
    ${grade.provisional ? html`<p class="note">Provisional: something of it <a href="#unchecked">could not be judged</a>.</p>` : undefined}
  </div>`;
}

function deductionRow(
  facts: Facts,
  { ruleId, severity, points, count: number }: Deduction,
  placed: readonly Placed[],
): Html {
  const own = placed.filter(({ finding }) => finding.ruleId === ruleId && finding.severity === severity);
  const items = own.map(
    ({ finding }) =>
      html`<li>
        <a href="#${anchors.finding(finding.fingerprint)}">Line ${finding.range.start.line + 1}</a>:
        ${finding.message}
      </li>`,
  );
  return html`<tr>
    <td>
      ${severityMark(severity)}
      <a href="#${facts.byRule.has(ruleId) ? anchors.rule(ruleId) : 'exceptions'}"
        >${withCode(titleOf(facts, ruleId))}</a
      >${number > MOST_COUNTED ? html` <span class="aside">${digits(number)} findings, of which ${MOST_COUNTED} count</span>` : undefined}
      <ul>
        ${items}
      </ul>
    </td>
    <td class="number">−${points}</td>
  </tr>`;
}

function rightWith(subject: GradedSubject, file: FileReview | undefined): Html {
  const credits = file ? file.credits.filter((credit) => belongsTo(subject, credit, file)) : [];
  const items = credits.map(
    (credit) =>
      html`<li>
        ${credit.message} ${placeMark(subject.path, credit.range, `line ${credit.range.start.line + 1}`)}
        ${pageMark(credit.ruleId, undefined, credit.ruleId)}
      </li>`,
  );
  return html`<div class="right">
    <h4>What is right</h4>
    ${
      items.length === 0
        ? html`<p class="aside">No hardening was seen here that a rule looks for.</p>`
        : html`<ul class="credits">
            ${items}
          </ul>`
    }
  </div>`;
}

/** The same division as in the grades: an image is all of its file, a service its part, a project what is in none. */
function belongsTo({ kind, name }: GradedSubject, { part }: ReviewCredit, { parts }: FileReview): boolean {
  if (kind === 'image') return true;
  if (kind === 'project') return part === undefined;
  return part !== undefined && parts[part]?.name === name;
}
