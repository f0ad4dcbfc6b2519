/** Texts that were changed and not saved: with `check: onSave` the findings that rest on them wait. */
import { canonicalUri } from '../base/uri.ts';
import { configures } from './configured.ts';
import type { Report } from './diagnostics.ts';
import type { Session } from './session.ts';

/** Knows which open texts are drafts, and what was last said of those whose findings wait. */
export class Drafts {
  /** As the client calls them. */
  readonly #changed = new Set<string>();
  readonly #last = new Map<string, Report>();

  /** A text has a new version. What was never saved has no other state to wait for. */
  typed(uri: string): void {
    if (!uri.startsWith('untitled:')) this.#changed.add(uri);
  }

  saved(uri: string): void {
    this.#changed.delete(uri);
  }

  closed(uri: string): void {
    this.#changed.delete(uri);
    this.#last.delete(canonicalUri(uri));
  }

  /** What was last said of a text that waits; undefined where it does not wait, or nothing was said of it yet. */
  async held(session: Session, uri: string): Promise<Report | undefined> {
    const last = this.#last.get(canonicalUri(uri));
    if (!last || this.#changed.size === 0 || !(await isOnSave(session, uri))) return undefined;
    return (await this.#restsOnDraft(session, canonicalUri(uri))) ? last : undefined;
  }

  /** Remembers what is said of an open text, in case it has to wait from now on. */
  async remember(session: Session, uri: string, report: Report): Promise<void> {
    if (!session.documentOf(uri) || !(await isOnSave(session, uri))) this.#last.delete(canonicalUri(uri));
    else this.#last.set(canonicalUri(uri), report);
  }

  /** Whether the text, another that its findings rest on, or what configures it, was changed and not saved. */
  async #restsOnDraft(session: Session, uri: string): Promise<boolean> {
    for (const name of this.#changed) {
      const draft = canonicalUri(name);
      const isNear =
        draft === uri || configures(session, draft) || session.service.dependents(draft).includes(uri);
      if (isNear && (await this.#isDraft(session, name))) return true;
    }
    return false;
  }

  /** An editor does not tell of every way back to what is on disk: it may have taken changes back, or loaded the file again. */
  async #isDraft(session: Session, name: string): Promise<boolean> {
    if (!name.startsWith('file:')) return true;
    if ((await session.host.readFile(name)) !== session.documentOf(name)?.getText()) return true;
    this.#changed.delete(name);
    return false;
  }
}

async function isOnSave(session: Session, uri: string): Promise<boolean> {
  return (await session.settings.of(uri)).check === 'onSave';
}
