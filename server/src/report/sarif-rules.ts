/** Rules as SARIF describes them, and the standards that they refer to as taxonomies. */
import type { Rule, Severity } from '../model/rule.ts';

/** SARIF knows three levels that are shown; what an editor shows as information or hint is a note. */
export const LEVELS: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  error: 'error',
  warning: 'warning',
  info: 'note',
  hint: 'note',
};

/**
 * The scores by which code scanning orders results, on the scale of CVSS: high from 7, medium from 4, low below.
 * Each severity stands in the middle of its band. No rule is critical (over 9): a configuration alone lets nobody in,
 * it decides how far somebody gets who is in.
 */
const SCORES: Readonly<Record<Severity, string>> = {
  error: '8.0',
  warning: '5.5',
  info: '3.0',
  hint: '1.0',
};

const PROBLEM_SEVERITIES: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  info: 'recommendation',
  hint: 'recommendation',
};

/** Code scanning cuts descriptions that are longer, and shows ten tags at most. */
const LONGEST_DESCRIPTION = 1000;
const MOST_TAGS = 10;

/** A standard with those of its items that rules refer to. */
export interface Taxonomy {
  readonly name: string;
  readonly url?: string;
  readonly taxa: readonly { readonly id: string; readonly title?: string; readonly url?: string }[];
}

/** What is said of one rule. */
export function descriptorOf(rule: Rule, page: string | undefined, taxonomies: readonly Taxonomy[]) {
  const { summary, severity, profile, references, topic, section } = rule.meta;
  const help = page === undefined ? `${summary}.` : helpOf(page);
  return {
    id: rule.id,
    name: rule.id,
    shortDescription: { text: `${summary}.` },
    fullDescription: { text: descriptionOf(summary, help) },
    help: { text: withoutMarks(help), markdown: help },
    defaultConfiguration: { level: LEVELS[severity] },
    relationships: references.map((reference) => ({
      target: {
        id: reference.id,
        toolComponent: {
          name: reference.standard,
          index: taxonomies.findIndex(({ name }) => name === reference.standard),
        },
      },
      kinds: ['relevant'],
    })),
    properties: {
      tags: tagsOf(rule),
      // Rules of the recommended profile keep silent where they are in doubt; the others speak.
      precision: profile === 'recommended' ? 'high' : 'medium',
      'problem.severity': PROBLEM_SEVERITIES[severity],
      'security-severity': SCORES[severity],
      topic,
      section,
    },
  };
}

/** `security` makes code scanning take the score; `external/cwe/cwe-494` is how it knows a weakness. */
function tagsOf({ meta: { topic, references } }: Rule): string[] {
  const weaknesses = references
    .filter(({ standard }) => standard === 'CWE')
    .map(({ id }) => `external/cwe/cwe-${id.padStart(3, '0')}`);
  return ['security', topic, ...weaknesses].slice(0, MOST_TAGS);
}

export function taxonomyOf({ name, url, taxa }: Taxonomy) {
  return {
    name,
    ...(url === undefined ? {} : { informationUri: url }),
    isComprehensive: false,
    taxa: taxa.map((taxon) => ({
      id: taxon.id,
      ...(taxon.title === undefined ? {} : { shortDescription: { text: taxon.title } }),
      ...(taxon.url === undefined ? {} : { helpUri: taxon.url }),
    })),
  };
}

/** A page without its title and with links that lead somewhere outside of it, for a reader who has only this. */
function helpOf(page: string): string {
  return page
    .replace(/^# .*\n+/u, '')
    .replace(/^```(?:compose|quadlet)\b.*$/gmu, '```yaml')
    .replace(/\[([^[\]\n]*)\]\((?!https?:)[^()\n]*\)/gu, '$1')
    .trim();
}

/** What a rule wants, and the first paragraph of why that matters. */
function descriptionOf(summary: string, help: string): string {
  const paragraphs = help.split(/\n{2,}/u);
  const heading = paragraphs.indexOf('## Why it matters');
  const why = heading < 0 ? '' : (paragraphs[heading + 1] ?? '');
  const text = withoutMarks(`${summary}. ${why.replace(/\n/gu, ' ')}`)
    .replace(/:$/u, '.')
    .trim();
  return text.length <= LONGEST_DESCRIPTION ? text : `${text.slice(0, LONGEST_DESCRIPTION)}…`;
}

/** Markdown reads well as plain text but for links, bold letters and headings. */
function withoutMarks(markdown: string): string {
  return markdown
    .replace(/\[([^[\]\n]*)\]\(([^()\n]*)\)/gu, '$1 ($2)')
    .replace(/\*\*([^*\n]+)\*\*/gu, '$1')
    .replace(/^#{1,6} /gmu, '');
}
