/** Shows only those findings that a reader asks for, by words and by severity. */

const SEVERITIES = ['error', 'warning', 'info', 'hint'] as const;

/** With so many left or fewer, their folds are opened: what was searched for should be seen. */
const FEW = 100;

/** The filter of a page; what it looks through may be replaced at any time. */
export class Filter {
  #words: readonly string[] = [];
  readonly #hidden = new Set<string>();
  #say: (message: string) => void = () => undefined;

  get severities(): readonly string[] {
    return SEVERITIES;
  }

  /** Who is told how many are shown; nothing when all are. */
  onResult(say: (message: string) => void): void {
    this.#say = say;
  }

  search(text: string): void {
    this.#words = text.toLowerCase().split(/\s+/u).filter(Boolean);
    this.apply();
  }

  show(severity: string, isShown: boolean): void {
    if (isShown) this.#hidden.delete(severity);
    else this.#hidden.add(severity);
    this.apply();
  }

  apply(): void {
    const isOn = this.#words.length > 0 || this.#hidden.size > 0;
    const findings = [...document.querySelectorAll<HTMLElement>('main .finding')];
    const shown = findings.filter((finding) => {
      finding.hidden = isOn && !this.#takes(finding);
      return !finding.hidden;
    });
    for (const group of document.querySelectorAll<HTMLElement>('#findings .rule, #findings .topic')) {
      group.hidden = isOn && !group.querySelector('.finding:not([hidden])');
    }
    if (this.#words.length > 0 && shown.length <= FEW) shown.forEach(unfold);
    this.#say(isOn ? `${shown.length} of ${findings.length} findings` : '');
  }

  #takes(finding: HTMLElement): boolean {
    if ([...this.#hidden].some((severity) => finding.classList.contains(severity))) return false;
    const rule = finding.closest('.rule')?.querySelector('.rule-line')?.textContent ?? '';
    const text = `${finding.textContent} ${rule}`.toLowerCase();
    return this.#words.every((word) => text.includes(word));
  }
}

function unfold(finding: HTMLElement): void {
  for (let fold = finding.closest('details'); fold; fold = fold.parentElement?.closest('details') ?? null) {
    fold.open = true;
  }
}
