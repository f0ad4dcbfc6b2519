/** A finding with what the formats show beside it; looked up once, whichever format is chosen. */
import type { LineIndex } from '../../base/line-index.ts';
import type { TextRange } from '../../base/text.ts';
import type { Finding, FixOffer } from '../../model/finding.ts';

export interface DetailedFinding {
  readonly finding: Finding;
  readonly fixes: readonly OpenFix[];
  /** Why the text takes none of the finding's fixes; absent when it takes one, or when there is none. */
  readonly refused?: string;
  readonly related: readonly Place[];
}

/** A fix that the text can take. */
export type OpenFix = Pick<FixOffer, 'title' | 'applicability' | 'breaks' | 'partial'>;

/** Another place that a finding rests on. */
export interface Place {
  /** The name to show. */
  readonly path: string;
  /** The lines of the text that the range is in. */
  readonly index: LineIndex;
  readonly range: TextRange;
  readonly message: string;
}
