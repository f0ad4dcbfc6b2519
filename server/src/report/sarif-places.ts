/** Places as SARIF names them: relative URIs, regions from 1 in UTF-16 units, text that shows what stands there. */
import type { EvidenceLine, Range } from './report.ts';

/** Stands for the folder of the report, which a reader of the file knows and the file does not name. */
export const SOURCE_ROOT = '%SRCROOT%';

/** Where the artifacts of a run are listed, by path. */
export type ArtifactIndexes = ReadonlyMap<string, number>;

/** A path with slashes as a relative URI; what a URI cannot hold is replaced. */
export function uriOf(path: string): string {
  return wellFormed(path).split('/').map(encodeURIComponent).join('/');
}

export function artifactLocation(path: string, indexes?: ArtifactIndexes) {
  const index = indexes?.get(path);
  return { uri: uriOf(path), uriBaseId: SOURCE_ROOT, ...(index === undefined ? {} : { index }) };
}

export function regionOf({ start, end }: Range) {
  return {
    startLine: start.line + 1,
    startColumn: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
  };
}

/** A place in a file; with evidence, what stands there and the lines around it. */
export function physicalLocation(
  path: string,
  range: Range | undefined,
  indexes: ArtifactIndexes,
  evidence: readonly EvidenceLine[] = [],
) {
  const place = { artifactLocation: artifactLocation(path, indexes) };
  if (!range) return place;
  const region = regionOf(range);
  const [first] = evidence;
  const last = evidence.at(-1);
  if (!first || !last) return { ...place, region };
  const lines = evidence.map(({ text }) => text).join('\n');
  return {
    ...place,
    region: { ...region, ...snippetOf(range, evidence) },
    // A context must hold its region, so a range that goes on behind the evidence has none.
    ...(last.number < region.endLine
      ? {}
      : {
          contextRegion: { startLine: first.number, endLine: last.number, snippet: { text: lines } },
        }),
  };
}

/** The text of a region; absent where the evidence shows less than all of it. */
function snippetOf({ start, end }: Range, evidence: readonly EvidenceLine[]) {
  const text = evidence.map((line) => line.text.slice(line.marked.start, line.marked.end)).join('\n');
  const isWhole =
    evidence[0]?.number === start.line + 1 &&
    evidence.at(-1)?.number === end.line + 1 &&
    // A cut line has marks that are nearer together than the range.
    (start.line !== end.line
      ? !evidence.some((line) => line.text.startsWith('…') || line.text.endsWith('…'))
      : text.length === end.character - start.character);
  return isWhole && text !== '' ? { snippet: { text } } : {};
}

/** A text in which no half of a pair of surrogates stands alone, which neither UTF-8 nor a URI could hold. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Cs}/gu, '\uFFFD');
}
