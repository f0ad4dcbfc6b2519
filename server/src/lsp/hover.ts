/** The hover: what the rules behind a finding, or behind a key that can be hardened, have to say. */
import type { Hover, Position } from 'vscode-languageserver';
import { headingsOf } from '../base/headings.ts';
import { indexLines } from '../base/line-index.ts';
import { type TextRange, touches } from '../base/text.ts';
import type { Rule, RuleMeta } from '../model/rule.ts';
import { findingsOf, fromPosition, toRange } from './convert.ts';
import { titleOf } from './headings.ts';
import { firstBlocks, sectionOf, toPlainText } from './pages.ts';
import type { Session } from './session.ts';

/** Up to this many rules are explained; more are listed. */
const MOST_EXPLAINED = 2;

/** A hover is read in passing: so many paragraphs or lists of each section are shown, the page has the rest. */
const WHAT_BLOCKS = 1;
const WHY_BLOCKS = 2;
const FIX_BLOCKS = 2;

/** Answers `textDocument/hover`. */
export async function hoverAt(session: Session, uri: string, position: Position): Promise<Hover | null> {
  if (!(await session.settings.isEnabled(uri))) return null;
  const found = await subjectOf(session, uri, position);
  if (!found) return null;
  const markdown = await explain(session, found.rules);
  const kind = session.abilities.hoverFormat;
  const { text } = await session.service.analyze(uri);
  return {
    contents: { kind, value: kind === 'markdown' ? markdown : toPlainText(markdown) },
    range: toRange(indexLines(text), found.range),
  };
}

interface HoverSubject {
  readonly rules: readonly Rule[];
  readonly range: TextRange;
}

/** The rules whose findings lie under the position, else those that watch the key there. */
async function subjectOf(
  session: Session,
  uri: string,
  position: Position,
): Promise<HoverSubject | undefined> {
  const analysis = await session.service.analyze(uri);
  const offset = fromPosition(analysis.text, position);
  const findings = findingsOf(analysis).filter((finding) => touches(finding.range, offset));
  const ids = new Set(findings.map((finding) => finding.ruleId));
  const rules = session.service.rules.filter((rule) => ids.has(rule.id));
  // The smallest range says most precisely what the hover is about.
  const [closest] = findings.map(({ range }) => range).sort((a, b) => a.end - a.start - (b.end - b.start));
  if (closest) return { rules, range: closest };
  return session.service.keyAt(uri, offset);
}

async function explain(session: Session, rules: readonly Rule[]): Promise<string> {
  if (rules.length > MOST_EXPLAINED) {
    const lines = await Promise.all(rules.map((rule) => headline(session, rule)));
    return lines.map((line) => `- ${line}`).join('\n');
  }
  const parts: string[] = [];
  for (const rule of rules) parts.push(await explainOne(session, rule));
  return parts.join('\n\n---\n\n');
}

async function explainOne(session: Session, rule: Rule): Promise<string> {
  const page = (await session.pages.load(rule.id)) ?? '';
  const fix = firstBlocks(sectionOf(page, 'How to fix'), FIX_BLOCKS);
  return [
    await headline(session, rule),
    firstBlocks(sectionOf(page, 'What it does'), WHAT_BLOCKS),
    firstBlocks(sectionOf(page, 'Why it matters'), WHY_BLOCKS),
    // A list must begin on a line of its own, or its first item is no item.
    fix === '' ? '' : `**How to fix**\n\n${fix}`,
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** The rule's summary with links to its page and to the section of the cheat sheet that speaks of it. */
async function headline(session: Session, { id, meta }: Rule): Promise<string> {
  const href = session.links.hover(id);
  const name = href === undefined ? `\`${id}\`` : `[${id}](${href} "Open the page of this rule")`;
  const section = await sectionLink(session, meta);
  return `**${meta.summary}** (${name}${section === undefined ? '' : `, ${section}`})`;
}

/** Nothing links to a page that is not there; without the section, the page itself is the next best. */
async function sectionLink(session: Session, { topic, section }: RuleMeta): Promise<string | undefined> {
  const page = await session.pages.load(topic);
  if (page === undefined) return undefined;
  const heading = headingsOf(page).find(({ slug }) => slug === section);
  const href = session.links.hover(topic, heading?.slug);
  const title = heading?.title ?? titleOf(page);
  return href === undefined ? undefined : `[cheat sheet: ${title}](${href} "Open the cheat sheet")`;
}
