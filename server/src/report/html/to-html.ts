/** A report as one web page: without scripts, without anything that is loaded, readable on screens and on paper. */
import type { Report } from '../report.ts';
import { checklistSection } from './checklist.ts';
import { comparisonSection } from './comparison.ts';
import { exceptionsSection } from './exceptions.ts';
import { type Facts, factsOf } from './facts.ts';
import { findingsSection } from './findings.ts';
import { gradesSection } from './grades.ts';
import { headOf } from './head.ts';
import { type Html, html, print, trusted } from './markup.ts';
import { methodSection } from './method.ts';
import { standardsSection } from './standards.ts';
import { STYLE, STYLE_HASH } from './style.ts';
import { uncheckedSection } from './unchecked.ts';
import { digits, short } from './words.ts';

/** What makes the page live inside an editor: a script of ours, and the word by which the page lets it in. */
export interface View {
  readonly nonce: string;
  /** The address of the script. */
  readonly script: string;
}

/** The page. `pageOf` gives the Markdown of a rule or a topic; with a view, its script is all that is added. */
export function toHtml(report: Report, pageOf: (id: string) => string | undefined, view?: View): string {
  const facts = factsOf(report, pageOf);
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy(view)}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <title>${short(report.title)}: hardening report</title>
        ${style}${view && html`<script nonce="${view.nonce}" src="${view.script}" defer></script>`}
      </head>
      <body>
        <a class="skip" href="#main">Skip to the report</a>
        <main id="main" tabindex="-1">${sections(facts)}</main>
        <footer>
          <p>
            Made with Bulkhead ${report.tool.version}, which read files and nothing else: no container was
            started, and no network was asked.
          </p>
        </footer>
      </body>
    </html> `;
  return print(page).trimEnd() + '\n';
}

/** Its hash is that of these very bytes, without a blank around them. */
const style = trusted(`<style>${STYLE}</style>`);

function sections(facts: Facts): readonly (Html | undefined)[] {
  const { report } = facts;
  return [
    headOf(facts),
    contents(facts),
    comparisonSection(facts),
    gradesSection(facts),
    findingsSection(facts),
    standardsSection(facts),
    exceptionsSection(facts),
    uncheckedSection(report),
    checklistSection(facts),
    methodSection(),
  ];
}

function contents({ report, all }: Facts): Html {
  const entries: readonly (readonly [string, string, number?])[] = [
    ...(report.comparison ? [['comparison', 'Before and after'] as const] : []),
    ['grades', 'Grades', report.subjects.length],
    ['findings', 'Findings', all.length],
    ['standards', 'By standard'],
    ['exceptions', 'Exceptions', report.exceptions.length],
    ['unchecked', 'What was not checked'],
    ['host', 'The host'],
    ['method', 'How grades are made'],
  ];
  const items = entries.map(
    ([id, title, number]) =>
      html`<li>
        <a href="#${id}">${title}</a
        >${number === undefined ? undefined : html` <span class="aside">${digits(number)}</span>`}
      </li>`,
  );
  return html`<nav class="contents" aria-label="Contents">
    <ul>
      ${items}
    </ul>
  </nav>`;
}

/** Nothing may be loaded, run or sent; the one style is known by its hash. */
function policy(view: View | undefined): string {
  const script = view ? ` script-src 'nonce-${view.nonce}';` : '';
  return `default-src 'none'; style-src '${STYLE_HASH}';${script} base-uri 'none'; form-action 'none'`;
}
