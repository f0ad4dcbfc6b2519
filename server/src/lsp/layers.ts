/** Hands the editor's settings to the engine: a layer of configuration for each folder of the workspace. */
import type { Host } from '../base/host.ts';
import { resolvePath } from '../base/uri.ts';
import { matchesWildcard } from '../base/wildcard.ts';
import type { ConfigurationLayer } from '../model/configuration.ts';
import type { Settings } from '../protocol.ts';
import type { Service } from '../service.ts';
import type { SettingsStore } from './settings.ts';

/** Texts that lie in no folder of the workspace have the settings of the window. */
const EVERYWHERE = '';

/** What is handed over, for the session's own service and for those that live shortly. */
export class Layers {
  readonly #settings: SettingsStore;
  readonly #folders: ReadonlySet<string>;
  readonly #service: Service;
  readonly #log: Host['log'];
  readonly #layers = new Map<string, ConfigurationLayer>();
  readonly #unknown = new Set<string>();
  #ready: Promise<void> | undefined;

  constructor(service: Service, settings: SettingsStore, folders: ReadonlySet<string>, log: Host['log']) {
    this.#log = log;
    this.#service = service;
    this.#settings = settings;
    this.#folders = folders;
  }

  /** Resolves when the engine knows what is set. To be waited for before texts are judged. */
  ready(): Promise<void> {
    return (this.#ready ??= this.#apply());
  }

  /** Settings or folders are others now. */
  changed(): Promise<void> {
    this.#ready = undefined;
    return this.ready();
  }

  /** Tells another service the same. */
  share(service: Service): void {
    for (const [folder, layer] of this.#layers) service.configure(folder, layer);
  }

  async #apply(): Promise<void> {
    const wanted = new Map<string, ConfigurationLayer>();
    for (const folder of [EVERYWHERE, ...this.#folders]) {
      const layer = layerOf(await this.#settings.of(folder === EVERYWHERE ? undefined : folder), folder);
      if (layer) wanted.set(folder, layer);
      this.#tellUnknown(Object.keys(layer?.rules ?? {}));
    }
    for (const folder of this.#layers.keys()) if (!wanted.has(folder)) this.#set(folder, undefined);
    for (const [folder, layer] of wanted) {
      // A layer that says nothing new would have everything judged again.
      if (JSON.stringify(this.#layers.get(folder)) !== JSON.stringify(layer)) this.#set(folder, layer);
    }
  }

  /** A name that no rule has configures nothing, and nobody would notice. */
  #tellUnknown(names: readonly string[]): void {
    const ids = this.#service.rules.map(({ id }) => id);
    for (const name of names) {
      if (this.#unknown.has(name) || ids.some((id) => matchesWildcard(id, name))) continue;
      this.#unknown.add(name);
      this.#log('warn', `The setting bulkhead.rules: '${name}' is ignored: there is no such rule.`);
    }
  }

  #set(folder: string, layer: ConfigurationLayer | undefined): void {
    if (layer) this.#layers.set(folder, layer);
    else this.#layers.delete(folder);
    this.#service.configure(folder, layer);
  }
}

const ORDERS = {
  filesFirst: 'under files',
  editorFirst: 'over files',
  editorOnly: 'without files',
} as const;

/** What the settings of a folder say; undefined where they say nothing. */
function layerOf(settings: Settings, folder: string): ConfigurationLayer | undefined {
  const { profile, rules, configuration, configurationPreference = 'filesFirst' } = settings;
  const file = configuration === undefined ? undefined : fileOf(folder, configuration);
  const hasRules = rules !== undefined && Object.keys(rules).length > 0;
  const order = ORDERS[configurationPreference];
  // The defaults of the settings are no layer: there is nothing to weigh against the files.
  if (profile === undefined && !hasRules && file === undefined && order !== 'without files') return undefined;
  return {
    by: 'editor',
    order,
    ...(profile === undefined ? {} : { profile }),
    ...(hasRules ? { rules } : {}),
    ...(file === undefined ? {} : { file, ...(folder === EVERYWHERE ? {} : { namedFor: folder }) }),
  };
}

/** The URI of a path as people write it on their system; undefined for a relative one where there is no folder. */
function fileOf(folder: string, path: string): string | undefined {
  const slashes = path.replaceAll('\\', '/');
  const drive = /^[a-z]:\//iu.test(slashes);
  const base = folder === EVERYWHERE ? 'file:///' : folder;
  if (drive) return resolvePath(base, `/${slashes.charAt(0).toLowerCase()}${slashes.slice(1)}`);
  if (folder === EVERYWHERE && !slashes.startsWith('/')) return undefined;
  return resolvePath(base, slashes);
}
