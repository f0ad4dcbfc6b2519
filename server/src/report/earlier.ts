/** Reads an earlier report from its JSON, as far as a comparison needs it; what is foreign in it is left alone. */
import type { Severity } from '../model/rule.ts';
import type { EarlierFinding } from './report.ts';

/** What counts of an earlier report. */
export interface Earlier {
  readonly date: string;
  readonly title: string;
  /** The version of the product that made it. */
  readonly version: string;
  readonly strict: boolean;
  /** In the order of that report. */
  readonly findings: readonly EarlierFinding[];
}

/** The report, or one sentence that says why it is none. */
export type EarlierReading = { readonly earlier: Earlier } | { readonly reason: string };

const NO_REPORT = "is not a report of Bulkhead: make one with 'bulkhead report --format json'";

export function readEarlier(text: string): EarlierReading {
  const root = parse(text);
  if (root === undefined) return { reason: 'is not JSON' };
  if (!isObject(root) || !isObject(root['tool']) || root['tool']['name'] !== 'Bulkhead') {
    return { reason: NO_REPORT };
  }
  const { version, date, title, files, strict } = root;
  if (version !== 1) {
    const said = typeof version === 'number' ? `version ${version}` : 'another version';
    return { reason: `is a report of ${said}, and this Bulkhead reads version 1` };
  }
  if (typeof date !== 'string' || typeof title !== 'string' || !Array.isArray(files)) {
    return { reason: 'is a damaged report: it lacks its date, its title or its files' };
  }
  const maker = root['tool']['version'];
  return {
    earlier: {
      date,
      title,
      version: typeof maker === 'string' ? maker : 'of an unknown version',
      strict: strict === true,
      findings: files.flatMap(findingsOf),
    },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/u, ''));
  } catch {
    return undefined;
  }
}

function findingsOf(file: unknown): EarlierFinding[] {
  if (!isObject(file)) return [];
  const { path, findings } = file;
  if (typeof path !== 'string' || !Array.isArray(findings)) return [];
  return findings.flatMap((finding: unknown) => {
    const read = findingOf(finding, path);
    return read ? [read] : [];
  });
}

function findingOf(finding: unknown, path: string): EarlierFinding | undefined {
  if (!isObject(finding)) return undefined;
  const { fingerprint, ruleId, severity, message, place } = finding;
  if (typeof fingerprint !== 'string' || typeof ruleId !== 'string' || typeof message !== 'string') {
    return undefined;
  }
  if (!isSeverity(severity)) return undefined;
  return { fingerprint, ruleId, severity, message, path, place: typeof place === 'string' ? place : '' };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isSeverity(value: unknown): value is Severity {
  return value === 'error' || value === 'warning' || value === 'info' || value === 'hint';
}
