/** What can be written at a place of a configuration. */
import type { SourceText, TextRange } from '../base/text.ts';
import type { Rule } from '../model/rule.ts';
import { type Cursor, cursorAt, ELEMENT } from './cursor.ts';
import { describeKey, describeRule, type Target, targetAt } from './describe.ts';
import { type Key, ruleShape, type Shape } from './keys.ts';

/** One thing that can be written. */
export interface ConfigurationCompletion {
  readonly label: string;
  readonly kind: 'key' | 'rule' | 'word';
  /** What stands in `range` becomes this text. */
  readonly newText: string;
  readonly range: TextRange;
  /** A few words on the same line: a rule's summary, what a word means. */
  readonly detail: string;
  /** More of it, as Markdown. */
  readonly says: string;
}

/** Something that can be written, before it is known how. */
interface Offer {
  readonly label: string;
  readonly kind: ConfigurationCompletion['kind'];
  readonly detail: string;
  readonly says: string;
  /** What stands behind it: nothing, or what a key takes. */
  readonly takes?: Shape;
}

/** All that can be written at an offset, whatever is written there already; none in comments. */
export function completionsIn(
  document: SourceText,
  offset: number,
  rules: readonly Rule[],
): readonly ConfigurationCompletion[] {
  const cursor = cursorAt(document, offset);
  const target = cursor && targetAt(cursor.path, rules);
  if (!target) return [];
  return offersFor(target, cursor, rules).map((offer) => ({
    label: offer.label,
    kind: offer.kind,
    detail: offer.detail,
    says: offer.says,
    range: cursor.typed,
    newText: written(offer, target, cursor, document.text),
  }));
}

function offersFor(target: Target, cursor: Cursor, rules: readonly Rule[]): readonly Offer[] {
  const isAbsent = ({ label }: Offer): boolean => !cursor.present.includes(label);
  const { shape } = target;
  // A rule's own line takes a severity; under it, or in braces, its keys.
  if (target.isRule && cursor.role === 'key') return keysOf(ruleShape(target.rule).keys).filter(isAbsent);
  const takesKeys = cursor.role === 'key' || cursor.path.at(-1) === ELEMENT;
  if (shape.is === 'mapping') return takesKeys ? keysOf(shape.keys).filter(isAbsent) : [];
  if (shape.is === 'rules') return takesKeys ? ruleOffers(rules).filter(isAbsent) : [];
  return valuesOf(shape, cursor, rules);
}

function keysOf(keys: readonly Key[]): readonly Offer[] {
  return keys.map((key) => ({
    label: key.name,
    kind: 'key',
    detail: '',
    says: describeKey(key),
    takes: key.shape,
  }));
}

function ruleOffers(rules: readonly Rule[]): readonly Offer[] {
  return rules.map((rule) => ({ ...ruleOffer(rule), takes: RULE_TAKES }));
}

function ruleOffer(rule: Rule): Offer {
  return { label: rule.id, kind: 'rule', detail: rule.meta.summary, says: describeRule(rule) };
}

const RULE_TAKES: Shape = { is: 'word', says: {} };

function valuesOf(shape: Shape, cursor: Cursor, rules: readonly Rule[]): readonly Offer[] {
  if (shape.is === 'word') {
    return Object.entries(shape.says).map(([label, says]) => ({
      label,
      kind: 'word',
      detail: says,
      says: '',
    }));
  }
  if (shape.is === 'flag') {
    return ['true', 'false'].map((label) => ({ label, kind: 'word', detail: '', says: '' }));
  }
  if (shape.is === 'text' && shape.of === 'rule') {
    return rules.filter(({ check }) => !check.exception).map(ruleOffer);
  }
  if (shape.is !== 'list') return [];
  // On a line of its own an element needs its dash; behind the colon only a list that takes one alone has room.
  if (cursor.role === 'value' && !shape.orOne) return [];
  return shape.of.is === 'mapping' ? keysOf(shape.of.keys) : valuesOf(shape.of, cursor, rules);
}

function written(offer: Offer, { shape }: Target, cursor: Cursor, text: string): string {
  const { style, role, typed, hasColon } = cursor;
  const isQuoted = style === 'json' && !(offer.kind === 'word' && shape.is === 'flag');
  const word = isQuoted ? JSON.stringify(offer.label) : offer.label;
  const colon = offer.takes && !hasColon ? colonFor(offer.takes, style) : '';
  const dash = style === 'block' && role === 'key' && shape.is === 'list' ? '- ' : '';
  const blank = role === 'value' && style !== 'json' && text.charAt(typed.start - 1) === ':' ? ' ' : '';
  return `${blank}${dash}${word}${colon}`;
}

/** What stands on further lines needs no blank behind the colon. */
function colonFor(takes: Shape, style: Cursor['style']): string {
  const isLong = takes.is === 'mapping' || takes.is === 'rules' || takes.is === 'list';
  return style === 'block' && isLong ? ':' : ': ';
}
