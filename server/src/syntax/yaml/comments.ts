/** Finds the comments of a YAML text just where the reader of its tree sees them. */
import { Lexer } from 'yaml';
import type { TextRange } from '../../base/text.ts';

/** What the lexer puts between the pieces of a text: it stands for no character of it. */
const SCALAR_AHEAD = '\x1f';
const DOCUMENT_AHEAD = '\x02';
const FLOW_BREAKS_OFF = '\x18';

/** The comments of a text in its order, from the mark to the last sign that is no blank. Linear, and total as the tree is. */
export function yamlComments(text: string): readonly TextRange[] {
  const comments: TextRange[] = [];
  let offset = 0;
  let isScalar = false;
  for (const piece of new Lexer().lex(text)) {
    if (isScalar) isScalar = false;
    else if (piece === SCALAR_AHEAD) {
      isScalar = true;
      continue;
    } else if (piece === DOCUMENT_AHEAD || piece === FLOW_BREAKS_OFF) continue;
    else if (piece.startsWith('#') && isApart(text, offset)) {
      comments.push({ start: offset, end: offset + piece.trimEnd().length });
    }
    offset += piece.length;
  }
  return comments;
}

/** Whether a line begins here, or a blank stands in front: without one, the sign belongs to what is before it. */
function isApart(text: string, offset: number): boolean {
  return offset === 0 || ' \t\n\r\uFEFF'.includes(text.charAt(offset - 1));
}
