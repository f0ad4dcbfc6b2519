/** Gathers what is wrong with a configuration. */
import { presentable } from '../base/presentable.ts';
import type { TextRange } from '../base/text.ts';
import type { Problem } from '../model/surface.ts';

/** Nobody reads more of a kind, and to tell each takes time. */
const MOST = 100;
/** What a message shows of a name; more would hide the message. */
const LONGEST_NAME = 40;

export class Problems {
  readonly #list: Problem[] = [];
  #errors = 0;
  #warnings = 0;

  /** Whether no more errors are taken; then nobody needs to look for further ones. Warnings end nothing, as the file still counts. */
  get isFull(): boolean {
    return this.#errors >= MOST;
  }

  add(problem: Problem): void {
    const count = problem.severity === 'error' ? ++this.#errors : ++this.#warnings;
    if (count <= MOST) this.#list.push(problem);
  }

  /** What makes the file wrong. */
  error(range: TextRange, message: string): void {
    this.add({ range, message, severity: 'error' });
  }

  /** What is only doubtful. */
  warning(range: TextRange, message: string): void {
    this.add({ range, message, severity: 'warning' });
  }

  /** In the order of the text. */
  sorted(): readonly Problem[] {
    return [...this.#list].sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end);
  }
}

/** Whether the file is left out as a whole. */
export function isWrong(problems: readonly Problem[]): boolean {
  return problems.some(({ severity }) => severity === 'error');
}

/** A name or value as messages show it. */
export function shown(text: string): string {
  const flat = presentable(text);
  return flat.length <= LONGEST_NAME ? `'${flat}'` : `'${flat.slice(0, LONGEST_NAME - 1)}…'`;
}

/** `; did you mean 'x'?`, or a full stop where nothing is near. */
export function orMeant(near: string | undefined): string {
  return near === undefined ? '.' : `; did you mean '${near}'?`;
}
