/** How a summary is written: as Markdown, or as plain text for a client that shows nothing else. */
import { presentable } from '../../base/presentable.ts';
import type { Location } from '../../base/text.ts';
import { outerUri, type ShownPlace } from '../places.ts';

export interface Markup {
  /** Something as the file says it. */
  code(text: string): string;
  strong(text: string): string;
  /** A place that can be clicked: `Dockerfile:7`. */
  place(location: Location): string;
  /** A file that can be clicked. */
  file(uri: string): string;
}

export interface Names {
  placeOf(location: Location): ShownPlace;
  fileOf(uri: string): string;
}

export const markdown = ({ placeOf, fileOf }: Names): Markup => ({
  code,
  strong: (text) => `**${text}**`,
  place: (location) => {
    const { text, uri, line } = placeOf(location);
    return link(text, line === 0 && uri !== location.uri ? uri : `${uri}#L${line + 1}`);
  },
  file: (uri) => link(fileOf(uri), outerUri(uri)),
});

export const plainText = ({ placeOf, fileOf }: Names): Markup => ({
  code: presentable,
  strong: (text) => text,
  place: (location) => placeOf(location).text,
  file: fileOf,
});

/** A fence of two backticks holds a single one. */
function code(text: string): string {
  const flat = presentable(text);
  return flat.includes('`') ? `\`\` ${flat.replace(/`+/gu, '`')} \`\`` : `\`${flat}\``;
}

function link(text: string, address: string): string {
  const label = text.replace(/[\\`*_[\]<>]/gu, '\\$&');
  return `[${label}](${address.replace(/[()<>\s]/gu, (char) => `%${char.charCodeAt(0).toString(16)}`)})`;
}
