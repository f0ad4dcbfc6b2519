/** Takes a short mount apart: `source:target:options`. */
import { Refusal, type Scalar } from '../value.ts';

/** The parts of a short mount. */
export interface MountParts {
  /** Absent for an anonymous volume. */
  readonly source?: string;
  readonly target: string;
  /** Known and unknown ones, as written. */
  readonly options: readonly string[];
}

/** The parts of a mount. Throws a refusal where Compose cannot tell them apart. */
export function mountParts(scalar: Scalar): MountParts {
  const { text } = scalar;
  if (text === '') throw new Refusal('invalid empty volume spec', scalar.said, scalar.unset);
  // So short a text is not looked into.
  if (text.length <= 2 && [...text].every((char) => char < '\u0080')) return { target: text, options: [] };
  const sections = sectionsOf(text);
  const [first = '', second, third] = sections;
  const isBroken = sections.slice(0, 3).indexOf('');
  if (isBroken >= 0) throw failure(scalar, 'empty section between colons');
  if (sections.length > 3) throw failure(scalar, 'too many colons');
  if (second === undefined) return { target: first, options: [] };
  return { source: first, target: second, options: third === undefined ? [] : third.split(',') };
}

/** The text between its colons. The colon behind a single letter belongs to a Windows drive, one in `${…}` to a variable. */
function sectionsOf(text: string): string[] {
  const sections: string[] = [];
  let start = 0;
  let depth = 0;
  for (let index = 0; index < text.length; index++) {
    const char = text.charAt(index);
    if (char === '$' && text[index + 1] === '{') depth++;
    else if (char === '}' && depth > 0) depth--;
    else if (char === ':' && depth === 0 && !isDrive(text, start, index)) {
      sections.push(text.slice(start, index));
      start = index + 1;
    }
  }
  sections.push(text.slice(start));
  return sections;
}

/** A letter may have two code units. */
function isDrive(text: string, start: number, end: number): boolean {
  return end - start <= 2 && /^\p{L}$/u.test(text.slice(start, end));
}

function failure({ text, said, unset }: Scalar, reason: string): Refusal {
  return new Refusal(`invalid spec: ${text}: ${reason}`, said, unset);
}

/** Whether a source is a path of the host and not the name of a volume. */
export function isHostPath(source: string): boolean {
  return /^(?:[./~]|\\\\|\p{L}:)/u.test(source);
}
