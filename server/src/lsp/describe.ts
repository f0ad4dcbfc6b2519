/** Answers what a text comes to: the services as they run, the image as it is built. */
import type { Location } from '../base/text.ts';
import type { Outcome, OutcomeLine } from '../model/surface.ts';
import type { Description as Answer, PlaceLink } from '../protocol.ts';
import { type Description, outcomeText } from '../service.ts';
import { pathFrom, placesFrom, type ShownPlace } from './places.ts';
import type { Session } from './session.ts';

/** The text to show; null where there is nothing to say of this one. */
export async function describe(session: Session, uri: unknown): Promise<Answer | null> {
  if (typeof uri !== 'string') return null;
  const described = await session.service.describe(uri);
  if (!described) return null;
  const { outcome, basis, failure = '' } = described;
  const page = new Page(uri);
  if (outcome) {
    const placeOf = await placesFrom(session, uri, locationsIn(outcome));
    writeHead(page, described, outcome, placeOf);
    for (const line of outcome.lines ?? []) page.addLine(line, placeOf);
  } else page.add(`# ${failure}`);
  return {
    text: page.text,
    languageId: 'yaml',
    basis,
    links: page.links,
    isWhole: outcome?.lines !== undefined,
  };
}

function locationsIn(outcome: Outcome): readonly Location[] {
  const said = (outcome.lines ?? []).flatMap(({ from }) => from ?? []);
  return !outcome.ok && outcome.at ? [...said, outcome.at] : said;
}

type PlaceOf = (location: Location) => ShownPlace;

function writeHead(page: Page, { surface }: Description, outcome: Outcome, placeOf: PlaceOf): void {
  const isCompose = surface === 'compose';
  if (!outcome.ok) {
    const at = outcome.at && placeOf(outcome.at);
    const program = isCompose ? 'Compose' : 'BuildKit';
    page.add(`# ${program} would refuse this: ${outcome.error}`, at && { lead: ' (', place: at, tail: ')' });
  }
  page.addFiles(isCompose ? '# What runs, by ' : '# What is built, by ', outcome.files);
}

/** A link at the end of a line, and what stands around it. */
interface Ending {
  readonly lead: string;
  readonly place: ShownPlace;
  readonly tail: string;
}

/** The text as it grows, and the places in it that can be clicked. */
class Page {
  readonly #home: string;
  readonly #lines: string[] = [];
  readonly links: PlaceLink[] = [];

  constructor(home: string) {
    this.#home = home;
  }

  get text(): string {
    return `${this.#lines.join('\n')}\n`;
  }

  add(text: string, ending?: Ending): void {
    const start = oneLine(`${text}${ending?.lead ?? ''}`);
    if (ending) this.#link(start.length, ending.place);
    this.#lines.push(ending ? `${start}${ending.place.text}${oneLine(ending.tail)}` : start);
  }

  addLine(line: OutcomeLine, placeOf: PlaceOf): void {
    const place = line.from && placeOf(line.from);
    const [text = ''] = outcomeText([{ ...line, text: oneLine(line.text) }], () => place?.text ?? '');
    // The place is the first thing that a comment says.
    if (place) this.#link(text.indexOf(place.text, oneLine(line.text).length), place);
    this.#lines.push(oneLine(text));
  }

  addFiles(lead: string, uris: readonly string[]): void {
    let text = lead;
    for (const [index, uri] of uris.entries()) {
      if (index > 0) text += ', ';
      const name = pathFrom(this.#home, uri);
      this.#link(text.length, { text: name, uri, line: 0 });
      text += name;
    }
    this.#lines.push(text);
  }

  #link(start: number, { text, uri, line }: ShownPlace): void {
    this.links.push({ line: this.#lines.length, start, end: start + text.length, target: { uri, line } });
  }
}

/** Line ends of other systems would make new lines of a comment. */
function oneLine(text: string): string {
  return text.replace(/[\r\n\u0085\u2028\u2029]+/gu, ' ');
}
