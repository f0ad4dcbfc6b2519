/** The settings that apply to a text, asked from the client and remembered until they change. */
import type { Connection } from 'vscode-languageserver';
import type { Settings } from '../protocol.ts';

const SECTION = 'bulkhead';

/** Answers for each text whether it is to be checked. */
export class SettingsStore {
  readonly #connection: Connection;
  readonly #canAsk: boolean;
  readonly #known = new Map<string, Promise<Settings>>();
  #pushed: Settings;

  constructor(connection: Connection, canAsk: boolean, initial: unknown) {
    this.#connection = connection;
    this.#canAsk = canAsk;
    this.#pushed = toSettings(initial);
  }

  /** Whether texts under this URI are to be checked. */
  async isEnabled(uri: string): Promise<boolean> {
    return (await this.#settingsOf(uri)).enable !== false;
  }

  /** Takes what `didChangeConfiguration` brought, and forgets what was asked before. */
  changed(settings: unknown): void {
    this.#known.clear();
    if (typeof settings === 'object' && settings !== null && SECTION in settings) {
      this.#pushed = toSettings(settings[SECTION]);
    }
  }

  #settingsOf(uri: string): Promise<Settings> {
    if (!this.#canAsk) return Promise.resolve(this.#pushed);
    const known = this.#known.get(uri);
    if (known) return known;
    const asked = this.#connection.workspace
      .getConfiguration({ scopeUri: uri, section: SECTION })
      .then(toSettings, () => this.#pushed);
    this.#known.set(uri, asked);
    return asked;
  }
}

function toSettings(value: unknown): Settings {
  if (typeof value !== 'object' || value === null || !('enable' in value)) return {};
  return typeof value.enable === 'boolean' ? { enable: value.enable } : {};
}
