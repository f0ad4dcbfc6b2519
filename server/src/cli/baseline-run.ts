/** What a run over many files means for the baselines: which files were looked at, what was found, what is mended. */
import { existsSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { canonicalUri } from '../base/uri.ts';
import { type BaselineEntry, type BaselineRecord, mendedOf, type Run, Tally } from '../service.ts';
import { type Decode, readTextFile } from './text-file.ts';

/** Gathers what the files of a run give. */
export class BaselineRun implements Run {
  readonly tally = new Tally();
  readonly #settled = new Map<string, boolean>();
  readonly #looksForGone: boolean;

  /** Whether files that a baseline names are gone is not looked up for each where only single files were asked about. */
  constructor({ looksForGone = true } = {}) {
    this.#looksForGone = looksForGone;
  }

  /**
   * Takes what came of one file, by its absolute path; `records` are those that `Service.recordsOf` gives of it.
   * One that is no container file, or is left out by the configuration, was looked at, too: nothing in it is left to mend.
   */
  take(file: string, isSettled: boolean, records: readonly BaselineRecord[]): void {
    this.#settled.set(canonicalUri(pathToFileURL(file).href), isSettled);
    this.tally.add(records);
  }

  /** Whether all that a file leads to was found, or there is no such file any more. */
  isSettled(uri: string): boolean {
    const known = this.#settled.get(uri);
    if (known !== undefined) return known;
    const isGone = this.#looksForGone && uri.startsWith('file:') && !existsSync(fileURLToPath(uri));
    this.#settled.set(uri, isGone);
    return isGone;
  }

  /** The entries of a baseline that are mended; none of one that cannot be read. */
  mendedIn(baseline: string, decode: Decode): readonly BaselineEntry[] {
    const source = readTextFile(baseline, decode);
    if ('reason' in source) return [];
    return mendedOf({ uri: canonicalUri(pathToFileURL(baseline).href), text: source.text }, this);
  }
}
