/** The texts that the engine works on: what an editor has open first, files through the host second. */
import type { Host } from '../base/host.ts';
import type { SourceText } from '../base/text.ts';
import { canonicalUri } from '../base/uri.ts';

/** Remembers open texts, and files of the host until they are told to have changed. However a URI is spelled, it is the same text. */
export class Documents {
  readonly #host: Host;
  readonly #open = new Map<string, SourceText>();
  readonly #files = new Map<string, SourceText | undefined>();

  constructor(host: Host) {
    this.#host = host;
  }

  /** Takes a text that an editor owns; it hides the file of the same name. */
  open(document: SourceText): void {
    const uri = canonicalUri(document.uri);
    this.#open.set(uri, uri === document.uri ? document : { ...document, uri });
  }

  /** Gives a text back to the file system. */
  close(uri: string): void {
    this.#open.delete(canonicalUri(uri));
    this.#files.delete(canonicalUri(uri));
  }

  /** Forgets what was read of a file, because it changed. */
  changed(uri: string): void {
    this.#files.delete(canonicalUri(uri));
  }

  /** The URIs of all open texts. */
  get openUris(): readonly string[] {
    return [...this.#open.keys()];
  }

  #isPrompt = false;

  /**
   * Does work that is not to stop for files that the host need not wait for: what it asks for is read on the spot.
   * Otherwise the work is done anew for every file that was missing.
   */
  promptly<T>(work: () => T): T {
    const before = this.#isPrompt;
    this.#isPrompt = true;
    try {
      return work();
    } finally {
      this.#isPrompt = before;
    }
  }

  /** The text if it is open or was loaded before; undefined for a file that is not there or was never asked for. */
  peek(uri: string): SourceText | undefined {
    // What is known by a name goes by the canonical one, so that most names need not be looked at.
    const name = this.#has(uri) ? uri : canonicalUri(uri);
    if (this.#isPrompt) this.#loadNow(name);
    return this.#open.get(name) ?? this.#files.get(name);
  }

  /** Whether the text is open, or was read, or is known not to be there. */
  isKnown(uri: string): boolean {
    if (this.#has(uri)) return true;
    const name = canonicalUri(uri);
    return this.#isPrompt ? this.#loadNow(name) : this.#has(name);
  }

  #has(name: string): boolean {
    return this.#open.has(name) || this.#files.has(name);
  }

  /** Reads the text through a host that need not wait; false when it is not known afterwards. */
  loadNow(uri: string): boolean {
    return this.#loadNow(canonicalUri(uri));
  }

  #loadNow(name: string): boolean {
    if (this.#has(name)) return true;
    if (!this.#host.readFileNow) return false;
    const text = this.#host.readFileNow(name);
    this.#files.set(name, text === undefined ? undefined : { uri: name, text });
    return true;
  }

  /** The text, read through the host when it is not known yet. */
  async load(uri: string): Promise<SourceText | undefined> {
    const name = canonicalUri(uri);
    const known = this.peek(name);
    if (known || this.#files.has(name)) return known;
    const text = await this.#host.readFile(name);
    const document = text === undefined ? undefined : { uri: name, text };
    this.#files.set(name, document);
    return this.#open.get(name) ?? document;
  }
}
