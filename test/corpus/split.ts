/** Makes two files of a Compose file that say the same together: every second key of each service moves to an override. */
import { parseYaml } from '../../server/src/syntax/yaml/parse.ts';
import type { YamlEntry, YamlFile } from '../../server/src/syntax/yaml/tree.ts';

/** A file and its override. */
export interface Pair {
  readonly base: string;
  readonly override: string;
}

/** The pair; undefined for a text that cannot be cut by its lines: with aliases, tags, several documents, flow style. */
export function split(text: string): Pair | undefined {
  const file = parseYaml(text, 'file:///split');
  if (/[&*]\w|<<:|!\w|^---/mu.test(text) || text.includes('\t') || file.problems.length > 0) return undefined;
  const services = servicesOf(file);
  const moved: { readonly start: number; readonly end: number }[] = [];
  const lines: string[] = [];
  for (const service of services ?? []) {
    const { value } = service;
    if (value.kind !== 'mapping' || value.flow) continue;
    const entries = value.entries.filter((_, index) => index % 2 === 1);
    if (entries.length === 0) continue;
    const spans = entries.map((entry) => linesOf(text, entry));
    moved.push(...spans);
    const head = linesOf(text, { ...service, range: service.key.range });
    lines.push(text.slice(head.start, head.end), ...spans.map(({ start, end }) => text.slice(start, end)));
  }
  if (moved.length === 0) return undefined;
  let base = '';
  let position = 0;
  for (const { start, end } of moved) {
    base += text.slice(position, start);
    position = end;
  }
  const whole = (part: string): string => (part.endsWith('\n') ? part : `${part}\n`);
  return { base: base + text.slice(position), override: `services:\n${lines.map(whole).join('')}` };
}

function servicesOf(file: YamlFile): readonly YamlEntry[] | undefined {
  const [root] = file.roots;
  if (root?.kind !== 'mapping' || root.flow) return undefined;
  const value = root.entries.find(({ name }) => name === 'services')?.value;
  return value?.kind === 'mapping' && !value.flow ? value.entries : undefined;
}

/** All lines of an entry, with what stands beside it. */
function linesOf(text: string, { range }: YamlEntry): { readonly start: number; readonly end: number } {
  const feed = text.indexOf('\n', text[range.end - 1] === '\n' ? range.end - 1 : range.end);
  return { start: text.lastIndexOf('\n', range.start - 1) + 1, end: feed < 0 ? text.length : feed + 1 };
}
