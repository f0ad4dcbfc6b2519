/** What a hover on a service's name or on FROM says first: what runs there, what is built there. Only what the files say. */
import { type Location, type TextRange, touches } from '../base/text.ts';
import type { Container } from '../model/container.ts';
import type { Stage } from '../model/stage.ts';
import type { Analysis } from '../service.ts';
import { outerUri, pathFrom, placesFrom } from './places.ts';
import type { Session } from './session.ts';
import { containerSummary } from './summary/container.ts';
import { markdown, type Markup, plainText } from './summary/markup.ts';
import { stageSummary } from './summary/stage.ts';
import { saidAt } from './summary/user.ts';

/** A few lines in the format that the client shows, and what they are about. */
export interface Summary {
  readonly text: string;
  readonly range: TextRange;
}

/** The summary of what is named under an offset; undefined where there is none. A finding on an image's name goes before. */
export async function summaryAt(
  session: Session,
  analysis: Analysis,
  offset: number,
  isOnFinding: boolean,
): Promise<Summary | undefined> {
  if (analysis.status !== 'judged') return undefined;
  if (analysis.surface === 'dockerfile') return stageAt(session, analysis, offset, isOnFinding);
  return serviceAt(session, analysis, offset);
}

const KEYWORD = 'FROM';

async function stageAt(
  session: Session,
  { uri }: Analysis,
  offset: number,
  isOnFinding: boolean,
): Promise<Summary | undefined> {
  const stages = await session.service.subjects(uri, 'stage');
  const stage = stages.find(({ source }) => source.uri === uri && touches(source.range, offset));
  if (!stage || (isOnFinding && offset > stage.source.range.start + KEYWORD.length)) return undefined;
  const markup = await markupFor(session, uri, [stage.user.source, saidAt(stage.user)]);
  return { text: listed(stageSummary(markup, stage)), range: stage.source.range };
}

async function serviceAt(session: Session, analysis: Analysis, offset: number): Promise<Summary | undefined> {
  const { uri, text } = analysis;
  const at = await session.service.keyAt(uri, offset);
  if (at?.key !== 'service') return undefined;
  const containers = await session.service.subjects(uri, 'container');
  const isHere = ({ source }: Container): boolean => source.uri === uri && touches(source.range, offset);
  // What another file of the project names first has its head there.
  const name = text.slice(at.range.start, at.range.end).replace(/^(["'])(.*)\1$/u, '$2');
  const container = containers.find(isHere) ?? containers.find((each) => each.name === name);
  if (!container) return undefined;
  const { user } = container;
  const markup = await markupFor(session, uri, [
    user.source,
    saidAt(user),
    ...(user.source.hides ? [user.source.hides] : []),
  ]);
  const files = await filesOf(session, uri, container);
  return { text: listed(containerSummary(markup, container, files)), range: at.range };
}

/** The files that say something of a service, in the order in which they are read; its Dockerfile last. */
async function filesOf(session: Session, uri: string, container: Container): Promise<readonly string[]> {
  const described = await session.service.describe(uri);
  const lines = (described?.outcome?.lines ?? []).filter(({ owner }) => owner === container.name);
  const said = new Set(lines.flatMap(({ from }) => (from ? [outerUri(from.uri)] : [])));
  const files = described?.outcome?.files ?? [];
  // Lines that say nothing of their place stand in the first file.
  const [home = uri] = files;
  if (lines.length === 0 || lines.some(({ from }) => !from)) said.add(home);
  const ordered = [...files.filter((file) => said.has(file)), ...said];
  return [...new Set([...ordered, ...dockerfileOf(container.build?.stage)])];
}

function dockerfileOf(stage: Stage | undefined): readonly string[] {
  return stage ? [outerUri(stage.source.uri)] : [];
}

async function markupFor(session: Session, uri: string, locations: readonly Location[]): Promise<Markup> {
  const placeOf = await placesFrom(session, uri, locations);
  const names = { placeOf, fileOf: (other: string) => pathFrom(uri, outerUri(other)) };
  return session.abilities.hoverFormat === 'markdown' ? markdown(names) : plainText(names);
}

function listed([head = '', ...facts]: readonly string[]): string {
  return [head, '', ...facts.map((fact) => `- ${fact}`)].join('\n');
}
