/** Flags exceptions that do not say why they are there. */
import { isReason, wordsOf } from '../../knowledge/exceptions.ts';
import { replace } from '../../model/change.ts';
import type { Exception } from '../../model/exception.ts';
import { defineRule, type Fix } from '../../model/rule.ts';

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
        yield { at: exception.source, message: 'missing', fixes: ask(exception) };
      } else if (!isReason(reason.value)) {
        yield {
          at: reason.source,
          message: 'placeholder',
          data: { words: reason.value },
          fixes: ask(exception),
        };
      }
    },
  },
});

/** The entry of a configuration has its own key for the reason, and no words to put it behind. */
function ask(exception: Exception): readonly Fix[] {
  if (exception.form === 'configuration' || exception.rules.length === 0) return [];
  const words = wordsOf(
    exception,
    exception.rules.map(({ name }) => name),
  );
  return [
    { title: 'Write the reason', applicability: 'safe', asks: true, changes: [replace(exception, words)] },
  ];
}
