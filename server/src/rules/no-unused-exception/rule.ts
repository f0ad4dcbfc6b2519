/** Flags exceptions that cover nothing, as a whole or for one of their rules. */
import { isOver } from '../../knowledge/exceptions.ts';
import { remove } from '../../model/change.ts';
import { defineRule, type Fix } from '../../model/rule.ts';
import type { Sourced } from '../../model/setting.ts';

export default defineRule({
  id: 'no-unused-exception',
  meta: {
    summary: 'Disallow exceptions that cover nothing',
    topic: 'exceptions',
    section: 'exceptions-that-are-no-longer-needed',
    remedy: 'Take out exceptions that cover nothing',
    severity: 'info',
    profile: 'recommended',
    fix: 'safe',
    since: '0.1.0',
    keys: [],
    references: [],
    aliases: [],
    unnecessary: true,
  },
  messages: {
    whole: 'This exception covers nothing that is found, so it can go before it hides something new.',
    part: "What '{{rule}}' finds here begins further up, so this does not cover it: put it above that.",
    rule: "Nothing that '{{rule}}' finds is covered here, so it can go from this exception.",
  },
  check: {
    *exception(exception) {
      const { fault, form, rules, policy } = exception;
      // What another tool finds is not known here, and what has ended covers nothing for that reason.
      if (fault || form === 'foreign' || isOver(exception)) return;
      if (form === 'comment' && policy.comments === 'forbidden') return;
      // Of a rule that does not exist it is said that it does not.
      const unused = rules.filter(({ ids, isUsed }) => ids.length > 0 && isUsed === false);
      // Whoever meant something that is found needs no advice to take the exception out.
      for (const { name, source, missed } of unused) {
        if (!missed) continue;
        const related = [{ ...missed, message: 'all of this is found' }];
        yield { at: source, message: 'part', data: { rule: name }, related };
      }
      const idle = unused.filter(({ missed }) => !missed);
      if (idle.length === rules.length) {
        yield { at: exception.source, message: 'whole', fixes: [without(exception, 'this exception')] };
        return;
      }
      for (const rule of idle) {
        const { name, source } = rule;
        yield { at: source, message: 'rule', data: { rule: name }, fixes: [without(rule, `'${name}'`)] };
      }
    },
  },
});

function without(target: Sourced, what: string): Fix {
  return { title: `Remove ${what}`, applicability: 'safe', changes: [remove(target)] };
}
