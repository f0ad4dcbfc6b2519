/** Answers what a text comes to: the services as they run, the image as it is built. */
import { indexLines, type LineIndex, positionAt } from '../base/line-index.ts';
import type { Location } from '../base/text.ts';
import { fileNameOf, folderOf } from '../base/uri.ts';
import type { Description as Answer } from '../protocol.ts';
import { outcomeText } from '../service.ts';
import type { Session } from './session.ts';

/** The text to show; null where there is nothing to say of this one. */
export async function describe(session: Session, uri: unknown): Promise<Answer | null> {
  if (typeof uri !== 'string') return null;
  const described = await session.service.describe(uri);
  if (!described) return null;
  const { outcome, failure, basis } = described;
  const head = described.surface === 'compose' ? 'What runs' : 'What is built';
  if (!outcome) return { text: `# ${failure ?? ''}\n`, languageId: 'yaml', basis };
  const placeOf = await placesOf(session, uri, [
    ...(outcome.lines ?? []).flatMap(({ from }) => from ?? []),
    ...(!outcome.ok && outcome.at ? [outcome.at] : []),
  ]);
  const program = described.surface === 'compose' ? 'Compose' : 'BuildKit';
  const refusal = outcome.ok
    ? []
    : [
        `# ${program} would refuse this: ${oneLine(outcome.error)}${outcome.at ? ` (${placeOf(outcome.at)})` : ''}`,
      ];
  const names = outcome.files.map(fileNameOf).join(', ');
  const lines = [
    `# ${head}, as ${oneLine(names)} say it together`,
    ...refusal,
    ...outcomeText(outcome.lines ?? [], placeOf),
  ];
  return { text: `${lines.map(oneLine).join('\n')}\n`, languageId: 'yaml', basis };
}

/** Line ends of other systems would make new lines of a comment. */
function oneLine(text: string): string {
  return text.replace(/[\r\n\u0085\u2028\u2029]+/gu, ' ');
}

/** How places are shown: the path from the text's own folder, and the line. */
async function placesOf(
  session: Session,
  uri: string,
  locations: readonly Location[],
): Promise<(location: Location) => string> {
  const indexes = new Map<string, LineIndex>();
  for (const other of new Set(locations.map((location) => location.uri))) {
    indexes.set(other, indexLines((await session.textOf(other)) ?? ''));
  }
  const folder = `${folderOf(uri)}/`;
  return (location) => {
    const index = indexes.get(location.uri);
    const path = location.uri.startsWith(folder) ? location.uri.slice(folder.length) : location.uri;
    return `${decoded(path)}:${index ? positionAt(index, location.range.start).line + 1 : 1}`;
  };
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
