/** The page on paper: grades and findings unfolded, explanations and the ends of long lists only where a reader opened them. */

export const paper = /* css */ `
@media print {
  :root { color-scheme: light; --size: 10pt; --paper: #fff; --ink: #000; --quiet: #444; --line: #bbb; --link: #000; --code: #f4f4f4; --red: #b3261e; --orange: #c4570c; --yellow: #a87900; --green: #2c7a3f; --blue: #1f6aa5; }
  @page { margin: 17mm 16mm 20mm; @bottom-left { content: "Hardening report"; font: 8pt sans-serif; color: #555; } @bottom-right { content: counter(page) " / " counter(pages); font: 8pt sans-serif; color: #555; } }
  body { max-width: none; padding: 0; }
  section { margin-top: 2rem; }
  #findings, #host { break-before: page; margin-top: 0; }
  .learn:not([open]) { display: none; }
  .skip, .contents, .toolbar, .more > summary::before { display: none; }
  summary::before { display: none; }
  details:not(.more, .learn)::details-content { content-visibility: visible; display: block; block-size: auto; }
  .more:not([open]) > summary::after { content: " (in the file, not on paper)"; }
  .card, .list > li { content-visibility: visible; }
  tfoot { display: table-row-group; }
  h2, h3, h4, h5, summary, caption, thead { break-after: avoid; }
  .finding, .evidence, tr, .checklist > li, .breaks dl > div { break-inside: avoid; }
  .rule > .inside, .card .inside { padding-inline-start: 0; }
  a, .page { color: inherit; text-decoration: none; }
  .evidence, pre, .grade { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
