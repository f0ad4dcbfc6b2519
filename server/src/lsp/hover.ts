/** The hover: what the rules behind a finding, or behind a key that can be hardened, have to say. */
import type { Hover, Position } from 'vscode-languageserver';
import { headingsOf } from '../base/headings.ts';
import { indexLines } from '../base/line-index.ts';
import { type TextRange, touches } from '../base/text.ts';
import { fileNameOf } from '../base/uri.ts';
import type { Rule, RuleMeta } from '../model/rule.ts';
import type { Analysis, Diagnosis } from '../service.ts';
import { fromPosition, toRange } from './convert.ts';
import { titleOf } from './headings.ts';
import { exceptionAt } from './hover-exception.ts';
import { firstBlocks, sectionOf, toPlainText } from './pages.ts';
import type { Session } from './session.ts';
import { summaryAt } from './summary.ts';

/** Up to this many rules are explained; more are listed, and so are all below a summary. */
const MOST_EXPLAINED = 2;

/** A hover is read in passing: so many paragraphs or lists of each section are shown, the page has the rest. */
const WHAT_BLOCKS = 1;
const WHY_BLOCKS = 2;
const FIX_BLOCKS = 2;

/** Answers `textDocument/hover`: what is summed up under the cursor, then what rules have to say. */
export async function hoverAt(session: Session, uri: string, position: Position): Promise<Hover | null> {
  if (!(await session.settings.isEnabled(uri))) return null;
  const diagnosis = await session.service.diagnose(uri);
  const { analysis } = diagnosis;
  const offset = fromPosition(analysis.text, position);
  const found = await subjectOf(session, diagnosis, offset);
  const key = keyHover(session, analysis, offset);
  if (key) return key;
  const exception = await exceptionAt(session, analysis, offset);
  const summary = exception ?? (await summaryAt(session, analysis, offset, found?.isFinding ?? false));
  const range = found?.range ?? summary?.range;
  if (!range) return null;
  const kind = session.abilities.hoverFormat;
  const rules = [...(found?.rules ?? []), ...rulesOf(session, exception?.ruleIds ?? [])];
  const pages = await explain(session, rules, summary ? 0 : MOST_EXPLAINED);
  const explained = kind === 'markdown' ? pages : toPlainText(pages);
  const parts = [summary?.text ?? '', explained].filter((part) => part !== '');
  const value = parts.join(kind === 'markdown' ? '\n\n---\n\n' : '\n\n');
  return { contents: { kind, value }, range: toRange(indexLines(analysis.text), range) };
}

/** What a key, a rule or a word of a configuration stands for. */
function keyHover(
  { service, abilities, options, links }: Session,
  analysis: Analysis,
  offset: number,
): Hover | null {
  const { uri, text } = analysis;
  if (analysis.surface !== 'configuration') return null;
  if (options.completesJson === true && fileNameOf(uri).endsWith('.json')) return null;
  const found = service.configurationHover(uri, offset);
  if (!found) return null;
  const name = text.slice(found.range.start, found.range.end).replace(/["']/gu, '');
  const href = service.rules.some(({ id }) => id === name) ? links.hover(name) : undefined;
  const page = href === undefined ? '' : `\n\n[Open the page of this rule](${href})`;
  const kind = abilities.hoverFormat;
  const value = kind === 'markdown' ? `${found.markdown}${page}` : toPlainText(found.markdown);
  return { contents: { kind, value }, range: toRange(indexLines(text), found.range) };
}

interface HoverSubject {
  readonly rules: readonly Rule[];
  readonly range: TextRange;
  readonly isFinding: boolean;
}

/** The rules whose findings lie under the position, else those that watch the key there. */
async function subjectOf(
  session: Session,
  { analysis, findings: all }: Diagnosis,
  offset: number,
): Promise<HoverSubject | undefined> {
  const findings = all.filter((finding) => touches(finding.range, offset));
  const rules = rulesOf(
    session,
    findings.map((finding) => finding.ruleId),
  );
  // The smallest range says most precisely what the hover is about.
  const [closest] = findings.map(({ range }) => range).sort((a, b) => a.end - a.start - (b.end - b.start));
  if (closest) return { rules, range: closest, isFinding: true };
  const key = await session.service.keyAt(analysis.uri, offset);
  return key && { rules: key.rules, range: key.range, isFinding: false };
}

function rulesOf({ service }: Session, ids: readonly string[]): readonly Rule[] {
  const named = new Set(ids);
  return service.rules.filter((rule) => named.has(rule.id));
}

async function explain(session: Session, rules: readonly Rule[], most: number): Promise<string> {
  if (rules.length > most) {
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
