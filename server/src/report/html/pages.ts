/** Pieces of the pages of rules and topics, as HTML. */
import MarkdownIt from 'markdown-it';
import { escape, escapeData } from '../escape.ts';
import { type Html, trusted } from './markup.ts';

/** The title of a page; undefined when there is no such page. */
export function pageTitle(page: string | undefined): string | undefined {
  return /^# (.+)$/mu.exec(page ?? '')?.[1]?.trim();
}

/** The first paragraph of a section, and what comes behind it; undefined where a page lacks the section. */
export interface Section {
  readonly first: Html;
  readonly rest: Html | undefined;
}

/** A section of a page by the text of its heading. */
export function pageSection(page: string | undefined, heading: string): Section | undefined {
  if (page === undefined) return undefined;
  const tokens = markdown.parse(page, {});
  const start = tokens.findIndex(
    ({ type, tag }, index) =>
      type === 'heading_open' && tag === 'h2' && tokens[index + 1]?.content === heading,
  );
  if (start < 0) return undefined;
  const behind = tokens.slice(start + 3);
  const end = behind.findIndex(({ type, tag }) => type === 'heading_open' && tag === 'h2');
  const section = end < 0 ? behind : behind.slice(0, end);
  const cut = section.findIndex(({ level, nesting }) => level === 0 && nesting <= 0) + 1;
  const render = (part: typeof tokens): Html => trusted(markdown.renderer.render(part, markdown.options, {}));
  return {
    first: render(section.slice(0, cut)),
    rest: cut < section.length ? render(section.slice(cut)) : undefined,
  };
}

/** No HTML and no images: a report says what its pages say, and loads nothing. */
const markdown = new MarkdownIt('commonmark', { html: false }).enable('table').disable('image');

/** Sections stand below a rule's own heading, which is of the fourth level. */
const DEEPER = 3;
const DEEPEST = 6;

const { rules } = markdown.renderer;

rules['heading_open'] = rules['heading_close'] = (tokens, index) => {
  const token = tokens[index];
  const level = Math.min(DEEPEST, Number(token?.tag.slice(1)) + DEEPER);
  return token?.nesting === 1 ? `<h${level}>` : `</h${level}>`;
};
rules['text'] = (tokens, index) => escape(tokens[index]?.content ?? '');
rules['code_inline'] = (tokens, index) => `<code>${escape(tokens[index]?.content ?? '')}</code>`;
rules['fence'] = rules['code_block'] = (tokens, index) =>
  `<pre><code>${escape(tokens[index]?.content ?? '')}</code></pre>\n`;

/** Links to other pages are left to the editor; links to the web are links. */
rules['link_open'] = (tokens, index) => {
  const href = String(tokens[index]?.attrGet('href') ?? '');
  if (/^https?:/u.test(href)) return `<a href="${escape(href)}" rel="noreferrer">`;
  const [, page = '', section = ''] = /^(?:\.\/)?([\w-]+)\.md(?:#(.*))?$/u.exec(href) ?? [];
  return page === ''
    ? '<span>'
    : `<span class="page" data-page="${escapeData(page)}" data-section="${escapeData(section)}">`;
};
rules['link_close'] = (tokens, index) => {
  const open = tokens.slice(0, index).findLast(({ type }) => type === 'link_open');
  return /^https?:/u.test(String(open?.attrGet('href') ?? '')) ? '</a>' : '</span>';
};
