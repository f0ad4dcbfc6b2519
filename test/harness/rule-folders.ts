/** The rule folders and the files in them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { registry } from '../../server/src/generated/registry.ts';
import type { Rule } from '../../server/src/model/rule.ts';
import { root } from './root.ts';

const RULES = join(root, 'server/src/rules');

/** The names of all rule folders, finished or not. */
export function ruleFolders(): string[] {
  return readdirSync(RULES, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

/** The path of a file in a rule's folder. */
export function ruleFile(id: string, name: 'rule.ts' | 'docs.md' | 'cases.md'): string {
  return join(RULES, id, name);
}

/** The text of a file in a rule's folder; undefined when it is missing. */
export function readRuleFile(id: string, name: 'rule.ts' | 'docs.md' | 'cases.md'): string | undefined {
  const path = ruleFile(id, name);
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

/** The rules to be tested: all, or the one that `npm test -- --rule` names. */
export function chosenRules(): readonly Rule[] {
  const chosen = process.env['BULKHEAD_RULE'];
  if (chosen === undefined) return registry.rules;
  const rules = registry.rules.filter((rule) => rule.id === chosen);
  if (rules.length === 0)
    throw new Error(
      `no rule.ts has the id '${chosen}'; there are ${registry.rules.map(({ id }) => id).join(', ')}`,
    );
  return rules;
}
