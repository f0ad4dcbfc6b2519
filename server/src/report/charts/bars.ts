/** Stacked bars as inline SVG, one in each row of a table that has the same numbers as text. */
import { type Html, html } from '../html/markup.ts';

/** A stretch of a bar. Its kind is the name of a colour and of a pattern, so that it is told apart without colour too. */
export interface Segment {
  readonly kind: 'error' | 'warning' | 'info' | 'hint' | 'mended' | 'added' | 'remaining' | 'unknown';
  readonly value: number;
}

/** The patterns of all bars; stands once on a page, in front of the first bar. */
export const barPatterns: Html = html`<svg
  class="patterns"
  width="0"
  height="0"
  aria-hidden="true"
  focusable="false"
>
  <defs>
    ${pattern('warning', html`<path d="M-1 1 1 -1M-1 7 7 -1M5 7 7 5" />`)}
    ${pattern('info', html`<circle cx="3" cy="3" r="1.5" />`)}
    ${pattern('added', html`<path d="M0 3H6M3 0V6" />`)}
    ${pattern('mended', html`<path d="M-1 -1 7 7M5 -1 7 1M-1 5 1 7" />`)}
    ${pattern('unknown', html`<circle cx="3" cy="3" r="1" />`)}
  </defs>
</svg>`;

/** A bar whose full width stands for `most`. It is hidden from screen readers: the numbers beside it say the same. */
export function stackedBar(segments: readonly Segment[], most: number): Html {
  let left = 0;
  const shown = segments.filter(({ value }) => value > 0);
  const drawn = shown.map(({ kind, value }) => {
    const width = (100 * value) / Math.max(1, most);
    const place = html`<rect
      class="bar-${kind}"
      x="${percent(left)}"
      width="${percent(width)}"
      y="1"
      height="14"
    />`;
    left += width;
    return place;
  });
  return html`<svg class="bar" width="100%" height="16" aria-hidden="true" focusable="false">${drawn}</svg>`;
}

/** The sample of a legend. */
export function swatch(kind: Segment['kind']): Html {
  return html`<svg class="swatch" width="22" height="14" aria-hidden="true" focusable="false">
    <rect class="bar-${kind}" x="1" y="1" width="20" height="12" />
  </svg>`;
}

function pattern(kind: Segment['kind'], shape: Html): Html {
  return html`<pattern
    id="pattern-${kind}"
    class="pattern-${kind}"
    width="6"
    height="6"
    patternUnits="userSpaceOnUse"
    >${shape}</pattern
  >`;
}

/** Two digits are finer than any screen. */
function percent(share: number): string {
  return `${Math.round(share * 100) / 100}%`;
}
