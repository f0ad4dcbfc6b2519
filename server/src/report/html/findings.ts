/** The findings by cheat-sheet page: of each rule why it matters, how to fix it, and all that it found. */
import { barPatterns, stackedBar, swatch } from '../charts/bars.ts';
import type { RuleFacts } from '../report.ts';
import { anchors, countBySeverity, type Facts, type Placed, titleOf, worstOf } from './facts.ts';
import { findingItem } from './finding.ts';
import { type Html, html } from './markup.ts';
import { pageSection, pageTitle } from './pages.ts';
import { foldedList, pageMark, referenceMark } from './place.ts';
import { count, digits, SEVERITIES, severityMark, withCode } from './words.ts';

/** What a topic's rules found. */
interface Topic {
  readonly id: string;
  readonly title: string;
  readonly findings: readonly Placed[];
  /** In the order of the priorities. */
  readonly ruleIds: readonly string[];
}

/** With more findings than this, rules are folded at first, or nobody sees how many there are. */
const MOST_UNFOLDED = 60;

export function findingsSection(facts: Facts): Html {
  const topics = topicsOf(facts);
  if (topics.length === 0) return nothingFound;
  return html`<section id="findings" aria-labelledby="findings-title">
    <h2 id="findings-title">Findings</h2>
    <p class="lead">By cheat-sheet page, in the order of what to change first.</p>
    ${chart(topics)} ${topics.map((topic) => topicPart(facts, topic))}
  </section>`;
}

const nothingFound: Html = html`<section id="findings" aria-labelledby="findings-title">
  <h2 id="findings-title">Findings</h2>
  <p>Nothing was found.</p>
</section>`;

/** The topics in the order of the priorities of their rules. */
function topicsOf(facts: Facts): Topic[] {
  const ruleIds = new Map<string, string[]>();
  const known = facts.report.priorities.map(({ ruleId }) => ruleId);
  for (const id of new Set([...known, ...facts.byRule.keys()])) {
    if (!facts.byRule.has(id)) continue;
    const topic = facts.rules.get(id)?.topic ?? id;
    ruleIds.set(topic, [...(ruleIds.get(topic) ?? []), id]);
  }
  return [...ruleIds].map(([id, ids]) => ({
    id,
    title: pageTitle(facts.pageOf(id)) ?? id,
    findings: ids.flatMap((ruleId) => facts.byRule.get(ruleId) ?? []),
    ruleIds: ids,
  }));
}

function chart(topics: readonly Topic[]): Html {
  const most = Math.max(...topics.map(({ findings }) => findings.length));
  const rows = topics.map(({ id, title, findings }) => {
    const counts = countBySeverity(findings);
    const segments = SEVERITIES.map((kind) => ({ kind, value: counts[kind] }));
    const numbers = SEVERITIES.map(
      (severity) =>
        html`<td class="number${counts[severity] === 0 ? ' zero' : ''}">${digits(counts[severity])}</td>`,
    );
    return html`<tr>
      <th scope="row"><a href="#${anchors.topic(id)}">${title}</a></th>
      <td class="graph">${stackedBar(segments, most)}</td>
      ${numbers}
    </tr>`;
  });
  const heads = SEVERITIES.map((kind) => html`<th scope="col" class="number">${swatch(kind)} ${kind}</th>`);
  return html`${barPatterns}
    <table class="chart">
      <caption>
        Findings by page and severity
      </caption>
      <thead>
        <tr>
          <th scope="col">Page</th>
          <td class="graph"></td>
          ${heads}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>`;
}

function topicPart(facts: Facts, { id, title, ruleIds }: Topic): Html {
  return html`<div class="topic" id="${anchors.topic(id)}">
    <h3>${pageMark(id, undefined, title)}</h3>
    ${ruleIds.map((ruleId) => rulePart(facts, ruleId))}
  </div>`;
}

function rulePart(facts: Facts, ruleId: string): Html {
  const findings = facts.byRule.get(ruleId) ?? [];
  const files = new Set(findings.map(({ path }) => path)).size;
  const open = facts.all.length <= MOST_UNFOLDED ? html` open` : undefined;
  return html`<details class="rule" id="${anchors.rule(ruleId)}" ${open}>
    <summary>
      <h4>${withCode(titleOf(facts, ruleId))}</h4>
      <span class="sum"
        >${severityMark(worstOf(findings))}
        <span class="aside">${count(findings.length, 'finding')} in ${count(files, 'file')}</span></span
      >
    </summary>
    <div class="inside">
      ${explanation(facts.pageOf(ruleId))} ${ruleLine(facts, facts.rules.get(ruleId))} ${warnings(findings)}
      ${foldedList(findings, 'findings', (placed) => findingItem(placed, facts.added.has(placed.finding.fingerprint)))}
    </div>
  </details>`;
}

/** The first paragraph says enough for many; who wants to know more unfolds the rest. */
function explanation(page: string | undefined): Html | undefined {
  const why = pageSection(page, 'Why it matters');
  const fix = pageSection(page, 'How to fix');
  if (!why && !fix) return undefined;
  return html`<div class="prose">
    ${why?.first}
    ${
      why?.rest &&
      html`<details class="learn">
        <summary>More on why it matters</summary>
        ${why.rest}
      </details>`
    }
    ${
      fix &&
      html`<details class="learn">
        <summary>How to fix it</summary>
        ${fix.first}${fix.rest}
      </details>`
    }
  </div>`;
}

function ruleLine({ pageOf }: Facts, rule: RuleFacts | undefined): Html | undefined {
  if (!rule) return undefined;
  return html`<p class="rule-line">
    Rule ${pageMark(rule.id, undefined, html`<code>${rule.id}</code>`)}: ${rule.summary}. Cheat sheet:
    ${pageMark(rule.topic, rule.section, pageTitle(pageOf(rule.topic)) ?? rule.topic)}.
    <span class="aside">${rule.references.map(referenceMark)}</span>
  </p>`;
}

/** How many titles stand for a warning that many fixes share. */
const MOST_TITLES = 3;

/** What the fixes may break, said once and not at each of a hundred findings. */
function warnings(findings: readonly Placed[]): Html | undefined {
  const titles = new Map<string, Set<string>>();
  for (const { finding } of findings) {
    for (const { title, breaks } of finding.fixes) {
      if (breaks === undefined) continue;
      const of = titles.get(breaks) ?? new Set();
      titles.set(breaks, of.add(title));
    }
  }
  if (titles.size === 0) return undefined;
  const items = [...titles].map(
    ([breaks, of]) =>
      html`<div>
        <dt>${someOf([...of])}</dt>
        <dd>${breaks}</dd>
      </div>`,
  );
  return html`<div class="breaks">
    <h5>What a fix may break</h5>
    <dl>${items}</dl>
  </div>`;
}

function someOf(titles: readonly string[]): string {
  const more = titles.length - MOST_TITLES;
  const some = titles.slice(0, MOST_TITLES).join('; ');
  return more > 0 ? `${some}; and ${count(more, 'other')}` : some;
}
