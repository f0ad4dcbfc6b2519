/** Mends the files of projects until none of them changes another: what one file loses may be what another one hid. */
import type { Target } from './find-files.ts';
import type { FileReport } from './report.ts';

/** What came of one file, and what that has to do with others; both as URIs. */
export interface Mending {
  readonly report: FileReport;
  readonly written: readonly string[];
  /** The file itself first. */
  readonly dependencies: readonly string[];
}

/** Each pass ends findings for good, so a few are enough; this is for files that go round in circles. */
const MOST_PASSES = 10;

/** The reports of all files, each as of the last time that it was looked at. `used` is absent until it is known. */
export function mendAll(
  targets: readonly Target[],
  inspect: (target: Target, used?: ReadonlySet<string>) => Mending,
): readonly FileReport[] {
  const reports = new Map<Target, FileReport>();
  const resting = new Map<string, Set<Target>>();

  /** Looks at files and gives those that rest on what was written. */
  function lookAt(open: Iterable<Target>, used?: ReadonlySet<string>): Set<Target> {
    const again = new Set<Target>();
    for (const target of open) {
      const { report, written, dependencies } = inspect(target, used);
      reports.set(target, joined(reports.get(target), report));
      for (const uri of written) for (const other of resting.get(uri) ?? []) again.add(other);
      again.delete(target);
      for (const uri of dependencies) resting.set(uri, (resting.get(uri) ?? new Set()).add(target));
    }
    return again;
  }

  function settle(first: Iterable<Target>): void {
    let open = new Set(first);
    for (let pass = 0; open.size > 0 && pass < MOST_PASSES; pass++) open = lookAt(open);
  }

  settle(targets);
  // Which exceptions nobody uses is known only now; what their removal brings to light is mended in turn.
  for (let pass = 0, fixed = -1; fixed !== sumOf(reports) && pass < MOST_PASSES; pass++) {
    fixed = sumOf(reports);
    const doubtful = targets.filter((target) => reports.get(target)?.unused.length);
    settle(lookAt(doubtful, usedIn(reports)));
  }
  return targets.flatMap((target) => reports.get(target) ?? []);
}

function usedIn(reports: ReadonlyMap<Target, FileReport>): ReadonlySet<string> {
  return new Set([...reports.values()].flatMap(({ uses }) => uses));
}

function sumOf(reports: ReadonlyMap<Target, FileReport>): number {
  return [...reports.values()].reduce((sum, { fixed }) => sum + fixed, 0);
}

function joined(before: FileReport | undefined, now: FileReport): FileReport {
  if (!before) return now;
  return {
    ...now,
    notes: [...new Set([...before.notes, ...now.notes])],
    fixed: before.fixed + now.fixed,
  };
}
