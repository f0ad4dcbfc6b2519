/** A stage of a Dockerfile in a few lines: what the image is that it makes. */
import { enumerated } from '../../base/presentable.ts';
import { valueOf } from '../../model/setting.ts';
import type { Stage } from '../../model/stage.ts';
import type { Markup } from './markup.ts';
import { userFact } from './user.ts';

/** The lines, the first as a heading. */
export function stageSummary(markup: Markup, stage: Stage): readonly string[] {
  const { code } = markup;
  const { entrypoint, command } = stage;
  const ports = stage.ports.flatMap((port) => valueOf(port) ?? []);
  return [
    headOf(markup, stage),
    `From: ${baseOf(markup, stage)}`,
    userFact(markup, stage.user, 'its base image'),
    ...(ports.length > 0 ? [`Exposes: ${enumerated(ports.map(code), MOST_PORTS)}`] : []),
    ...(entrypoint ? [`Entrypoint: ${wordsOf(markup, entrypoint)}`] : []),
    ...(command ? [`Command: ${wordsOf(markup, command)}`] : []),
    ...healthOf(stage),
    ...(stage.hasOnBuild ? [`${code('ONBUILD')}: does more in every image that is built on it`] : []),
  ];
}

const MOST_PORTS = 5;

export function labelOf({ code }: Markup, { name, index }: Stage): string {
  return `stage ${name === undefined ? String(index) : code(name)}`;
}

function headOf(markup: Markup, stage: Stage): string {
  const label = labelOf(markup, stage).replace('stage', 'Stage');
  switch (stage.role) {
    case 'final':
      return `${markup.strong(label)} is the image that is built`;
    case 'ancestor':
      return `${markup.strong(label)} is a part of the image that is built: a later stage stands on it`;
    case 'builder':
      return `${markup.strong(label)} stays behind: only what is copied from it gets into the image`;
  }
}

/** What a stage stands on, down to the image at the bottom. */
function baseOf(markup: Markup, stage: Stage): string {
  const way: Stage[] = [];
  let { base } = stage;
  while (base.kind === 'stage' && !way.includes(base.stage)) {
    way.push(base.stage);
    ({ base } = base.stage);
  }
  const through = way.map((each) => labelOf(markup, each));
  return `${imageOf(markup, base)}${through.length > 0 ? `, through ${enumerated(through)}` : ''}`;
}

function imageOf({ code }: Markup, base: Stage['base']): string {
  if (base.kind === 'scratch') return `nothing (${code('scratch')})`;
  const reference = base.kind === 'image' ? valueOf(base.image.reference) : undefined;
  return reference ? code(reference.text) : 'an image that an argument decides';
}

/** The image at the bottom of a stage; undefined where there is none, or a variable decides. */
export function bottomOf(stage: Stage): string | undefined {
  const seen = new Set<Stage>();
  let { base } = stage;
  while (base.kind === 'stage' && !seen.has(base.stage)) {
    seen.add(base.stage);
    ({ base } = base.stage);
  }
  return base.kind === 'image' ? valueOf(base.image.reference)?.text : undefined;
}

/** Words as a shell would take them; a word with a blank is quoted. */
function wordsOf({ code }: Markup, words: readonly string[]): string {
  return code(words.map((word) => (/^[^\s"'\\]+$/u.test(word) ? word : JSON.stringify(word))).join(' '));
}

function healthOf({ healthcheck }: Stage): readonly string[] {
  if (healthcheck.state !== 'set') return [];
  return [`Health check: ${healthcheck.value ? 'yes' : 'switched off'}`];
}
