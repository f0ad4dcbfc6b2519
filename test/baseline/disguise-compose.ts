/** Writes a Compose file anew with the same meaning: other order, other layout, other quotes, comments and blank lines. */
import { isDeepStrictEqual } from 'node:util';
import {
  type Document,
  isMap,
  isScalar,
  type Pair,
  parseAllDocuments,
  Scalar,
  visit,
  type YAMLMap,
} from 'yaml';

/** Gives whole numbers from 0 up to, but not with, the limit. */
export type Choice = (limit: number) => number;

/** The text in disguise; undefined for one of which it is not certain that it would mean the same. */
export function disguiseCompose(text: string, choose: Choice): string | undefined {
  const [document, ...more] = documentsOf(text);
  if (!document || more.length > 0 || !isPlain(document)) return undefined;
  const before: unknown = document.toJS();
  visit(document, {
    Map: (_key, node) => layOut(node, choose),
    Scalar: (key, node) => requote(node, key === 'key', choose),
  });
  const indent = 2 + choose(3);
  const written = document.toString({
    indent,
    indentSeq: choose(2) === 0,
    lineWidth: 0,
    flowCollectionPadding: false,
  });
  const [again] = documentsOf(written);
  if (!again || again.errors.length > 0 || !isDeepStrictEqual(again.toJS(), before)) return undefined;
  return choose(4) === 0 ? written.replaceAll('\n', '\r\n') : written;
}

/** The text with a service that is privileged, which none was; undefined where that cannot be. */
export function withPrivileged(text: string): string | undefined {
  const [document, ...more] = documentsOf(text);
  const services = document?.get('services');
  if (!document || more.length > 0 || !isPlain(document) || !isMap(services)) return undefined;
  for (const { value } of services.items) {
    if (!isMap(value) || value.flow || value.has('privileged') || value.has('extends')) continue;
    value.set('privileged', true);
    return document.toString({ lineWidth: 0 });
  }
  return undefined;
}

function documentsOf(text: string): readonly Document[] {
  const documents = parseAllDocuments(text, { merge: true });
  return Array.isArray(documents) ? documents : [];
}

/** Anchors tie an order to a text, tags and mistakes a meaning to its letters. */
function isPlain(document: Document): boolean {
  if (document.errors.length > 0 || document.warnings.length > 0) return false;
  let isTied = false;
  visit(document, {
    Alias: () => {
      isTied = true;
      return visit.BREAK;
    },
    Value: (_key, { anchor, tag }) => {
      if (anchor === undefined && tag === undefined) return undefined;
      isTied = true;
      return visit.BREAK;
    },
  });
  return !isTied;
}

/** Puts the entries of a mapping into another order, each with a comment or a blank line before it at times. */
function layOut(node: YAMLMap, choose: Choice): void {
  for (let i = node.items.length - 1; i > 0; i--) {
    const j = choose(i + 1);
    const [a, b] = [node.items[i], node.items[j]];
    if (a && b) [node.items[i], node.items[j]] = [b, a];
  }
  if (node.flow) return;
  for (const { key } of node.items as Pair[]) {
    if (!isScalar(key) || choose(6) > 0) continue;
    key.spaceBefore = true;
    key.commentBefore = ' a note: "quoted", and - more';
  }
}

/** What no version of YAML takes for anything but a text. */
const SURELY_TEXT = /^(?!(?:y|n|yes|no|on|off|true|false|null)$)[a-z][\w./-]*$/iu;

function requote(node: Scalar, isKey: boolean, choose: Choice): void {
  if (typeof node.value !== 'string') return;
  const isQuoted = node.type === Scalar.QUOTE_DOUBLE || node.type === Scalar.QUOTE_SINGLE;
  if (isQuoted) node.type = choose(2) === 0 ? Scalar.QUOTE_DOUBLE : Scalar.QUOTE_SINGLE;
  else if (!isKey && node.type === Scalar.PLAIN && SURELY_TEXT.test(node.value) && choose(3) === 0) {
    node.type = choose(2) === 0 ? Scalar.QUOTE_DOUBLE : Scalar.QUOTE_SINGLE;
  }
}
