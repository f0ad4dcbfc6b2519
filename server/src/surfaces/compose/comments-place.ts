/** Where a comment can be put into a YAML text so that it covers a range. */
import { encloses, type SourceText, type TextRange } from '../../base/text.ts';
import type { CommentPlace, ExceptionScope } from '../../model/comment.ts';
import type { YamlFile } from '../../syntax/yaml/tree.ts';
import { extentBeginningOn, isApart, type Member, membersAround } from './comments-tree.ts';
import { treeOf } from './detect.ts';
import { beginsLine, lineBreakOf, lineEnd, lineStart, nextLine } from './lower/lines.ts';
import { beginOf, type Holder } from './lower/outline.ts';
import { isMerge } from './marks.ts';

type Refused = { readonly refused: string };

/** Where a comment could be put that covers a range. */
export function commentPlaceIn(
  document: SourceText,
  range: TextRange,
  scope: ExceptionScope,
): CommentPlace | Refused {
  if (/\.json$/iu.test(document.uri)) return { refused: 'JSON has no comments.' };
  const file = treeOf(document);
  switch (scope) {
    case 'entry':
      return entryPlace(file, range);
    case 'part':
      return servicePlace(file, range);
    case 'file':
      return filePlace(file);
  }
}

/** Above the innermost entry or item around the range that begins a line. */
function entryPlace(file: YamlFile, range: TextRange): CommentPlace | Refused {
  for (const member of membersAround(file, range).toReversed()) {
    const place = placeAboveMember(file, member, range);
    if (place) return place;
  }
  const [root] = file.roots;
  const place = root && encloses(root.range, range) && placeAbove(file, root.range.start, range);
  return place || { refused: 'No line begins here above which a comment could stand.' };
}

function servicePlace(file: YamlFile, range: TextRange): CommentPlace | Refused {
  const [top, service] = membersAround(file, range);
  if (!isServices(top?.holder) || !service || !('key' in service.holder) || isMerge(service.holder)) {
    return { refused: 'This belongs to no service.' };
  }
  const place = placeAboveMember(file, service, range);
  return place ?? { refused: 'The service does not begin a line above which a comment could stand.' };
}

function isServices(holder: Holder | undefined): boolean {
  return holder !== undefined && 'key' in holder && holder.name === 'services';
}

/** At the very top; only a line that says which program is to read the text must stay the first one. */
function filePlace({ text }: YamlFile): CommentPlace | Refused {
  const top = text.startsWith('\uFEFF') ? 1 : 0;
  const offset = text.startsWith('#!', top) ? nextLine(text, top) : top;
  if (offset === text.length) return { refused: 'The text says nothing.' };
  return { offset, before: '', after: lineBreakOf(text), covers: { start: 0, end: text.length } };
}

function placeAboveMember(file: YamlFile, member: Member, range: TextRange): CommentPlace | undefined {
  return isApart(file, member) ? placeAbove(file, beginOf(member.holder), range) : undefined;
}

/** The line above an offset, when the offset begins its line and what would be covered there is around the range. */
function placeAbove(file: YamlFile, offset: number, range: TextRange): CommentPlace | undefined {
  const { text } = file;
  if (!beginsLine(text, offset)) return undefined;
  const start = lineStart(text, offset);
  const top = start === 0 && text.startsWith('\uFEFF') ? 1 : start;
  const before = text.slice(top, offset);
  // A byte order mark elsewhere is none; what it does to its line is for nobody to guess.
  if (/[^ \t]/u.test(before)) return undefined;
  const covers = extentBeginningOn(file, { start, end: lineEnd(text, offset) });
  if (!covers || !encloses(covers, range)) return undefined;
  return { offset: top, before, after: lineBreakOf(text), covers };
}
