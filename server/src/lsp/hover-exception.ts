/** What a hover on an exception says: what it covers, why, and until when. */
import { indexLines, positionAt } from '../base/line-index.ts';
import { type TextRange, touches } from '../base/text.ts';
import type { AppliedException } from '../model/exception.ts';
import type { ExceptedFinding, Finding } from '../model/finding.ts';
import type { Analysis } from '../service.ts';
import { configures } from './configured.ts';
import { pathFrom } from './places.ts';
import type { Session } from './session.ts';

/** A few lines in the format that the client shows, what they are about, and the rules whose findings are excepted. */
export interface ExceptionSummary {
  readonly text: string;
  readonly range: TextRange;
  readonly ruleIds: readonly string[];
}

/** More findings than these are counted, not listed. */
const MOST_LISTED = 5;

/** The exception under an offset with what it covers; undefined where there is none, or none that covers anything. */
export async function exceptionAt(
  session: Session,
  analysis: Analysis,
  offset: number,
): Promise<ExceptionSummary | undefined> {
  const { uri } = analysis;
  const covered = (await exceptedBy(session, analysis)).filter(
    ({ exception }) => exception.uri === uri && touches(exception.range, offset),
  );
  const [first] = covered;
  if (!first) return undefined;
  const findings = covered.map(({ finding }) => finding);
  const write = session.abilities.hoverFormat === 'markdown' ? escaped : flat;
  const lines = [
    `${head(first.exception, findings.length)}${term(first.exception, session.today())}`,
    ...(await listed(session, uri, findings)),
    reasonOf(first.exception),
  ].map(write);
  const [title = '', ...rest] = lines;
  const isMarkdown = session.abilities.hoverFormat === 'markdown';
  return {
    text: [isMarkdown ? `**${title}**` : title, '', ...rest.map((line) => `- ${line}`)].join('\n'),
    range: first.exception.range,
    ruleIds: [...new Set(findings.map(({ ruleId }) => ruleId))],
  };
}

/** Findings may be excepted in a text that another one's analysis found; what is configured holds for all that are open. */
async function exceptedBy(session: Session, analysis: Analysis): Promise<readonly ExceptedFinding[]> {
  const { uri } = analysis;
  const { service } = session;
  const others = configures(session, uri) ? service.openUris : service.dependents(uri);
  const all = [...analysis.excepted];
  for (const other of others) if (other !== uri) all.push(...(await service.analyze(other)).excepted);
  return all;
}

function head({ tool, form }: AppliedException, count: number): string {
  const what = tool === undefined ? 'Exception' : `Exception written for ${tool}`;
  const scope = form === 'configuration' ? ' in the open files' : '';
  return `${what}: covers ${count === 1 ? 'one finding' : `${count} findings`}${scope}`;
}

/** `, until 2027-03-31 (12 more days)` */
function term({ until }: AppliedException, today: string): string {
  if (until === undefined) return ', without an end';
  const days = Math.round((Date.parse(until) - Date.parse(today)) / DAY);
  if (Number.isNaN(days)) return '';
  const left = days === 0 ? 'today is the last day' : days === 1 ? 'one more day' : `${days} more days`;
  return `, until ${until} (${left})`;
}

const DAY = 24 * 60 * 60 * 1000;

function reasonOf({ reason }: AppliedException): string {
  return reason === undefined || reason === '' ? 'No reason is given.' : `Reason: ${reason}`;
}

async function listed(session: Session, home: string, findings: readonly Finding[]): Promise<string[]> {
  const lines: string[] = [];
  for (const { uri, range, message } of findings.slice(0, MOST_LISTED)) {
    const { line } = positionAt(indexLines((await session.textOf(uri)) ?? ''), range.start);
    const place = uri === home ? `line ${line + 1}` : `${pathFrom(home, uri)}:${line + 1}`;
    lines.push(`${place}: ${message}`);
  }
  const more = findings.length - lines.length;
  return more > 0 ? [...lines, `and ${more} more`] : lines;
}

/** A line longer than this is cut. */
const LONGEST_LINE = 300;

/** On one line, without characters that are not seen. */
function flat(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ');
  return line.length <= LONGEST_LINE ? line : `${line.slice(0, LONGEST_LINE - 1)}…`;
}

/** What files say is text, whatever it looks like. */
function escaped(text: string): string {
  return flat(text).replace(/[\\`*_{}[\]()#+\-.!<>|~&]/gu, '\\$&');
}
