/** Flags exceptions that name a rule which does not exist. */
import { isAboutExceptions } from '../../knowledge/exceptions.ts';
import { replace } from '../../model/change.ts';
import type { ExceptedRule } from '../../model/exception.ts';
import { defineRule, type Violation } from '../../model/rule.ts';

type MessageId = 'near' | 'unknown' | 'pattern' | 'judge';

export default defineRule<MessageId>({
  id: 'no-unknown-exception',
  meta: {
    summary: 'Disallow exceptions for rules that do not exist',
    topic: 'exceptions',
    section: 'exceptions-in-comments',
    remedy: 'Name rules by their ids in exceptions',
    severity: 'warning',
    profile: 'recommended',
    fix: 'safe',
    since: '0.1.0',
    keys: [],
    references: [],
    aliases: [],
  },
  messages: {
    near: "No rule is called '{{name}}', so this excepts nothing; there is '{{nearest}}'.",
    unknown: "No rule is called '{{name}}', so this excepts nothing.",
    pattern: "An exception names each rule by its id, so '{{name}}' excepts nothing.",
    judge: "'{{name}}' judges exceptions: it can be configured, but no comment switches it off.",
  },
  check: {
    *exception({ form, fault, rules, policy }) {
      // Other tools have rules that nobody here knows.
      if (fault || form === 'foreign') return;
      if (form === 'comment' && policy.comments === 'forbidden') return;
      for (const rule of rules) if (rule.ids.length === 0) yield judge(rule);
    },
  },
});

function judge(rule: ExceptedRule): Violation<MessageId> {
  const { name, nearest, source: at } = rule;
  if (isAboutExceptions(name)) return { at, message: 'judge', data: { name } };
  // An exception for all rules would also cover what nobody has seen yet.
  if (name.includes('*') || name.toLowerCase() === 'all') return { at, message: 'pattern', data: { name } };
  if (nearest === undefined || isAboutExceptions(nearest)) return { at, message: 'unknown', data: { name } };
  return {
    at,
    message: 'near',
    data: { name, nearest },
    fixes: [{ title: `Write '${nearest}'`, applicability: 'safe', changes: [replace(rule, nearest)] }],
  };
}
