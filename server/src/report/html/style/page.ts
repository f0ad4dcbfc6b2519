/** The page as a whole: type, headings, links, tables, folds. */

export const page = /* css */ `
*, ::before, ::after { box-sizing: border-box; }
html { background: var(--paper); color: var(--ink); font: var(--size)/1.6 var(--sans); -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { margin: 0 auto; padding: 2.5rem 1.25rem 4rem; max-width: 60rem; background: var(--paper); color: var(--ink); font-size: var(--size); font-family: var(--sans); line-height: 1.6; overflow-wrap: anywhere; }
main:focus { outline: none; }
h1, h2, h3, h4, h5, h6 { margin: 0; line-height: 1.3; font-weight: 650; text-wrap: balance; }
h1 { font-size: 2.4em; letter-spacing: -.022em; line-height: 1.15; }
h2 { font-size: 1.55em; letter-spacing: -.012em; }
h3 { font-size: 1.15em; }
h4, h5, h6 { font-size: 1em; }
p, ul, ol, dl, pre, table { margin: 0; }
p + p { margin-top: .6em; }
section { margin-top: 4rem; }
section > h2 + * { margin-top: .9rem; }
section > .lead { margin-bottom: 1rem; }
section > h3 { margin: 2rem 0 .6rem; }
a, .page { color: var(--link); text-decoration: underline; text-decoration-thickness: 1px; text-decoration-color: color-mix(in srgb, currentColor 45%, transparent); text-underline-offset: .2em; }
.page:not([role]) { color: inherit; text-decoration: none; }
a:hover, [role='link']:hover { text-decoration-color: currentColor; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; border-radius: 3px; }
:target { scroll-margin-top: 1.5rem; }
.finding:target, .card:target, .rule:target { outline: 2px solid var(--focus); outline-offset: .4rem; border-radius: 4px; }
.aside { color: var(--quiet); font-weight: 400; }
.lead { color: var(--quiet); max-width: 44rem; }
.note { color: var(--quiet); font-size: .93em; }
.hidden, .skip:not(:focus) { position: absolute; width: 1px; height: 1px; margin: -1px; padding: 0; overflow: hidden; clip-path: inset(50%); white-space: nowrap; border: 0; }
.skip:focus { position: fixed; top: .5rem; left: .5rem; z-index: 2; padding: .4rem .8rem; background: var(--paper); border: 1px solid var(--line); border-radius: 4px; }
code, pre { font-family: var(--mono); font-size: .88em; }
code { padding: .1em .3em; border-radius: 3px; background: var(--code); }
pre { padding: .7rem .9rem; border-radius: 5px; background: var(--code); border: 1px solid var(--vscode-contrastBorder, transparent); white-space: pre-wrap; }
pre code { padding: 0; font-size: 1em; background: none; }
table { width: 100%; border-collapse: collapse; }
caption { padding: 0 0 .5rem; text-align: start; font-weight: 650; }
th, td { padding: .45rem .9rem .45rem 0; border-bottom: 1px solid var(--line); text-align: start; vertical-align: top; font-weight: 400; }
th:last-child, td:last-child { padding-inline-end: 0; }
thead th { color: var(--quiet); font-size: .87em; }
.number { text-align: end; white-space: nowrap; font-variant-numeric: tabular-nums; }
summary { cursor: pointer; list-style: none; }
summary::-webkit-details-marker { display: none; }
summary::before { content: "\\203A" / ""; display: inline-block; width: 1.1em; flex: none; color: var(--quiet); font-size: 1.25em; line-height: 1; text-align: center; }
[open] > summary::before { transform: rotate(90deg); }
.patterns { position: absolute; }
footer { margin-top: 4rem; padding-top: 1rem; border-top: 1px solid var(--line); color: var(--quiet); font-size: .9em; }
@media (max-width: 36rem) {
  body { padding: 1.5rem .9rem 3rem; }
  h1 { font-size: 1.9em; }
  section { margin-top: 3rem; }
}
`;
