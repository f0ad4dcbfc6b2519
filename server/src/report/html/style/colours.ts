/** The colours of the page: the editor's where there is one, else our own for light, dark and high contrast. */

export const colours = /* css */ `
:root {
  color-scheme: light dark;
  --own-paper: #fcfcfa; --own-ink: #24282d; --own-quiet: #5b636d; --own-line: #dcdfdf; --own-link: #0a5a86; --own-code: #f3f4f1;
  --own-red: #b3261e; --own-orange: #c4570c; --own-yellow: #a87900; --own-green: #2c7a3f; --own-blue: #1f6aa5;
}
@media (prefers-color-scheme: dark) {
  :root {
    --own-paper: #191b1f; --own-ink: #e0e3e6; --own-quiet: #a3abb4; --own-line: #383d44; --own-link: #7cc0ec; --own-code: #22252a;
    --own-red: #ff8a7a; --own-orange: #f2a45c; --own-yellow: #e0c15a; --own-green: #7cc98d; --own-blue: #79b8ec;
  }
}
@media (prefers-contrast: more) {
  :root { --own-line: #6b7178; --own-quiet: var(--own-ink); }
}
:root {
  --paper: var(--vscode-editor-background, var(--own-paper));
  --ink: var(--vscode-editor-foreground, var(--own-ink));
  --quiet: var(--vscode-descriptionForeground, var(--own-quiet));
  --line: var(--vscode-contrastBorder, var(--vscode-widget-border, var(--vscode-panel-border, var(--own-line))));
  --link: var(--vscode-textLink-foreground, var(--own-link));
  --code: var(--vscode-textCodeBlock-background, var(--own-code));
  --focus: var(--vscode-focusBorder, var(--own-link));
  --red: var(--vscode-charts-red, var(--own-red));
  --orange: var(--vscode-charts-orange, var(--own-orange));
  --yellow: var(--vscode-charts-yellow, var(--own-yellow));
  --green: var(--vscode-charts-green, var(--own-green));
  --blue: var(--vscode-charts-blue, var(--own-blue));
  --sans: var(--vscode-font-family, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif);
  --mono: var(--vscode-editor-font-family, ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace);
  --size: var(--vscode-font-size, 15px);
}
.vscode-light, .vscode-high-contrast-light { color-scheme: light; }
.vscode-dark, .vscode-high-contrast:not(.vscode-high-contrast-light) { color-scheme: dark; }
.error, .grade-E { --tone: var(--red); }
.warning, .grade-D { --tone: var(--orange); }
.grade-C { --tone: var(--yellow); }
.info, .grade-B { --tone: var(--blue); }
.hint { --tone: var(--quiet); }
.grade-A { --tone: var(--green); }
.bar-error { fill: var(--red); }
.bar-warning { fill: url(#pattern-warning); --tone: var(--orange); }
.bar-info { fill: url(#pattern-info); --tone: var(--blue); }
.bar-hint { fill: none; --tone: var(--quiet); }
.bar-error { --tone: var(--red); }
.bar-remaining { fill: var(--quiet); --tone: var(--quiet); }
.bar-mended { fill: url(#pattern-mended); --tone: var(--green); }
.bar-added { fill: url(#pattern-added); --tone: var(--red); }
.bar-unknown { fill: url(#pattern-unknown); --tone: var(--quiet); }
.bar rect, .swatch rect { stroke: var(--tone); stroke-width: 1; }
pattern * { fill: none; stroke-width: 1.6; }
.pattern-warning * { stroke: var(--orange); }
.pattern-mended * { stroke: var(--green); }
.pattern-added * { stroke: var(--red); }
.pattern-info * { fill: var(--blue); }
.pattern-unknown * { fill: var(--quiet); }
@media (forced-colors: active) {
  :root { --red: CanvasText; --orange: CanvasText; --yellow: CanvasText; --green: CanvasText; --blue: CanvasText; --quiet: CanvasText; --line: CanvasText; --paper: Canvas; --ink: CanvasText; --code: Canvas; --link: LinkText; --focus: Highlight; }
  .bar, .swatch { forced-color-adjust: none; }
}
`;
