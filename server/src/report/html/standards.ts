/** The findings by the items of published standards: links to where they stand, for who must answer to a list. */
import { STANDARDS, type Standard, type StandardItem } from '../../knowledge/standards.ts';
import { findingsOfItem } from '../items.ts';
import { anchors, type Facts, type Placed, titleOf } from './facts.ts';
import { type Html, html } from './markup.ts';
import { count, digits, short, withCode } from './words.ts';

export function standardsSection(facts: Facts): Html {
  return html`<section id="standards" aria-labelledby="standards-title">
    <h2 id="standards-title">By standard</h2>
    <p class="lead">
      The items for which something was found. An item that is missing here is not thereby met: no rule may
      look at it yet, and much of these standards is about the host.
    </p>
    ${STANDARDS.map((standard) => standardPart(facts, standard))}
  </section>`;
}

function standardPart(facts: Facts, standard: Standard): Html {
  const rows = standard.items.flatMap((item) => itemRow(facts, standard.name, item) ?? []);
  return html`<h3><a href="${standard.url}" rel="noreferrer">${standard.name}</a></h3>
    ${
      rows.length === 0
        ? html`<p>Nothing was found for any item.</p>`
        : html`<table class="items">
            <caption class="hidden">
              Findings by item of ${standard.name}
            </caption>
            <thead>
              <tr>
                <th scope="col">Item</th>
                <th scope="col">Asks for</th>
                <th scope="col">Findings</th>
              </tr>
            </thead>
            <tbody>
              ${rows}
            </tbody>
          </table>`
    }`;
}

function itemRow(facts: Facts, standard: string, { id, title }: StandardItem): Html | undefined {
  const items = findingsOfItem(facts, standard, id);
  if (items.length === 0) return undefined;
  const cells = items.map(({ ruleId, findings }) => ruleLinks(facts, ruleId, findings));
  return html`<tr>
    <th scope="row">${id}</th>
    <td>${title}</td>
    <td>${cells}</td>
  </tr>`;
}

/** So many findings are linked one by one; for the others there is the link to their rule. */
const MOST_LINKS = 8;

function ruleLinks(facts: Facts, ruleId: string, findings: readonly Placed[]): Html {
  const links = findings.slice(0, MOST_LINKS).map(({ finding, path }) => {
    const line = finding.range.start.line + 1;
    return html`<li><a href="#${anchors.finding(finding.fingerprint)}">${short(path)}:${line}</a></li>`;
  });
  const more = findings.length - MOST_LINKS;
  return html`<p>
      <a href="#${anchors.rule(ruleId)}">${withCode(titleOf(facts, ruleId))}</a>
      <span class="aside">${count(findings.length, 'finding')}</span>
    </p>
    <ul class="links">
      ${links}${more > 0 ? html`<li class="aside">and ${digits(more)} more</li>` : undefined}
    </ul>`;
}
