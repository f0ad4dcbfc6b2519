/** Shows the outcome of a build to people: the stages, then the image's configuration as YAML, each with its place. */
import type { TextRange } from '../../../base/text.ts';
import type { OutcomeLine } from '../../../model/surface.ts';
import type { ListedStage } from './bases.ts';
import type { Config, Said } from './config.ts';
import type { Evaluation } from './evaluate.ts';

export function linesOf({ stages = [], target, platform }: Evaluation, uri: string): readonly OutcomeLine[] {
  const lines = [...(stages.length > 0 ? ['stages:'] : [])].map((text): OutcomeLine => ({ text }));
  for (const [index, stage] of stages.entries()) {
    lines.push(stageLine(stage, index, uri, stage.from === target?.from?.instruction));
  }
  if (!target) return lines;
  return [...lines, { text: 'image:', note: `for ${platform}` }, ...configLines(target.config, uri)];
}

function stageLine(
  { name, base, parent, reference, from }: ListedStage,
  index: number,
  uri: string,
  isTarget: boolean,
): OutcomeLine {
  const label = name === '' ? String(index) : name;
  const source = parent === undefined ? (reference ?? base) : base;
  const notes = [
    ...(parent === undefined ? [] : ['an earlier stage']),
    ...(isTarget ? ['what is built'] : []),
  ];
  return {
    text: `  - ${yamlText(label)}: ${yamlText(source)}`,
    from: { uri, range: from.range },
    ...(notes.length > 0 ? { note: notes.join(', ') } : {}),
  };
}

/** The configuration, key by key, in the names of the engine. What it does not say is the base image's own. */
function configLines(config: Config, uri: string): readonly OutcomeLine[] {
  const from = (range: TextRange | undefined): Pick<OutcomeLine, 'from' | 'note'> =>
    range ? { from: { uri, range } } : { note: 'said by no line of the file' };
  const one = (key: string, said: Said<unknown> | undefined): OutcomeLine[] =>
    said === undefined ? [] : [{ text: `  ${key}: ${yamlValue(said.value)}`, ...from(said.range) }];
  const map = (key: string, entries: ReadonlyMap<string, Said<string>>): OutcomeLine[] => [
    ...(entries.size > 0 ? [{ text: `  ${key}:` }] : []),
    ...[...entries].map(([name, { value, range }]) => ({
      text: `    ${yamlText(name)}: ${yamlText(value)}`,
      ...from(range),
    })),
  ];
  const list = (key: string, items: Iterable<Said<string>>): OutcomeLine[] => {
    const lines = [...items].map(({ value, range }) => ({
      text: `    - ${yamlText(value)}`,
      ...from(range),
    }));
    return lines.length === 0 ? [] : [{ text: `  ${key}:` }, ...lines];
  };
  return [
    ...one('User', config.user),
    ...one('WorkingDir', config.workdir),
    ...one('Entrypoint', config.entrypoint),
    ...one('Cmd', config.command),
    ...map('Env', config.env),
    ...list('ExposedPorts', inOrder(config.ports)),
    ...list('Volumes', inOrder(config.volumes)),
    ...healthLines(config, uri),
    ...one('StopSignal', config.stopSignal),
    ...one('Shell', config.shell),
    ...list('OnBuild', config.onBuild),
    ...map('Labels', config.labels),
  ];
}

function inOrder(entries: ReadonlyMap<string, Said<string>>): readonly Said<string>[] {
  const numberOf = (text: string): number => parseInt(text, 10) || 0;
  return [...entries.values()].sort(
    (a, b) => numberOf(a.value) - numberOf(b.value) || (a.value < b.value ? -1 : 1),
  );
}

const SECOND = 1e9;

function healthLines({ healthcheck }: Config, uri: string): readonly OutcomeLine[] {
  if (!healthcheck) return [];
  const { value, range } = healthcheck;
  const lines = Object.entries(value).map(([key, each]: [string, unknown]): OutcomeLine => {
    const isDuration = typeof each === 'number' && key !== 'Retries';
    return { text: `    ${key}: ${isDuration ? `${each / SECOND}s` : yamlValue(each)}` };
  });
  return [{ text: '  Healthcheck:', ...(range ? { from: { uri, range } } : {}) }, ...lines];
}

function yamlValue(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => JSON.stringify(item)).join(', ')}]`;
  return typeof value === 'string' ? yamlText(value) : JSON.stringify(value);
}

/** What YAML would read as this very text without quotation marks. */
const PLAIN = /^(?:[a-z/]|\d+\/)[\w./@+-]*(?::[\w./@+-]+)*$/iu;
const SPECIAL = /^(?:y|n|yes|no|on|off|true|false|null)$/iu;

function yamlText(text: string): string {
  return PLAIN.test(text) && !SPECIAL.test(text) ? text : JSON.stringify(text);
}
