/** What is said of keys, rules and words: for hover and completion. */
import type { Rule } from '../model/rule.ts';
import { ELEMENT, type Step } from './cursor.ts';
import { CONFIGURATION, type Key, RULE_SEVERITY, ruleShape, type Shape } from './keys.ts';

/** What a key stands for, and what may stand behind it. */
export interface Target {
  readonly shape: Shape;
  /** Absent for elements of lists, for rules and for the whole file. */
  readonly key?: Key;
  /** The rule that is the last step. */
  readonly rule?: Rule;
  /** Whether the last step is a name or pattern in a mapping of rules. */
  readonly isRule?: boolean;
}

/** Follows a way through the table of keys; undefined where it leaves it. */
export function targetAt(path: readonly Step[], rules: readonly Rule[]): Target | undefined {
  let target: Target = { shape: CONFIGURATION };
  for (const step of path) {
    const next = stepInto(target, step, rules);
    if (!next) return undefined;
    target = next;
  }
  return target;
}

function stepInto({ shape, isRule, rule }: Target, step: Step, rules: readonly Rule[]): Target | undefined {
  if (step === ELEMENT) return shape.is === 'list' ? { shape: shape.of } : undefined;
  if (isRule) return keyIn(ruleShape(rule).keys, step);
  if (shape.is === 'rules') {
    const named = rules.find(({ id }) => id === step);
    return { shape: RULE_SEVERITY, isRule: true, ...(named ? { rule: named } : {}) };
  }
  return shape.is === 'mapping' ? keyIn(shape.keys, step) : undefined;
}

function keyIn(keys: readonly Key[], name: string): Target | undefined {
  const key = keys.find((each) => each.name === name);
  return key && { shape: key.shape, key };
}

/** A key for people, as Markdown. */
export function describeKey({ name, says, example, default: usual }: Key): string {
  const lines = [says, `Example: \`${name}: ${example}\``];
  if (usual !== undefined) lines.push(`Default: ${usual}.`);
  return lines.join('\n\n');
}

/** A rule for people, as Markdown. */
export function describeRule({ id, meta }: Rule): string {
  const options = Object.entries(meta.options ?? {}).map(
    ([name, { summary }]) => `- \`${name}\`: ${summary}.`,
  );
  const lines = [`**${id}**: ${meta.summary}.`, `${SEVERITY_LINE} ${meta.severity}.`];
  return [...lines, ...(options.length > 0 ? [`Options:\n\n${options.join('\n')}`] : [])].join('\n\n');
}

const SEVERITY_LINE = 'Severity where nothing is configured:';

/** What a word means where it stands; empty where it needs no words. */
export function describeWord(shape: Shape, word: string): string {
  return shape.is === 'word' && Object.hasOwn(shape.says, word) ? (shape.says[word] ?? '') : '';
}
