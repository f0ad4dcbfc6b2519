/** What the page of a report and the extension say to each other. */

/** From the page. Its texts come from files, so whoever receives a message checks all of it. */
export type FromPage =
  /** The page listens: from now on it hears what it is sent. */
  | { readonly kind: 'ready' }
  /** Show this place. Lines and characters count from 0; an empty range at 0, 0 means the file. */
  | {
      readonly kind: 'open';
      readonly path: string;
      readonly line: number;
      readonly character: number;
      readonly endLine: number;
      readonly endCharacter: number;
    }
  /** Apply the fix with this index of the finding with this fingerprint, which stands in the file `path`. */
  | {
      readonly kind: 'fix';
      readonly path: string;
      readonly fingerprint: string;
      readonly fix: number;
      readonly applicability: string;
    }
  /** An item of the host's checklist was ticked, or its tick taken away. */
  | { readonly kind: 'tick'; readonly item: string; readonly ticked: boolean }
  /** Show the page of a rule or a topic; without a section, from its beginning. */
  | { readonly kind: 'page'; readonly page: string; readonly section?: string }
  /** Save the report as a file. */
  | { readonly kind: 'save' }
  /** Compare it with an earlier one. */
  | { readonly kind: 'compare' }
  /** Stop making the report that the page shows progress of. */
  | { readonly kind: 'cancel' };

/** To the page. */
export type ToPage =
  /** A whole new page; its main part takes the place of the one that is shown, and nothing that the reader looks at moves. */
  | { readonly kind: 'update'; readonly html: string }
  /** A new report is being made. `total` is 0 as long as nobody knows it; an update ends the progress, and so does `done` at `total`. */
  | { readonly kind: 'progress'; readonly done: number; readonly total: number };
