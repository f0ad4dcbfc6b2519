/** Counts what is found in the corpus, for comparing with the stored numbers. */
import { createHash } from 'node:crypto';
import { type Examined, offersOf } from './examine.ts';

/** Numbers by kind of file, and by rule, surface and severity. Keys are sorted, so that a change is a small difference. */
export interface Summary {
  /** Tells one corpus from another. */
  readonly corpus: string;
  /** How many files of each kind were judged, foreign, …. */
  readonly files: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** By rule, then by `surface severity`. */
  readonly rules: Readonly<Record<string, Readonly<Record<string, Count>>>>;
  /** How many fixes are offered, by rule, then by applicability and whether the surface makes edits of them. */
  readonly fixes: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

export interface Count {
  readonly findings: number;
  readonly files: number;
}

/** Adds files up one by one. */
export class Counter {
  readonly #hash = createHash('sha256');
  readonly #files = new Map<string, number>();
  readonly #fixes = new Map<string, number>();
  readonly #findings = new Map<string, { findings: number; files: Set<string> }>();

  add(examined: Examined): void {
    const { file, analysis } = examined;
    this.#hash.update(`${file.path}\0${analysis.text}\0`);
    const kind = file.path.slice(0, file.path.indexOf('/'));
    count(this.#files, [kind, analysis.status]);
    for (const { finding, fix } of offersOf(examined)) {
      const outcome = 'refused' in fix.lower() ? 'refused' : 'made';
      count(this.#fixes, [finding.ruleId, `${fix.applicability} ${outcome}`]);
    }
    for (const { ruleId, severity } of analysis.findings) {
      const key = JSON.stringify([ruleId, `${analysis.surface} ${severity}`]);
      const found = this.#findings.get(key) ?? { findings: 0, files: new Set() };
      found.findings++;
      found.files.add(file.path);
      this.#findings.set(key, found);
    }
  }

  summary(): Summary {
    const counts = [...this.#findings].map(([key, { findings, files }]): [string, Count] => [
      key,
      { findings, files: files.size },
    ]);
    return {
      corpus: this.#hash.digest('hex').slice(0, 16),
      files: nest([...this.#files]),
      rules: nest(counts),
      fixes: nest([...this.#fixes]),
    };
  }
}

function count(counts: Map<string, number>, key: readonly [string, string]): void {
  const name = JSON.stringify(key);
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

/** Entries with keys `["a","b"]` as objects in objects, sorted. */
function nest<T>(entries: readonly (readonly [string, T])[]): Record<string, Record<string, T>> {
  const result: Record<string, Record<string, T>> = {};
  for (const [key, value] of [...entries].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [outer, inner] = JSON.parse(key) as [string, string];
    (result[outer] ??= {})[inner] = value;
  }
  return result;
}
