/** Judges files of the corpus as they lie on disk, and applies their fixes to texts in memory. */
import { applyEdits } from '../../server/src/base/text.ts';
import { registry } from '../../server/src/generated/registry.ts';
import { createNodeHost } from '../../server/src/host/node.ts';
import type { Finding, FixOffer } from '../../server/src/model/finding.ts';
import { type Analysis, applyFixes, createService, type Service } from '../../server/src/service.ts';
import { complaintsAbout } from '../harness/fix-checks.ts';
import type { CorpusFile } from './files.ts';
import { damageBy } from './text-checks.ts';

/** One file, judged by a service of its own, so that the texts of all files need not be in memory at once. */
export interface Examined {
  readonly file: CorpusFile;
  readonly analysis: Analysis;
  readonly service: Service;
  /** What the engine logged as an error. */
  readonly errors: readonly string[];
}

const MOST_ROUNDS = 20;

/** Judges a file with all rules. */
export async function examine(file: CorpusFile): Promise<Examined> {
  const errors: string[] = [];
  const host = createNodeHost((level, message) => {
    if (level === 'error') errors.push(message);
  });
  const service = createService(host, registry);
  return { file, analysis: await service.analyze(file.uri), service, errors };
}

/** A fix of one finding. */
export interface Offer {
  readonly finding: Finding;
  readonly fix: FixOffer;
}

/** All fixes that are offered for a file. */
export function offersOf({ analysis }: Examined): Offer[] {
  return analysis.findings.flatMap((finding) => finding.fixes.map((fix) => ({ finding, fix })));
}

/** Applies one fix alone; gives what is wrong with the outcome. */
export async function tryFix(examined: Examined, { finding, fix }: Offer): Promise<string[]> {
  const { analysis } = examined;
  const lowered = fix.lower();
  if ('refused' in lowered) return lowered.refused.trim() === '' ? ['it is refused without a reason'] : [];
  const text = applyEdits(analysis.text, lowered.edits);
  if (text === undefined) return ['its edits overlap'];
  if (text === analysis.text) return ['it changes nothing'];
  const after = await judgeAs(examined, text);
  if (after.status !== 'judged') return [`afterwards the text is ${after.status}`];
  return [...complaintsAbout(finding, fix, analysis, after), ...damageBy(analysis.text, lowered.edits, text)];
}

/** Applies all safe fixes until nothing changes; gives what is wrong with the outcome. */
export async function trySafeFixes(examined: Examined): Promise<string[]> {
  const isSafe = (fix: FixOffer): boolean => fix.applicability === 'safe';
  let current = examined.analysis;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const fixed = applyFixes(current.text, current.uri, current.findings, isSafe);
    if (fixed.applied === 0) return missingSafeFixes(current, isSafe);
    current = await judgeAs(examined, fixed.text);
    if (current.status !== 'judged') return [`afterwards the text is ${current.status}`];
  }
  return [`safe fixes are still offered after ${MOST_ROUNDS} rounds`];
}

/** A fix that could be made but is left out in every round would never be made by `--fix`. */
function missingSafeFixes({ findings, uri }: Analysis, isSafe: (fix: FixOffer) => boolean): string[] {
  return findings
    .filter((finding) => finding.uri === uri)
    .flatMap(({ fixes }) => fixes)
    .filter((fix) => isSafe(fix) && 'edits' in fix.lower())
    .map((fix) => `the safe fix '${fix.title}' is offered but never applied`);
}

async function judgeAs({ service, file }: Examined, text: string): Promise<Analysis> {
  service.open({ uri: file.uri, text });
  const analysis = await service.analyze(file.uri);
  service.close(file.uri);
  return analysis;
}
