/** Applies fixes to a text and to those of its project, round after round, until none is left to apply. */
import type { Finding, FixOffer } from '../model/finding.ts';
import { applyFixesIn, type Analysis } from '../service.ts';

/** Texts by URI. */
export type Texts = ReadonlyMap<string, string>;

/** A text after its fixes. */
export interface Mended {
  /** What is known of the text as it is now. */
  readonly analysis: Analysis;
  /** The text and all others that changed with it. */
  readonly texts: Texts;
  /** How many fixes were made. */
  readonly applied: number;
  /** Why it ended early; absent when there was nothing more to fix. */
  readonly stopped?: string;
}

/** The texts that are mended, and what judges them. */
export interface Workshop {
  /** Another text that may be changed; undefined for one that may not. */
  textOf(uri: string): string | undefined;
  /** What is known of the first text once these are the texts. */
  analyze(texts: Texts): Analysis;
}

/** More rounds than fixes that can wait for one another; a text that needs more is going round in circles. */
const MOST_ROUNDS = 50;

/** Which fixes are made. */
export interface Wishes {
  readonly withUnsafe: boolean;
  /** Whether exceptions that are called unused are removed: only when it is known that no other file uses them. */
  readonly withUnused: boolean;
}

export function mend(first: Analysis, { textOf, analyze }: Workshop, wishes: Wishes): Mended {
  // What a person must fill in is for an editor.
  const wanted = ({ asks, applicability }: FixOffer): boolean =>
    asks !== true && (wishes.withUnsafe || applicability === 'safe');
  const before: Texts = new Map([[first.uri, first.text]]);
  let [analysis, texts, applied] = [first, before, 0];
  const seen = new Set([nameOf(texts)]);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const current = texts;
    // What others use is known of the texts as they were at first; later rounds are about other ones.
    const isFixed = ({ unused }: Finding): boolean =>
      unused === undefined || (wishes.withUnused && round === 0);
    const fixed = applyFixesIn(
      (uri) => current.get(uri) ?? textOf(uri),
      analysis.findings.filter(isFixed).map(wholeFixesFirst),
      wanted,
    );
    if (fixed.applied === 0) return { analysis, texts, applied };
    const changed = new Map([...texts, ...fixed.texts]);
    if (seen.has(nameOf(changed))) return { analysis, texts, applied, stopped: 'its fixes undo one another' };
    seen.add(nameOf(changed));
    const next = analyze(changed);
    // A fix must leave a text that still reads as well as before; if one does not, the text before it stays.
    if (next.status !== 'judged' || errorsOf(next) > errorsOf(analysis)) {
      return { analysis, texts, applied, stopped: 'a fix would have broken it' };
    }
    applied += fixed.applied;
    [analysis, texts] = [next, changed];
  }
  // Fixes that do not end what they mend have written the same again and again: none of it may stay.
  return { analysis: first, texts: before, applied: 0, stopped: 'its fixes do not come to an end' };
}

/** Equal for the same texts. */
function nameOf(texts: Texts): string {
  return texts.size === 1 ? [...texts.values()].join('') : JSON.stringify([...texts]);
}

/** Of a finding that rolls several things up, one fix for all of them is better than one for a part. */
function wholeFixesFirst(finding: Finding): Finding {
  const fixes = [...finding.fixes].sort((a, b) => Number(a.partial) - Number(b.partial));
  return { ...finding, fixes };
}

function errorsOf(analysis: Analysis): number {
  return analysis.problems.filter((problem) => problem.severity === 'error').length;
}
