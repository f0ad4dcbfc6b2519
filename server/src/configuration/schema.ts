/** Makes the JSON schema (draft 7) of configuration files from the table of keys and the rules. */
import type { Rule } from '../model/rule.ts';
import { LONGEST_TEXT } from './check-text.ts';
import {
  CONFIGURATION,
  type Key,
  type ListShape,
  type MappingShape,
  RULE_SEVERITY,
  ruleShape,
  type Shape,
  type TextShape,
  type WordShape,
} from './keys.ts';

/** Plain data of a schema. */
export type Schema = Readonly<Record<string, unknown>>;

/** The schema for the configuration of a service with these rules. */
export function schemaOf(rules: readonly Rule[]): Schema {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Configuration of Bulkhead',
    ...orNothing(mapping(CONFIGURATION, rules)),
    definitions: { severity: words(RULE_SEVERITY), rule: eitherForm(undefined) },
  };
}

/** A mapping or a list of which nothing is said yet is allowed. */
function orNothing(schema: Schema): Schema {
  return { ...schema, type: [schema['type'], 'null'] };
}

function mapping({ keys }: MappingShape, rules: readonly Rule[]): Schema {
  const required = keys.filter(({ isRequired }) => isRequired).map(({ name }) => name);
  return {
    type: 'object',
    additionalProperties: false,
    ...(required.length > 0 ? { required } : {}),
    properties: Object.fromEntries(keys.map((key) => [key.name, property(key, rules)])),
  };
}

function property({ shape, ...key }: Key, rules: readonly Rule[]): Schema {
  const value = valueOf(shape, rules);
  return { description: descriptionOf({ shape, ...key }), ...value };
}

/** What a key does, and what holds without it. */
function descriptionOf({ says, default: usual }: Key): string {
  return usual === undefined ? says : `${says} Default: ${usual}.`;
}

function valueOf(shape: Shape, rules: readonly Rule[]): Schema {
  switch (shape.is) {
    case 'flag':
      return { type: 'boolean' };
    case 'days':
      return { type: 'integer', minimum: 1, maximum: 999_999_999 };
    case 'number':
      return { type: 'number' };
    case 'word':
      return words(shape);
    case 'text':
      return text(shape, rules);
    case 'list':
      return list(shape, rules);
    case 'mapping':
      return orNothing(mapping(shape, rules));
    case 'rules':
      return orNothing(rulesSchema(rules));
  }
}

function words({ says }: WordShape): Schema {
  return { enum: Object.keys(says), enumDescriptions: Object.values(says) };
}

function text({ of, orFalse }: TextShape, rules: readonly Rule[]): Schema {
  const schema = oneText(of, rules);
  return orFalse ? { anyOf: [schema, { const: false }] } : schema;
}

function oneText(of: TextShape['of'], rules: readonly Rule[]): Schema {
  if (of === 'text') return { anyOf: [{ type: 'string' }, { type: 'integer', minimum: 0 }] };
  if (of === 'reason') return { type: 'string' };
  if (of === 'rule') return { enum: rules.filter(({ check }) => !check.exception).map(({ id }) => id) };
  if (of === 'date') return { type: 'string', pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$', format: 'date' };
  return { type: 'string', pattern: '\\S', maxLength: LONGEST_TEXT };
}

function list({ of, orOne, isFilled }: ListShape, rules: readonly Rule[]): Schema {
  const items = of.is === 'mapping' ? mapping(of, rules) : valueOf(of, rules);
  const schema = { type: 'array', items };
  const whole = isFilled ? { ...schema, minItems: 1 } : orNothing(schema);
  return orOne ? { anyOf: [items, whole] } : whole;
}

function rulesSchema(rules: readonly Rule[]): Schema {
  return {
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(rules.map((rule) => [rule.id, ruleSchema(rule)])),
    // Names with a star stand for any letters.
    patternProperties: { '\\*': ANY_RULE },
  };
}

/** What is the same for many rules is written once. */
const SEVERITY = { $ref: '#/definitions/severity' };
const ANY_RULE = { $ref: '#/definitions/rule' };

function ruleSchema(rule: Rule): Schema {
  const { summary, options } = rule.meta;
  // Beside a reference nothing counts, so that it stands in a list of one.
  return { description: `${summary}.`, ...(options ? eitherForm(rule) : { allOf: [ANY_RULE] }) };
}

/** A severity alone, or a mapping with it. */
function eitherForm(rule: Rule | undefined): Schema {
  const { keys } = ruleShape(rule);
  const long = mapping({ is: 'mapping', keys }, []);
  return { anyOf: [SEVERITY, long] };
}
