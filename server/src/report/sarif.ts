/** A report as SARIF 2.1.0, for code-scanning services and for whatever reads that format. */
import { STANDARDS } from '../knowledge/standards.ts';
import type { Rule } from '../model/rule.ts';
import type { Report } from './report.ts';
import { noticeDescriptors, noticesOf } from './sarif-notices.ts';
import { artifactLocation, SOURCE_ROOT, wellFormed } from './sarif-places.ts';
import { resultsOf } from './sarif-results.ts';
import { descriptorOf, type Taxonomy, taxonomyOf } from './sarif-rules.ts';

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';

/**
 * One run with all findings of a report.
 * Code scanning at GitHub takes 25,000 results of a run, shows the 5,000 most severe, and takes 10 MB of compressed text:
 * a report that goes beyond is refused there and must be made for one folder after the other.
 */
export function toSarif(
  report: Report,
  pageOf: (id: string) => string | undefined,
  rules: readonly Rule[],
): string {
  const sorted = [...rules].sort((a, b) => (a.id < b.id ? -1 : 1));
  const log = {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [runOf(report, pageOf, sorted)],
  };
  const replacer = (_: string, value: unknown): unknown =>
    typeof value === 'string' ? wellFormed(value) : value;
  return `${JSON.stringify(log, replacer)}\n`;
}

/**
 * There are no automation details: the action that uploads a file gives it the category that its user asked for, but only where
 * the file has none, and without a category two reports of one repository would push each other out.
 */
function runOf(report: Report, pageOf: (id: string) => string | undefined, rules: readonly Rule[]) {
  const taxonomies = taxonomiesOf(rules);
  const artifacts = new Map(report.files.map(({ path }, index) => [path, index]));
  const ruleIndexes = new Map(rules.map(({ id }, index) => [id, index]));
  const { tool, files, date, title, strict } = report;
  return {
    tool: {
      driver: {
        name: tool.name,
        version: tool.version,
        semanticVersion: tool.version,
        language: 'en',
        rules: rules.map((rule) => descriptorOf(rule, pageOf(rule.id), taxonomies)),
        notifications: noticeDescriptors(),
        supportedTaxonomies: taxonomies.map(({ name }, index) => ({ name, index })),
      },
    },
    invocations: [
      // The run itself came to its end; what it had to leave out is in the notifications.
      { executionSuccessful: true, toolExecutionNotifications: noticesOf(report, artifacts) },
    ],
    originalUriBaseIds: {
      [SOURCE_ROOT]: { description: { text: 'The folder that was looked at.' } },
    },
    artifacts: files.map(({ path, surface }) => ({
      location: artifactLocation(path),
      roles: ['analysisTarget'],
      ...(surface === undefined ? {} : { sourceLanguage: surface }),
    })),
    results: resultsOf(report, { ruleIndexes, artifacts }),
    taxonomies: taxonomies.map(taxonomyOf),
    columnKind: 'utf16CodeUnits',
    // Evidence shows these in the place of a secret's characters.
    redactionTokens: ['•'],
    properties: { date, title, strict },
  };
}

/** The standards that rules refer to, by name, each with the items that they name. */
function taxonomiesOf(rules: readonly Rule[]): Taxonomy[] {
  const references = rules.flatMap(({ meta }) => meta.references);
  const names = [...new Set(references.map(({ standard }) => standard))].sort();
  return names.map((name) => {
    const standard = STANDARDS.find((one) => one.name === name);
    const titles = new Map(standard?.items.map(({ id, title }) => [id, title]));
    const named = new Map(references.filter((one) => one.standard === name).map((one) => [one.id, one]));
    const taxa = [...named.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
    return {
      name,
      ...(standard ? { url: standard.url } : {}),
      taxa: taxa.map(({ id, url }) => {
        const title = titles.get(id);
        return { id, ...(title === undefined ? {} : { title }), ...(url === undefined ? {} : { url }) };
      }),
    };
  });
}
