/** What a question of the host's checklist is. */
import type { Reference } from '../../model/rule.ts';

/** Questions that belong together. */
export interface ChecklistGroup {
  readonly id: string;
  readonly title: string;
  readonly items: readonly ChecklistItem[];
}

/** One question. */
export interface ChecklistItem {
  /** Unique in the whole checklist; ticks are kept under it, so it stays once published. */
  readonly id: string;
  /** To be answered with yes. */
  readonly question: string;
  /** Shell lines that help to answer it; none changes how the machine works. Empty where people must be asked. */
  readonly commands: readonly string[];
  readonly references: readonly Reference[];
  /** The cheat sheet that explains it. */
  readonly topic: string;
  /** The section of that page, as the slug of its heading. */
  readonly section?: string;
}
