/** What there is only inside an editor, where a script of ours makes the marks live. */

export const view = /* css */ `
.toolbar { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; align-items: center; gap: .4rem .7rem; margin: -2.5rem -1.25rem 2rem; padding: .6rem 1.25rem; border-bottom: 1px solid var(--line); background: var(--paper); font-size: .93em; }
.toolbar button, .toolbar input[type="search"] { padding: .2rem .65rem; border: 1px solid var(--quiet); border-radius: 4px; background: transparent; color: inherit; font: inherit; }
.toolbar button { cursor: pointer; }
.toolbar button:hover { border-color: currentColor; background: color-mix(in srgb, var(--link) 10%, transparent); }
.toolbar input[type="search"] { flex: 1 1 9rem; min-width: 0; max-width: 16rem; }
.toolbar ::placeholder { color: var(--quiet); opacity: 1; }
.severities { display: flex; flex-wrap: wrap; gap: .1rem .8rem; }
.toolbar label { display: inline-flex; align-items: center; gap: .25rem; white-space: nowrap; }
.progress { display: flex; align-items: center; gap: .5rem; margin-inline-start: auto; }
.progress progress { width: 7rem; }
[hidden] { display: none !important; }
[role="link"], [role="button"] { cursor: pointer; }
[role="link"] { color: var(--link); }
.place[role], .page[role] { text-decoration: underline; text-decoration-thickness: 1px; text-decoration-color: color-mix(in srgb, currentColor 45%, transparent); text-underline-offset: .2em; }
.credits .place[role], .credits .page[role] { color: var(--link); }
.fix[role] { display: inline-block; margin: .15rem .15rem 0 0; padding: .05rem .55rem; border: 1px solid var(--quiet); border-radius: 4px; }
.fix[role]:hover { border-color: currentColor; background: color-mix(in srgb, var(--link) 10%, transparent); }
.fixes .fix[role]::after { content: none; }
.tick input { width: 1em; height: 1em; margin: 0; accent-color: var(--link); }
.toolbar ~ main [id] { scroll-margin-top: 4rem; }
@media (max-width: 36rem) { .toolbar { margin: -1.5rem -.9rem 1.5rem; padding: .5rem .9rem; } }
`;
