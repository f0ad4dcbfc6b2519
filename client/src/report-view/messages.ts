/** What a report's page and the editor around it say to each other. */

/** From the page. Positions count from 0. */
export type FromPage =
  | {
      readonly type: 'place';
      /** As the report names the file. */
      readonly path: string;
      readonly line: number;
      readonly character: number;
      readonly endLine: number;
      readonly endCharacter: number;
    }
  | { readonly type: 'fix'; readonly path: string; readonly fingerprint: string; readonly fix: number }
  | { readonly type: 'tick'; readonly item: string; readonly ticked: boolean }
  | { readonly type: 'page'; readonly page: string; readonly section?: string };

/** To the page. */
export type ToPage =
  /** A newer report, as a whole page: it takes the place of what is shown, and the reader stays where they are. */
  | { readonly type: 'update'; readonly html: string }
  /** What the page must keep with `setState`, so that the editor can open the report again after a restart. */
  | { readonly type: 'remember'; readonly state: unknown };
