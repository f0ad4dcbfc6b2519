/** Holds reports back as long as it is open whether an exception that one of them calls unused is used in a later file. */
import type { Target } from './find-files.ts';
import type { FileReport } from './report.ts';

/** Reports on their way to the output, in the order of the files. */
export interface HoldBack {
  take(report: FileReport, target: Target): void;
  /** Passes on what is held, when all files are done. */
  release(): void;
}

/**
 * Nothing is held until a report calls an exception unused; from there on all is, so that the order stays.
 * `again` gives the report of a file when it is known which exceptions the others use.
 */
export function holdBack(
  pass: (report: FileReport) => void,
  again: (target: Target, used: ReadonlySet<string>) => FileReport,
): HoldBack {
  const held: { readonly report: FileReport; readonly target: Target }[] = [];
  const used = new Set<string>();
  return {
    take: (report, target) => {
      for (const key of report.uses) used.add(key);
      if (held.length === 0 && report.unused.length === 0) pass(report);
      else held.push({ report, target });
    },
    release: () => {
      for (const { report, target } of held.splice(0)) {
        pass(report.unused.length > 0 ? again(target, used) : report);
      }
    },
  };
}
