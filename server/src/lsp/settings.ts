/** The settings that apply to a text, asked from the client and remembered until they change. */
import type { Connection } from 'vscode-languageserver';
import type { Settings } from '../protocol.ts';
import { readSettings } from './settings-values.ts';

const SECTION = 'bulkhead';

/** Answers for each text how it is to be checked. */
export class SettingsStore {
  readonly #connection: Connection;
  readonly #canAsk: boolean;
  readonly #known = new Map<string | undefined, Promise<Settings>>();
  readonly #complained = new Set<string>();
  #pushed: Settings;

  constructor(connection: Connection, canAsk: boolean, initial: unknown) {
    this.#connection = connection;
    this.#canAsk = canAsk;
    this.#pushed = this.#read(initial);
  }

  /** Whether texts under this URI are to be checked. */
  async isEnabled(uri: string): Promise<boolean> {
    return (await this.of(uri)).enable !== false;
  }

  /** What is set for a text or a folder; for what lies in no folder when the URI is left out. */
  of(uri: string | undefined): Promise<Settings> {
    if (!this.#canAsk) return Promise.resolve(this.#pushed);
    const known = this.#known.get(uri);
    if (known) return known;
    const asked = this.#connection.workspace
      .getConfiguration(uri === undefined ? { section: SECTION } : { scopeUri: uri, section: SECTION })
      .then(
        (value: unknown) => this.#read(value),
        () => this.#pushed,
      );
    this.#known.set(uri, asked);
    return asked;
  }

  /** Takes what `didChangeConfiguration` brought, and forgets what was asked before. */
  changed(settings: unknown): void {
    this.#known.clear();
    if (typeof settings === 'object' && settings !== null && SECTION in settings) {
      this.#pushed = this.#read(settings[SECTION]);
    }
  }

  /** Folders and texts have the same settings as a rule, so that what is wrong is said once. */
  #read(value: unknown): Settings {
    return readSettings(value, (message) => {
      if (this.#complained.has(message)) return;
      this.#complained.add(message);
      this.#connection.console.warn(message);
    });
  }
}
