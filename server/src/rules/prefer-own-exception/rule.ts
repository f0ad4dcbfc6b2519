/** Flags comments for other tools that also except findings here: they have no end, and many no reason. */
import { wordsOf } from '../../knowledge/exceptions.ts';
import { replace } from '../../model/change.ts';
import type { Exception } from '../../model/exception.ts';
import { defineRule, type Fix } from '../../model/rule.ts';

export default defineRule({
  id: 'prefer-own-exception',
  meta: {
    summary: 'Prefer exceptions of Bulkhead over comments for other tools',
    topic: 'exceptions',
    section: 'comments-for-other-tools',
    remedy: 'Write exceptions in a form that has a reason and an end',
    severity: 'hint',
    profile: 'strict',
    fix: 'unsafe',
    since: '0.1.0',
    keys: [],
    references: [],
    aliases: [],
  },
  messages: {
    foreign: "This comment for {{tool}} also excepts findings of '{{rules}}', where it is bound to no end.",
  },
  check: {
    *exception(exception, { strict }) {
      const { form, fault, tool = 'another tool', rules, policy } = exception;
      if (!strict || form !== 'foreign' || fault) return;
      if (policy.foreign === 'ignored' || policy.comments === 'forbidden') return;
      if (exception.isUsed === false) return;
      const ids = [...new Set(rules.flatMap((rule) => rule.ids))];
      if (ids.length === 0) return;
      yield {
        at: exception.source,
        message: 'foreign',
        data: { tool, rules: ids.join("', '") },
        fixes: [rewriting(exception, tool, ids)],
      };
    },
  },
});

function rewriting(exception: Exception, tool: string, ids: readonly string[]): Fix {
  const { reason } = exception;
  return {
    title: 'Write it for Bulkhead',
    applicability: 'unsafe',
    ...(reason ? {} : { asks: true }),
    changes: [replace(exception, wordsOf(exception, ids, reason?.value))],
    breaks: `The comment no longer tells ${tool} anything.`,
  };
}
