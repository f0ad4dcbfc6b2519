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

/** The reports of all files, each as of the last time that it was looked at. */
export function mendAll(
  targets: readonly Target[],
  inspect: (target: Target) => Mending,
): readonly FileReport[] {
  const reports = new Map<Target, FileReport>();
  const resting = new Map<string, Set<Target>>();
  let open = new Set(targets);
  for (let pass = 0; open.size > 0 && pass < MOST_PASSES; pass++) {
    const again = new Set<Target>();
    for (const target of open) {
      const { report, written, dependencies } = inspect(target);
      reports.set(target, joined(reports.get(target), report));
      for (const uri of written) for (const other of resting.get(uri) ?? []) again.add(other);
      again.delete(target);
      for (const uri of dependencies) resting.set(uri, (resting.get(uri) ?? new Set()).add(target));
    }
    open = again;
  }
  return targets.flatMap((target) => reports.get(target) ?? []);
}

function joined(before: FileReport | undefined, now: FileReport): FileReport {
  if (!before) return now;
  return {
    ...now,
    notes: [...new Set([...before.notes, ...now.notes])],
    fixed: before.fixed + now.fixed,
  };
}
