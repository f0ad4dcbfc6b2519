/** Flags exceptions that cover a whole file, stage or service though what they are for stands in one entry. */
import { isOver } from '../../knowledge/exceptions.ts';
import { defineRule } from '../../model/rule.ts';

type MessageId = 'file' | 'stage' | 'entry';

export default defineRule<MessageId>({
  id: 'no-wide-exception',
  meta: {
    summary: 'Disallow exceptions that cover more than they are needed for',
    topic: 'exceptions',
    section: 'narrow-exceptions',
    remedy: 'Put exceptions next to what they are for',
    severity: 'hint',
    profile: 'recommended',
    // No fix: an exception that is moved takes its words to a place that only a person can judge.
    fix: 'none',
    since: '0.1.0',
    keys: [],
    references: [],
    aliases: [],
  },
  messages: {
    file: "'{{rule}}' is excepted in the whole file, though it is needed in one entry alone.",
    stage: "'{{rule}}' is excepted in the whole stage, though it is needed in one instruction alone.",
    entry: "'{{rule}}' is excepted in all that stands under this, though it is needed in one entry alone.",
  },
  check: {
    *exception(exception) {
      const { form, fault, scope, rules, policy } = exception;
      // How far a comment for another tool reaches is that tool's choice.
      if (fault || form === 'foreign' || isOver(exception)) return;
      if (form === 'comment' && policy.comments === 'forbidden') return;
      for (const { name, isUsed, narrower, source } of rules) {
        if (isUsed === false || !narrower) continue;
        const related = [{ ...narrower, message: 'all that it covers stands here' }];
        yield { at: source, message: scope, data: { rule: name }, related };
      }
    },
  },
});
