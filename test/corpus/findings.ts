/** Shows findings in the corpus, for whoever writes a rule and looks for false alarms. */
import { parseArgs } from 'node:util';
import { indexLines, lineText, positionAt } from '../../server/src/base/line-index.ts';
import { registry } from '../../server/src/generated/registry.ts';
import { createNodeHost } from '../../server/src/host/node.ts';
import type { Finding } from '../../server/src/model/finding.ts';
import { createService } from '../../server/src/service.ts';
import { chanceFrom } from '../harness/chance.ts';
import { containerFiles, corpusFolder } from './files.ts';

const USAGE = `Usage: npm run findings -- [--rule <id>] [--surface dockerfile|compose] [--sample <number>] [--seed <number>]
                           [--grep <words of path, message or line>] [--count] [--fixes] [--strict]
  --count  only numbers per rule
  --fixes  also each fix and what it writes`;

const CONTEXT = 3;

/** A finding with the text it stands in. */
interface Found {
  readonly path: string;
  readonly text: string;
  readonly finding: Finding;
}

/** Runs the command with its arguments. */
export async function showFindings(args: readonly string[]): Promise<void> {
  const options = readOptions(args);
  if (options.help || corpusFolder === undefined) {
    console.log(options.help ? USAGE : `Set BULKHEAD_CORPUS to the folder of the corpus.\n${USAGE}`);
    return;
  }
  const found = await collect(corpusFolder, options);
  if (options.count) return showCounts(found);
  const shown = sample(found, Number(options.sample), Number(options.seed));
  for (const one of shown) show(one, options.fixes);
  const files = new Set(found.map(({ path }) => path)).size;
  console.log(`${found.length} findings in ${files} files; ${shown.length} shown.`);
}

function readOptions(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    options: {
      rule: { type: 'string' },
      surface: { type: 'string' },
      sample: { type: 'string', default: '20' },
      seed: { type: 'string', default: '1' },
      grep: { type: 'string' },
      count: { type: 'boolean', default: false },
      fixes: { type: 'boolean', default: false },
      strict: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  }).values;
}

async function collect(folder: string, options: ReturnType<typeof readOptions>): Promise<Found[]> {
  const rules = registry.rules.filter(({ id }) => options.rule === undefined || id === options.rule);
  if (rules.length === 0) throw new Error(`there is no rule '${options.rule}'`);
  const host = createNodeHost((level, message) => console.error(`${level}: ${message}`));
  const found: Found[] = [];
  for (const { path, uri } of containerFiles(folder)) {
    // A service of its own for each file, so that the texts of all files need not be in memory at once.
    const service = createService(host, { ...registry, rules }, { strict: options.strict });
    const { status, surface, text, findings, problems } = await service.analyze(uri);
    if (status === 'skipped') console.error(`skipped ${path}: ${problems[0]?.message}`);
    if (options.surface !== undefined && surface !== options.surface) continue;
    for (const finding of findings) {
      const one = { path, text, finding };
      if (options.grep === undefined || speaksOf(one, options.grep)) found.push(one);
    }
  }
  return found;
}

function speaksOf({ path, text, finding }: Found, words: string): boolean {
  const line = text.slice(finding.range.start, finding.range.end);
  return [path, finding.message, line].some((part) => part.toLowerCase().includes(words.toLowerCase()));
}

function showCounts(found: readonly Found[]): void {
  const rows = new Map<string, { findings: number; files: Set<string> }>();
  for (const { path, finding } of found) {
    const key = `${finding.ruleId} ${finding.severity} ${path.startsWith('compose/') ? 'compose' : 'dockerfile'}`;
    const row = rows.get(key) ?? { findings: 0, files: new Set() };
    row.findings++;
    row.files.add(path);
    rows.set(key, row);
  }
  for (const key of [...rows.keys()].sort()) {
    const row = rows.get(key);
    console.log(`${key}: ${row?.findings} in ${row?.files.size} files`);
  }
}

/** A choice that depends on the seed alone; in the order of the corpus. */
function sample(found: readonly Found[], size: number, seed: number): Found[] {
  const random = chanceFrom(seed);
  random();
  return found
    .map((one, index) => ({ one, index, rank: random() }))
    .sort((a, b) => a.rank - b.rank)
    .slice(0, size)
    .sort((a, b) => a.index - b.index)
    .map(({ one }) => one);
}

function show({ path, text, finding }: Found, withFixes: boolean): void {
  const index = indexLines(text);
  const first = positionAt(index, finding.range.start);
  const last = positionAt(index, finding.range.end);
  console.log(`── ${path}:${first.line + 1}:${first.character + 1}`);
  console.log(`   ${finding.severity} ${finding.ruleId}: ${finding.message}`);
  const to = Math.min(index.starts.length - 1, last.line + CONTEXT, first.line + 12);
  for (let line = Math.max(0, first.line - CONTEXT); line <= to; line++) {
    const mark = line >= first.line && line <= last.line ? '>' : ' ';
    console.log(`${mark}${String(line + 1).padStart(5)} │ ${lineText(index, line)}`);
    if (line !== first.line) continue;
    const end = last.line === first.line ? last.character : lineText(index, line).length;
    const width = Math.max(1, end - first.character);
    console.log(
      `      │ ${lineText(index, line).slice(0, first.character).replace(/[^\t]/gu, ' ')}${'^'.repeat(width)}`,
    );
  }
  for (const related of finding.related) console.log(`   related: ${related.message} (${related.uri})`);
  for (const fix of withFixes ? finding.fixes : []) {
    const lowered = fix.lower();
    const outcome = 'refused' in lowered ? `refused: ${lowered.refused}` : JSON.stringify(lowered.edits);
    console.log(`   fix (${fix.applicability}${fix.partial ? ', partial' : ''}) ${fix.title}: ${outcome}`);
  }
  console.log('');
}
