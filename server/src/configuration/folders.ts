/** Remembers for each folder which configuration files and which baseline lie in it and above. */
import type { SourceText, TextRange } from '../base/text.ts';
import { fileNameOf, folderOf, resolvePath } from '../base/uri.ts';
import type { Rule } from '../model/rule.ts';
import type { Problem } from '../model/surface.ts';
import { type Chain, Chains, contentsIn, NO_FILES } from './chain.ts';
import type { Contents } from './contents.ts';
import { type FileReading, readingOf } from './read.ts';
import {
  type Baseline,
  BASELINE_NAME,
  CONFIGURATION_NAMES,
  foldersAbove,
  type Missing,
  type Texts,
} from './texts.ts';

/** What counts in a folder. */
interface Folder {
  /** Which asking it is from; after a change all folders are asked anew. */
  readonly generation: number;
  readonly chain: Chain;
  /** The nearest baseline that lies about; absent when there is none. */
  readonly lying?: Baseline;
  /** The baseline that counts: one that is named, or that lies about, whichever is nearer. */
  readonly baseline?: Baseline;
}

/** What lies in one folder. */
interface Probed {
  readonly name: string;
  readonly reading?: FileReading;
  readonly lying?: Baseline;
}

const NOWHERE: Folder = { generation: 0, chain: NO_FILES };
const HEAD: TextRange = { start: 0, end: 0 };

export class Folders {
  readonly #texts: Texts;
  readonly #rules: readonly Rule[];
  readonly #chains = new Chains();
  readonly #known = new Map<string, Folder>();
  #generation = 1;

  constructor(texts: Texts, rules: readonly Rule[]) {
    this.#texts = texts;
    this.#rules = rules;
  }

  /** Something may be other than it was; whatever is not comes out as the same objects. */
  changed(): void {
    this.#generation++;
  }

  /** The files that count for a text. */
  chainOf(uri: string): Chain | Missing {
    const folder = this.#folderOf(uri);
    return 'missing' in folder ? folder : folder.chain;
  }

  /** A chain of one file that is named. */
  chainOfFile(uri: string): Chain | Missing {
    if (!this.#texts.isKnown(uri)) return { missing: [uri] };
    const document = this.#texts.peek(uri);
    return document ? this.#chains.extend(NO_FILES, readingOf(document, this.#rules)) : NO_FILES;
  }

  /** The baseline that counts for a text, beside the files that count for it. */
  baselineOf(uri: string, chain: Chain): Baseline | Missing | undefined {
    const folder = this.#folderOf(uri);
    if ('missing' in folder) return folder;
    if (folder.chain === chain) return folder.baseline;
    // The files that lie about do not count; then what one of them says of a baseline does not, either.
    const named = contentsIn(chain).findLast(({ baseline }) => baseline);
    return named?.baseline ? baselineIn(named) : folder.lying;
  }

  /** A configuration file, with what is wrong with it where it lies. */
  inspect(document: SourceText): { readonly problems: readonly Problem[]; readonly contents?: Contents } {
    const reading = readingOf(document, this.#rules);
    const chain = this.chainOf(document.uri);
    const here = 'missing' in chain || chain.reading !== reading ? reading : chain;
    const { problems, contents } = here;
    return {
      problems: [...this.#shadowed(document.uri), ...problems],
      ...(contents ? { contents } : {}),
    };
  }

  /** Of several files in one folder the first name counts. */
  #shadowed(uri: string): readonly Problem[] {
    const name = fileNameOf(uri);
    const index = CONFIGURATION_NAMES.findIndex((known) => known === name);
    const other = CONFIGURATION_NAMES.slice(0, Math.max(0, index)).find((each) =>
      this.#texts.peek(`${folderOf(uri)}/${each}`),
    );
    if (other === undefined) return [];
    const message = `This file says nothing, because '${other}' in the same folder counts.`;
    return [{ range: HEAD, message, severity: 'warning' }];
  }

  #folderOf(uri: string): Folder | Missing {
    // As a rule another text of the same folder was asked about just before.
    const nearest = this.#known.get(folderOf(uri));
    return nearest?.generation === this.#generation ? nearest : this.#lookAround(uri);
  }

  #lookAround(uri: string): Folder | Missing {
    const missing: string[] = [];
    const stale: Probed[] = [];
    let folder = NOWHERE;
    for (const name of foldersAbove(uri)) {
      const known = this.#known.get(name);
      if (known?.generation === this.#generation) {
        folder = known;
        break;
      }
      const probed = this.#probe(name, missing);
      stale.push(probed);
      if (probed.reading?.contents?.isRoot) break;
    }
    if (missing.length > 0) return { missing };
    for (const probed of stale.reverse()) {
      folder = this.#below(folder, probed);
      this.#known.set(probed.name, folder);
    }
    return folder;
  }

  #probe(name: string, missing: string[]): Probed {
    const uris = CONFIGURATION_NAMES.map((each) => `${name}/${each}`);
    let document: SourceText | undefined;
    for (const uri of uris) {
      document = this.#look(uri, missing);
      if (document) break;
    }
    const uri = `${name}/${BASELINE_NAME}`;
    const hasBaseline = this.#look(uri, missing) !== undefined;
    return {
      name,
      ...(document ? { reading: readingOf(document, this.#rules) } : {}),
      ...(hasBaseline ? { lying: { uri, by: 'default' } } : {}),
    };
  }

  #look(uri: string, missing: string[]): SourceText | undefined {
    if (this.#texts.isKnown(uri)) return this.#texts.peek(uri);
    missing.push(uri);
    return undefined;
  }

  #below(above: Folder, { reading, lying: own }: Probed): Folder {
    const generation = this.#generation;
    const chain = reading ? this.#chains.extend(above.chain, reading) : above.chain;
    const contents = reading ? chain.contents : undefined;
    const outer = contents?.isRoot ? NOWHERE : above;
    const lying = own ?? outer.lying;
    const baseline = contents?.baseline ? baselineIn(contents) : (own ?? outer.baseline);
    return { generation, chain, ...(lying ? { lying } : {}), ...(baseline ? { baseline } : {}) };
  }
}

/** The baseline that a file names; undefined where it wants none. */
function baselineIn({ uri, baseline }: Contents): Baseline | undefined {
  if (!baseline || baseline.value === false) return undefined;
  return { uri: resolvePath(folderOf(uri), baseline.value), by: 'file', at: baseline.at };
}
