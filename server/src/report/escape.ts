/** The one way by which a text gets into HTML: whatever it says, it is shown, and never obeyed. */

/** What HTML would take for its own, what does not show, and what turns the order of letters around. Tabs and line feeds are neither. */
const TELLING = /[&<>"'\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|(?![\t\n])\p{Cc}/u;
const ALL_TELLING = new RegExp(TELLING, 'gu');

const REFERENCES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A text for people, between tags and in attributes: characters that do not show are written out, such as `⟨U+202E⟩`. */
export function escape(text: string): string {
  return TELLING.test(text) ? text.replace(ALL_TELLING, (mark) => REFERENCES[mark] ?? visible(mark)) : text;
}

/** A text for programs, in an attribute that nobody sees: what reads the attribute gets every character back. */
export function escapeData(text: string): string {
  return text.replace(/[&<>"'\r]/gu, (mark) => REFERENCES[mark] ?? `&#${mark.charCodeAt(0)};`);
}

function visible(mark: string): string {
  const code = mark.codePointAt(0) ?? 0;
  return `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`;
}
