/** Findings as results of SARIF: each with its place, its fixes, and what makes it the same in the next run. */
import type { FileReview, Report, ReviewException, ReviewFinding, ReviewFix } from './report.ts';
import { type ArtifactIndexes, artifactLocation, physicalLocation, regionOf } from './sarif-places.ts';
import { LEVELS } from './sarif-rules.ts';

/** What results are made with. */
export interface ResultFacts {
  readonly ruleIndexes: ReadonlyMap<string, number>;
  readonly artifacts: ArtifactIndexes;
}

/** Every finding of a report, in its order. */
export function resultsOf(report: Report, facts: ResultFacts) {
  const { files, exceptions } = report;
  const stateOf = baselineStates(report);
  return files.flatMap((file) =>
    [...file.findings, ...file.excepted].map((finding) => {
      const { exception } = finding;
      return {
        ...resultOf(file, finding, facts),
        // As soon as one result is suppressed, the others must say that they are not.
        ...(exceptions.length === 0
          ? {}
          : { suppressions: exception ? [suppressionOf(exception, facts)] : [] }),
        ...(stateOf ? { baselineState: stateOf(finding) } : {}),
      };
    }),
  );
}

/** What is new is told by the earlier report, where there is one, and by the baseline otherwise; undefined where there is neither. */
function baselineStates({
  comparison,
  files,
}: Report): ((finding: ReviewFinding) => 'new' | 'unchanged') | undefined {
  if (comparison) {
    const added = new Set(comparison.added);
    return ({ fingerprint }) => (added.has(fingerprint) ? 'new' : 'unchanged');
  }
  if (!files.some(({ findings }) => findings.some(({ known }) => known))) return undefined;
  return ({ known }) => (known ? 'unchanged' : 'new');
}

function resultOf(file: FileReview, finding: ReviewFinding, { ruleIndexes, artifacts }: ResultFacts) {
  const { ruleId, severity, message, fingerprint, related, fixes, missing, refused } = finding;
  const ruleIndex = ruleIndexes.get(ruleId);
  return {
    ruleId,
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    level: LEVELS[severity],
    message: { text: message },
    locations: [
      {
        physicalLocation: physicalLocation(
          finding.path ?? file.path,
          finding.range,
          artifacts,
          finding.evidence,
        ),
        ...logicalLocations(file, finding),
      },
    ],
    // GitHub's upload computes `primaryLocationLineHash` by itself and warns of every other value in its place.
    partialFingerprints: { 'bulkhead/v1': fingerprint },
    ...(related.length === 0
      ? {}
      : {
          relatedLocations: related.map((other, index) => ({
            id: index + 1,
            physicalLocation: physicalLocation(other.path, other.range, artifacts),
            message: { text: other.message },
          })),
        }),
    ...fixesOf(file.path, fixes, artifacts),
    properties: {
      severity,
      ...(missing.length === 0 ? {} : { missing }),
      ...(refused === undefined ? {} : { fixRefused: refused }),
    },
  };
}

/** The service or stage; what belongs to the whole file has none. */
function logicalLocations({ parts }: FileReview, { part: index, place }: ReviewFinding) {
  const part = index === undefined ? undefined : parts[index];
  if (!part) return place === '' ? {} : { logicalLocations: [{ fullyQualifiedName: place }] };
  const { name, kind } = part;
  return { logicalLocations: [{ name, fullyQualifiedName: place, kind }] };
}

/** Safe fixes come first: a program that takes the first takes one that changes nothing about what runs. */
function fixesOf(path: string, fixes: readonly ReviewFix[], artifacts: ArtifactIndexes) {
  const made = fixes.filter(({ edits }) => edits.length > 0);
  if (made.length === 0) return {};
  const safe = made.filter(({ applicability }) => applicability === 'safe');
  const unsafe = made.filter(({ applicability }) => applicability === 'unsafe');
  return { fixes: [...safe, ...unsafe].map((fix) => fixOf(path, fix, artifacts)) };
}

function fixOf(path: string, fix: ReviewFix, artifacts: ArtifactIndexes) {
  const { title, breaks, applicability, partial, edits } = fix;
  return {
    description: { text: breaks === undefined ? `${title}.` : `${title}. What may break: ${breaks}` },
    artifactChanges: [
      {
        artifactLocation: artifactLocation(path, artifacts),
        replacements: edits.map(({ range, newText }) => ({
          deletedRegion: regionOf(range),
          ...(newText === '' ? {} : { insertedContent: { text: newText } }),
        })),
      },
    ],
    properties: { applicability, partial },
  };
}

/** A comment stands in a source; what the configuration says stands beside it. */
function suppressionOf(exception: ReviewException, { artifacts }: ResultFacts) {
  const { form, tool, reason, until, path, range } = exception;
  const more = { ...(tool === undefined ? {} : { tool }), ...(until === undefined ? {} : { until }) };
  return {
    kind: form === 'configuration' ? 'external' : 'inSource',
    status: 'accepted',
    location: { physicalLocation: physicalLocation(path, range, artifacts) },
    ...(reason === undefined ? {} : { justification: reason }),
    ...(Object.keys(more).length === 0 ? {} : { properties: more }),
  };
}
