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
    foreign: "This comment for {{tool}} also excepts findings of '{{rules}}', and does not say so.",
    several: 'This comment for {{tool}} also excepts findings of several rules, and does not say so.',
  },
  check: {
    *exception(exception, { strict }) {
      const { form, fault, tool = 'another tool', rules, policy } = exception;
      if (!strict || form !== 'foreign' || fault) return;
      if (policy.foreign === 'ignored' || policy.comments === 'forbidden') return;
      // Where it covers nothing of ours, it is that tool's alone.
      const used = rules.filter(({ isUsed }) => isUsed === true);
      if (used.length === 0) return;
      const at = exception.source;
      // Which of several rules one name covers findings of is not known here, and our words name each.
      if (used.some(({ ids }) => ids.length !== 1)) {
        yield { at, message: 'several', data: { tool } };
        return;
      }
      const ids = [...new Set(used.flatMap((rule) => rule.ids))];
      const data = { tool, rules: ids.join("', '") };
      yield { at, message: 'foreign', data, fixes: [rewriting(exception, tool, ids)] };
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
