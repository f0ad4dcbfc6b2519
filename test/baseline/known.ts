/** A folder with a Compose file, a Dockerfile and a baseline, and what a service says of them. */
import { registry } from '../../server/src/generated/registry.ts';
import { createMemoryHost } from '../../server/src/host/memory.ts';
import {
  BASELINE_NAME,
  type BaselineEntry,
  baselineText,
  createService,
  mendedOf,
  readBaseline,
  type Renewed,
  renewed,
  type Service,
  Tally,
} from '../../server/src/service.ts';

export const FOLDER = 'file:///p';
export const BASELINE = `${FOLDER}/${BASELINE_NAME}`;

/** What is found in some files under a baseline. */
export interface Outcome {
  /** `compose.yaml: no-privileged`, in the order of the files; with the severity where it is known: `(error)`. */
  readonly fresh: readonly string[];
  readonly known: readonly string[];
  readonly mended: readonly BaselineEntry[];
  /** The baseline that would be written. */
  readonly next: Renewed;
  readonly problems: readonly string[];
}

/** A service over files of one folder, by their paths. */
export function serve(files: Readonly<Record<string, string>>): Service {
  const texts = Object.entries(files).map(([path, text]) => [`${FOLDER}/${path}`, text] as const);
  return createService(createMemoryHost(new Map(texts)), registry);
}

/** Checks all files but the baseline, or only some of them. */
export async function outcomeOf(
  files: Readonly<Record<string, string>>,
  baseline: string,
  paths = Object.keys(files),
): Promise<Outcome> {
  const service = serve({ ...files, [BASELINE_NAME]: baseline });
  const tally = new Tally();
  const [fresh, known]: [string[], string[]] = [[], []];
  for (const path of paths) {
    const analysis = await service.analyze(`${FOLDER}/${path}`);
    for (const { uri: at, ruleId, known: severity } of analysis.findings) {
      const name = `${at.slice(FOLDER.length + 1)}: ${ruleId}`;
      if (severity === undefined) fresh.push(name);
      else known.push(`${name} (${severity})`);
    }
    tally.add(service.recordsOf(analysis));
  }
  const settled = new Set(paths.map((path) => `${FOLDER}/${path}`));
  const run = { tally, isSettled: (uri: string) => settled.has(uri) };
  const document = { uri: BASELINE, text: baseline };
  return {
    fresh,
    known,
    mended: mendedOf(document, run),
    next: renewed(document, run),
    problems: (await service.analyze(BASELINE)).problems.map(({ message }) => message),
  };
}

/** The text of a baseline that knows all that is found in the files. */
export async function baselineFor(files: Readonly<Record<string, string>>): Promise<string> {
  const { next } = await outcomeOf(files, baselineText([]));
  return baselineText(next.entries);
}

/** A baseline of these lines. */
export function baselineOf(...lines: readonly string[]): string {
  return `{"version": 1, "findings": [\n${lines.join(',\n')}\n]}\n`;
}

/** The messages about the text of a baseline, at once. */
export function readNow(text: string): readonly string[] {
  const { problem } = readBaseline({ uri: BASELINE, text });
  return problem ? [problem.message] : [];
}
