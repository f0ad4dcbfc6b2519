/** Judges texts with exceptions in them, and tells in a few words what is found, what is excepted, and by what. */
import { createMemoryHost } from '../../server/src/host/memory.ts';
import { registry } from '../../server/src/generated/registry.ts';
import type { Finding } from '../../server/src/model/finding.ts';
import { type Analysis, createService, type Service } from '../../server/src/service.ts';

/** The day on which all of these texts are judged. */
export const TODAY = '2026-11-23';

/** What is said of a text. */
export interface Told {
  /** `no-sudo at sudo`, for all but the rules that are named as of no interest. */
  readonly found: readonly string[];
  /** `no-sudo at sudo by comment`. */
  readonly excepted: readonly string[];
  readonly analysis: Analysis;
  readonly service: Service;
}

/** Texts by paths below one folder. */
export type Texts = Readonly<Record<string, string>>;

export function uriOf(path: string): string {
  return `file:///project/${path}`;
}

/** A service over some texts. */
export function serve(texts: Texts, options: { readonly strict?: boolean; readonly today?: string } = {}) {
  const files = new Map(Object.entries(texts).map(([path, text]) => [uriOf(path), text]));
  const host = createMemoryHost(files);
  const service = createService(host, registry, {
    ...(options.strict === true ? { strict: true } : {}),
    today: () => options.today ?? TODAY,
  });
  return { service, logged: host.logged };
}

/** Judges one of some texts; throws when a rule crashes. */
export async function tell(
  texts: Texts,
  path = Object.keys(texts)[0] ?? '',
  options: Parameters<typeof serve>[1] = {},
): Promise<Told> {
  const { service, logged } = serve(texts, options);
  const analysis = await service.analyze(uriOf(path));
  if (logged.length > 0) throw new Error(logged.join('\n'));
  const textOf = (uri: string): string => service.textOf(uri) ?? '';
  return {
    found: analysis.findings.map((finding) => spotOf(finding, textOf)),
    excepted: analysis.excepted.map(({ finding, exception }) => {
      const by = exception.tool ?? exception.form;
      return `${spotOf(finding, textOf)} by ${by}`;
    }),
    analysis,
    service,
  };
}

function spotOf({ ruleId, uri, range }: Finding, textOf: (uri: string) => string): string {
  const [first = ''] = textOf(uri).slice(range.start, range.end).split('\n', 1);
  return `${ruleId} at ${first.trim()}`;
}

/** The findings of one rule as messages. */
export function messagesOf({ analysis }: Told, ruleId: string): readonly string[] {
  return analysis.findings.flatMap((finding) => (finding.ruleId === ruleId ? finding.message : []));
}
