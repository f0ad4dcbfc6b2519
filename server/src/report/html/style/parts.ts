/** The parts of the page: its head, grades, findings, charts, the checklist. */

export const parts = /* css */ `
.eyebrow { color: var(--quiet); font-size: .87em; font-weight: 600; letter-spacing: .04em; }
.byline { margin-top: .35rem; color: var(--quiet); }
.answers { margin-top: 2rem; border-bottom: 1px solid var(--line); }
.answers > div { display: grid; grid-template-columns: 8.5rem 1fr; gap: 0 1rem; padding: .95rem 0; border-top: 1px solid var(--line); }
.answers dt { color: var(--quiet); }
.answers dd { margin: 0; font-size: 1.07em; }
.changes { padding-inline-start: 1.3em; }
.changes li + li { margin-top: .2rem; }
.changes .aside { margin-inline-start: .3em; font-size: .9em; white-space: nowrap; }
.strip { display: flex; flex-wrap: wrap; gap: .4rem 1.1rem; margin-top: .6rem; padding: 0; list-style: none; font-variant-numeric: tabular-nums; }
.strip li { display: flex; align-items: center; gap: .45rem; }
.strip .none { color: var(--quiet); }
.strip .none .grade { --tone: color-mix(in srgb, var(--quiet) 45%, var(--paper)); background: none; font-weight: 400; }
.strip .grade { width: 1.6em; height: 1.6em; font-size: .9em; }
.contents { margin-top: 1.2rem; }
.contents ul { display: flex; flex-wrap: wrap; gap: .25rem 1.3rem; padding: 0; list-style: none; font-size: .93em; }
.grade { display: inline-grid; place-content: center; flex: none; width: 2.1em; height: 2.1em; border: 1.5px solid var(--tone); border-radius: 5px; background: color-mix(in srgb, var(--tone) 13%, var(--paper)); color: var(--ink); font-weight: 700; line-height: 1; }
.severity { font-weight: 600; white-space: nowrap; }
.severity::before { margin-inline-end: .35em; color: var(--tone); }
.severity.error::before { content: "\\25CF"; content: "\\25CF" / ""; }
.severity.warning::before { content: "\\25B2"; content: "\\25B2" / ""; }
.severity.info::before { content: "\\25C6"; content: "\\25C6" / ""; }
.severity.hint::before { content: "\\25CB"; content: "\\25CB" / ""; }
.new, .known { padding: 0 .4em; border: 1px solid var(--quiet); border-radius: 3px; font-size: .85em; font-weight: 600; }
.cards { border-bottom: 1px solid var(--line); }
.card { border-top: 1px solid var(--line); content-visibility: auto; contain-intrinsic-size: auto 3.6rem; }
.card > summary { display: flex; align-items: center; gap: .75rem; padding: .65rem 0; }
.card > summary::before { margin-inline-end: -.4rem; }
.card h3 { flex: 1 1 auto; min-width: 0; font-size: 1em; }
.card h3 .aside { margin-inline-start: .35em; font-size: .93em; }
.sum { flex: none; text-align: end; font-variant-numeric: tabular-nums; }
.card .sum > b { font-size: 1.07em; }
.sum .aside { display: inline-block; margin-inline-start: .9em; font-size: .93em; }
.card .sum .aside { min-width: 14em; }
.inside { padding: .3rem 0 1.4rem; }
.card .inside { display: grid; grid-template-columns: minmax(0, 1.75fr) minmax(0, 1fr); gap: 1.2rem 2.5rem; padding-inline-start: 1.35rem; }
.card h4 { margin-bottom: .3rem; }
.sums td { font-size: .95em; }
.sums ul { margin: .25rem 0 0; padding-inline-start: 1.15em; list-style: none; color: var(--quiet); }
.sums tfoot td { border-bottom: 0; border-top: 2px solid var(--line); font-weight: 650; }
.sums + .note { margin-top: .3rem; }
.credits { padding: 0; list-style: none; font-size: .95em; }
.credits li { position: relative; padding: .3rem 0 .3rem 1.5em; }
.credits li::before { content: "\\2713"; content: "\\2713" / ""; position: absolute; left: 0; color: var(--green); font-weight: 700; }
.credits .place, .credits .page { color: var(--quiet); font-size: .93em; }
#comparison > .note { margin-top: .8rem; }
.topic { margin-top: 2.4rem; }
.topic > h3 { padding-bottom: .5rem; font-size: 1.2em; }
.rule { border-top: 1px solid var(--line); }
.rule:last-child { border-bottom: 1px solid var(--line); }
.rule > summary { display: flex; align-items: baseline; gap: .5rem; padding: .7rem 0; }
.rule > summary h3, .rule > summary h4 { flex: 1; min-width: 0; font-size: 1em; }
.rule > .inside { padding-inline-start: 1.35rem; }
.prose { max-width: 44rem; }
.prose > * + *, .learn > * + * { margin-top: .6rem; }
.prose ul, .prose ol, #method ul { padding-inline-start: 1.3em; }
.prose table { font-size: .95em; }
.learn > summary { color: var(--link); }
.learn[open] { padding-bottom: .6rem; }
.learn > :not(summary) { margin-inline-start: 1.35rem; }
.rule-line { margin: 1rem 0; font-size: .95em; }
.standard + .standard::before { content: "\\00B7  "; display: inline-block; margin-inline: .1em .4em; text-decoration: none; }
.breaks { margin: 1rem 0 1.2rem; max-width: 44rem; font-size: .95em; }
.breaks dl > div { margin-top: .35rem; padding-inline-start: .9rem; border-inline-start: 3px solid var(--line); }
.breaks dd { margin: 0; color: var(--quiet); }
.list { padding: 0; list-style: none; }
.list > li { padding: .35rem 0; content-visibility: auto; contain-intrinsic-size: auto 2rem; }
.list > .finding { padding: .9rem 0; border-top: 1px solid var(--line); contain-intrinsic-size: auto 8rem; }
.finding > * + * { margin-top: .35rem; }
.where .place, .list > li > .place, .related .place { font-family: var(--mono); font-size: .88em; }
.where .aside, .list .aside { margin-inline-start: .5em; }
.place:not([role]) { color: inherit; }
.place, .evidence code { unicode-bidi: isolate; }
.evidence { padding: .45rem 0; border-radius: 5px; background: var(--code); border: 1px solid var(--vscode-contrastBorder, transparent); }
.evidence code { display: block; padding: 0 .9rem 0 4.2rem; border-radius: 0; background: none; white-space: pre-wrap; }
.evidence code::before { content: attr(data-number); float: left; width: 3rem; margin-left: -3.9rem; color: inherit; opacity: .75; text-align: right; }
mark { padding: .05em 0; border-bottom: 2px solid var(--tone, var(--quiet)); background: color-mix(in srgb, var(--tone, var(--quiet)) 12%, transparent); color: inherit; }
.fixes { font-size: .95em; }
.fixes .fix:not(:last-child)::after { content: "; "; }
.related { padding-inline-start: 1.2em; list-style: none; font-size: .95em; }
.more { margin-top: .4rem; }
.more > summary { padding: .5rem 0; color: var(--link); }
.links { display: flex; flex-wrap: wrap; gap: 0 .9rem; padding: 0; list-style: none; font-family: var(--mono); font-size: .85em; }
.items td, .items th { padding-top: .6rem; padding-bottom: .6rem; }
.items th[scope="row"] { white-space: nowrap; font-variant-numeric: tabular-nums; }
.items td:nth-child(2) { width: 32%; }
.chart { margin-top: 1.4rem; font-variant-numeric: tabular-nums; }
.chart th, .chart td { padding: .35rem .8rem .35rem 0; vertical-align: middle; }
.chart th { overflow-wrap: break-word; }
.chart thead th { white-space: nowrap; }
.zero { color: var(--quiet); }
.chart .graph { width: 45%; }
.bar, .swatch { display: block; overflow: visible; }
.swatch { display: inline-block; vertical-align: -2px; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 1.5rem 3rem; margin: 1.4rem 0; max-width: 36rem; }
.pair td { vertical-align: middle; }
.pair .grade { width: 1.7em; height: 1.7em; }
#method li, #method p { max-width: 44rem; }
#method li { margin-top: .35rem; }
.checklist { margin: 0; list-style: none; }
.checklist > li { display: flex; gap: .8rem; padding: .8rem 0; }
.checklist > li + li { border-top: 1px solid var(--line); }
.checklist > li > div { flex: 1; min-width: 0; }
.checklist div > * + * { margin-top: .4rem; }
.checklist .aside { font-size: .93em; }
.tick { flex: none; font-size: 1.25em; line-height: 1.28; }
@media (max-width: 42rem) {
  .answers > div, .card .inside { grid-template-columns: minmax(0, 1fr); }
  .card > summary, .rule > summary { flex-wrap: wrap; }
  .card h3, .rule > summary h3, .rule > summary h4 { flex-basis: 60%; }
  .sum { flex-basis: 100%; padding-inline-start: 1.35rem; text-align: start; }
  .card .sum .aside { min-width: 0; }
  .card .inside, .rule > .inside { padding-inline-start: 0; }
  .zero { color: var(--quiet); }
.chart .graph { width: 26%; }
  .chart th, .chart td { padding-inline-end: .45rem; font-size: .93em; }
  .chart .swatch { display: block; margin-inline-start: auto; }
  .pair { gap: 1.5rem; }
  .changes .aside { white-space: normal; }
}
`;
