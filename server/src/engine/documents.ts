/** The texts that the engine works on: what an editor has open first, files through the host second. */
import type { Host } from '../base/host.ts';
import type { SourceText } from '../base/text.ts';

/** Remembers open texts, and files of the host until they are told to have changed. */
export class Documents {
  readonly #host: Host;
  readonly #open = new Map<string, SourceText>();
  readonly #files = new Map<string, SourceText | undefined>();

  constructor(host: Host) {
    this.#host = host;
  }

  /** Takes a text that an editor owns; it hides the file of the same name. */
  open(document: SourceText): void {
    this.#open.set(document.uri, document);
  }

  /** Gives a text back to the file system. */
  close(uri: string): void {
    this.#open.delete(uri);
    this.#files.delete(uri);
  }

  /** Forgets what was read of a file, because it changed. */
  changed(uri: string): void {
    this.#files.delete(uri);
  }

  /** The URIs of all open texts. */
  get openUris(): readonly string[] {
    return [...this.#open.keys()];
  }

  /** The text if it is open or was loaded before; undefined for a file that is not there or was never asked for. */
  peek(uri: string): SourceText | undefined {
    return this.#open.get(uri) ?? this.#files.get(uri);
  }

  /** Whether the text is open, or was read, or is known not to be there. */
  isKnown(uri: string): boolean {
    return this.#open.has(uri) || this.#files.has(uri);
  }

  /** Reads the text through a host that need not wait; false when it is not known afterwards. */
  loadNow(uri: string): boolean {
    if (this.isKnown(uri)) return true;
    if (!this.#host.readFileNow) return false;
    const text = this.#host.readFileNow(uri);
    this.#files.set(uri, text === undefined ? undefined : { uri, text });
    return true;
  }

  /** The text, read through the host when it is not known yet. */
  async load(uri: string): Promise<SourceText | undefined> {
    const known = this.peek(uri);
    if (known || this.#files.has(uri)) return known;
    const text = await this.#host.readFile(uri);
    const document = text === undefined ? undefined : { uri, text };
    this.#files.set(uri, document);
    return this.#open.get(uri) ?? document;
  }
}
