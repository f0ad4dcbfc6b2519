/** Flags exceptions that do not say why they are there. */
import { isReason } from '../../knowledge/exceptions.ts';
import { ask } from '../../model/change.ts';
import { defineRule, type Fix } from '../../model/rule.ts';
import type { Sourced } from '../../model/setting.ts';

export default defineRule({
  id: 'require-exception-reason',
  meta: {
    summary: 'Require a reason of every exception',
    topic: 'exceptions',
    section: 'reasons-and-ends',
    remedy: 'Say of each exception why it is there',
    severity: 'warning',
    profile: 'recommended',
    fix: 'safe',
    since: '0.1.0',
    keys: [],
    references: [],
    aliases: [],
  },
  messages: {
    missing: 'This exception has no reason, so nobody can tell later whether it still holds.',
    placeholder:
      "'{{words}}' holds the place of a reason, so nobody can tell later whether this still holds.",
  },
  check: {
    *exception(exception) {
      const { form, fault, reason, policy } = exception;
      // Comments for other tools have a grammar of their own, many without room for a reason.
      if (fault || form === 'foreign' || policy.reason === 'optional') return;
      // A comment that may not be there needs no better words.
      if (form === 'comment' && policy.comments === 'forbidden') return;
      if (!reason || reason.value.trim() === '') {
        yield { at: exception.source, message: 'missing', fixes: [reasonFor(exception)] };
      } else if (!isReason(reason.value)) {
        yield {
          at: reason.source,
          message: 'placeholder',
          data: { words: reason.value },
          fixes: [reasonFor(reason)],
        };
      }
    },
  },
});

/** What stands there until somebody writes the reason is itself none. */
function reasonFor(target: Sourced): Fix {
  return { title: 'Write the reason', applicability: 'safe', asks: true, changes: [ask(target, 'reason')] };
}
