/** Flags comments that look like exceptions and are none. */
import { remove, replace } from '../../model/change.ts';
import type { Exception, ExceptionFault } from '../../model/exception.ts';
import { defineRule, type Fix } from '../../model/rule.ts';

export default defineRule({
  id: 'no-malformed-exception',
  meta: {
    summary: 'Disallow comments that look like exceptions and are none',
    topic: 'exceptions',
    section: 'exceptions-in-comments',
    remedy: 'Write exceptions in the form that counts',
    severity: 'warning',
    profile: 'recommended',
    fix: 'safe',
    since: '0.1.0',
    keys: [],
    references: [],
    aliases: [],
  },
  messages: {
    malformed: 'This looks like an exception and is none: {{fault}}.',
  },
  check: {
    *exception(exception) {
      const { fault, form, policy } = exception;
      if (!fault) return;
      if (form === 'comment' && policy.comments === 'forbidden') return;
      const { message, source } = fault;
      yield { at: source, message: 'malformed', data: { fault: message }, fixes: fixesOf(exception, fault) };
    },
  },
});

function fixesOf(exception: Exception, { instead, isIdle }: ExceptionFault): readonly Fix[] {
  if (isIdle)
    return [{ title: 'Remove this exception', applicability: 'safe', changes: [remove(exception)] }];
  return instead === undefined ? [] : [written(exception, instead)];
}

/** Without a reason it would be the next finding, so the reason is asked for at once. */
function written(exception: Exception, words: string): Fix {
  const asks = exception.policy.reason === 'required' && !words.includes(' -- ');
  return {
    title: 'Write it as an exception',
    applicability: 'safe',
    ...(asks ? { asks } : {}),
    changes: [replace(exception, asks ? `${words} -- ` : words)],
  };
}
