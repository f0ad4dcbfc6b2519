/** Finds what is configured for a text: the files around it, the nearest first, and what the editor or the command line says. */
import type { SourceText } from '../base/text.ts';
import { canonicalUri, fileNameOf, folderOf } from '../base/uri.ts';
import type { Configuration, ConfigurationLayer } from '../model/configuration.ts';
import type { Rule } from '../model/rule.ts';
import type { Problem } from '../model/surface.ts';
import { type Chain, NO_FILES } from './chain.ts';
import type { ForPaths } from './contents.ts';
import { Folders } from './folders.ts';
import { Grounds } from './grounds.ts';
import { type Baseline, BASELINE_NAME, CONFIGURATION_NAMES, type Missing, type Texts } from './texts.ts';

export { BASELINE_NAME, CONFIGURATION_NAMES, type Texts } from './texts.ts';

/** Whether a text of this name configures Bulkhead. */
export function isConfiguration(uri: string): boolean {
  const name = fileNameOf(uri);
  return CONFIGURATION_NAMES.some((known) => known === name);
}

/** What a configuration file comes to by itself. */
export interface ReadConfiguration {
  readonly problems: readonly Problem[];
  /** The exceptions that it lists, with the paths that they are for; none in a wrong file. */
  readonly listed: readonly ListedFor[];
}

/** A listed exception with the patterns of the paths that it is for; without any it is for all in the folder of the file. */
export interface ListedFor {
  readonly exception: Configuration['listed'][number];
  readonly paths: readonly string[];
}

/** Of so many texts it is remembered what applies to them. */
const MOST_REMEMBERED = 2000;

/** Remembers what applies to folders until a file that says so changes. */
export class Configurations {
  readonly #folders: Folders;
  readonly #grounds: Grounds;
  readonly #layers = new Map<string, ConfigurationLayer>();
  /** What was asked for lately, since the same is asked for again and again while a text is judged. */
  readonly #lately = new Map<string, Configuration>();

  /** `strict` is what a program asks for above all files. */
  constructor(
    readonly texts: Texts,
    readonly rules: readonly Rule[],
    strict = false,
  ) {
    this.#folders = new Folders(texts, rules);
    this.#grounds = new Grounds(rules, strict);
  }

  /** What applies to a text, or the files that must be read first. The same object comes back until something changes. */
  of(uri: string): Configuration | Missing {
    const known = this.#lately.get(uri);
    if (known) return known;
    const configuration = this.#find(uri);
    if ('missing' in configuration) return configuration;
    if (this.#lately.size === MOST_REMEMBERED) this.#lately.clear();
    this.#lately.set(uri, configuration);
    return configuration;
  }

  #find(uri: string): Configuration | Missing {
    const layer = this.#layerFor(uri);
    const chain = this.#chainFor(uri, layer);
    if ('missing' in chain) return chain;
    const baseline = this.#baselineFor(uri, layer, chain);
    if (baseline && 'missing' in baseline) return baseline;
    return this.#grounds.of(chain, layer, baseline).configurationOf(uri);
  }

  #chainFor(uri: string, layer: ConfigurationLayer | undefined): Chain | Missing {
    if (layer?.order === 'without files') return NO_FILES;
    if (layer?.file !== undefined) return this.#folders.chainOfFile(canonicalUri(layer.file));
    return this.#folders.chainOf(uri);
  }

  #baselineFor(
    uri: string,
    layer: ConfigurationLayer | undefined,
    chain: Chain,
  ): Baseline | Missing | undefined {
    if (layer?.baseline === false) return undefined;
    if (layer?.baselineFile !== undefined) return { uri: canonicalUri(layer.baselineFile), by: layer.by };
    return this.#folders.baselineOf(uri, chain);
  }

  /** Whether a text configures something: by its name, or because it is named as such. */
  isConfiguration(uri: string): boolean {
    return isConfiguration(uri) || this.#isNamed(uri);
  }

  #isNamed(uri: string): boolean {
    for (const { file } of this.#layers.values()) {
      if (file !== undefined && canonicalUri(file) === canonicalUri(uri)) return true;
    }
    return false;
  }

  /** What is wrong with a configuration file, and what it lists. */
  read(document: SourceText): ReadConfiguration {
    const { problems, contents } = this.#folders.inspect(document);
    const listed = (contents?.except ?? []).map(listedFor);
    return { problems, listed };
  }

  /** Sets what an editor or a command line says for the texts below a folder; undefined takes it back. */
  setLayer(folder: string, layer: ConfigurationLayer | undefined): void {
    const name = folder.endsWith('/') ? folder.slice(0, -1) : folder;
    if (layer) this.#layers.set(name, layer);
    else this.#layers.delete(name);
    this.changed();
  }

  /** The layer of the nearest folder that has one. */
  #layerFor(uri: string): ConfigurationLayer | undefined {
    if (this.#layers.size === 0) return undefined;
    for (let folder = folderOf(uri); folder.includes('/'); folder = folderOf(folder)) {
      const layer = this.#layers.get(folder);
      if (layer) return layer;
    }
    return this.#layers.get('');
  }

  /** A text changed, or came, or went; without a name anything may have. */
  changed(uri?: string): void {
    if (uri !== undefined && !this.#mayConfigure(uri)) return;
    this.#folders.changed();
    this.#lately.clear();
  }

  #mayConfigure(uri: string): boolean {
    return this.isConfiguration(uri) || fileNameOf(uri) === BASELINE_NAME;
  }
}

function listedFor({ value, paths }: ForPaths<Configuration['listed'][number]>): ListedFor {
  return { exception: value, paths };
}
