/** Judges the texts of a case through the real service, with files in memory. */
import { createMemoryHost } from '../../server/src/host/memory.ts';
import { registry } from '../../server/src/generated/registry.ts';
import type { Finding } from '../../server/src/model/finding.ts';
import type { Problem } from '../../server/src/model/surface.ts';
import { createService } from '../../server/src/service.ts';

/** The day on which all cases are judged, so that exceptions end when their cases say so. */
export const TODAY = '2026-06-01';

/** What was said of some texts. */
export interface Judged {
  readonly findings: readonly Finding[];
  readonly problems: readonly Problem[];
}

/** A text that a surface must read. */
export interface Judgeable {
  readonly uri: string;
  readonly surface?: string;
}

/** Judges each text that has a surface with all rules. Throws when one is not read by its surface, is a wrong configuration, or when a rule crashes. */
export async function judge(
  texts: ReadonlyMap<string, string>,
  files: readonly Judgeable[],
  strict: boolean,
): Promise<Judged> {
  const host = createMemoryHost(texts);
  const service = createService(host, registry, { strict, today: () => TODAY });
  const findings: Finding[] = [];
  const problems: Problem[] = [];
  const used = new Set<string>();
  for (const { uri, surface } of files) {
    if (surface === undefined) continue;
    const analysis = await service.analyze(uri);
    if (analysis.status !== 'judged' || analysis.surface !== surface) {
      throw new Error(
        `${uri} is ${analysis.status} as ${analysis.surface ?? 'nothing'}, not read as ${surface}`,
      );
    }
    // A wrong configuration is left out as a whole, and the case would show nothing.
    const wrong = surface === 'configuration' && analysis.problems.find(isError);
    if (wrong) throw new Error(`${uri} is no configuration: ${wrong.message}`);
    findings.push(...analysis.findings);
    for (const key of analysis.uses) used.add(key);
    problems.push(...analysis.problems);
  }
  const counting = findings.filter(({ unused }) => unused === undefined || !used.has(unused));
  const unfilled = findings.find(({ message }) => /\{\{\w+\}\}/u.test(message));
  if (unfilled) throw new Error(`a place of the message has no data: ${unfilled.message}`);
  if (host.logged.length > 0) throw new Error(host.logged.join('\n'));
  return { findings: counting, problems };
}

function isError({ severity }: Problem): boolean {
  return severity === 'error';
}
