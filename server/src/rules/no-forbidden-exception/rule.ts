/** Flags exceptions that the configuration does not allow: comments where there may be none, and terms that are too long. */
import { dateAfter } from '../../knowledge/exceptions.ts';
import { remove, replace } from '../../model/change.ts';
import type { Exception } from '../../model/exception.ts';
import { defineRule, type Fix, type Violation } from '../../model/rule.ts';
import type { Sourced } from '../../model/setting.ts';

type MessageId = 'comment' | 'long' | 'endless';

export default defineRule<MessageId>({
  id: 'no-forbidden-exception',
  meta: {
    summary: 'Disallow exceptions that the configuration forbids',
    topic: 'exceptions',
    section: 'forbid-exceptions-in-a-company',
    remedy: 'Keep exceptions within what the configuration allows',
    severity: 'error',
    profile: 'recommended',
    fix: 'safe',
    since: '0.1.0',
    keys: [],
    references: [],
    aliases: [],
  },
  messages: {
    comment: 'Exceptions in comments are forbidden here, so this one counts for nothing.',
    long: 'This exception holds for {{days}} more days, and no more than {{longest}} are allowed here.',
    endless: 'This exception has no end, and no more than {{longest}} days are allowed here.',
  },
  check: {
    *exception(exception) {
      const { form, fault, policy } = exception;
      if (policy.comments === 'forbidden' && form !== 'configuration') {
        // A comment for another tool may be there for that tool; it merely counts for nothing.
        if (form === 'comment')
          yield { at: exception.source, message: 'comment', fixes: [withoutIt(exception)] };
        return;
      }
      if (fault || (form === 'foreign' && exception.isUsed !== true)) return;
      const violation = judgeTerm(exception);
      if (violation) yield violation;
    },
  },
});

function judgeTerm(exception: Exception): Violation<MessageId> | undefined {
  const { form, until, daysLeft, policy } = exception;
  const { longest } = policy;
  if (longest === undefined) return undefined;
  if (!until || daysLeft === undefined) {
    return { at: exception.source, message: 'endless', data: { longest } };
  }
  if (daysLeft <= longest) return undefined;
  const data = { days: daysLeft, longest };
  // How another tool writes its days is that tool's matter.
  const fixes = form === 'foreign' ? [] : [endingOn(until, dateAfter(until.value, longest - daysLeft))];
  return { at: until.source, message: 'long', data, fixes };
}

function endingOn(until: Sourced, date: string): Fix {
  return { title: `Let it end on ${date}`, applicability: 'safe', changes: [replace(until, date)] };
}

function withoutIt(exception: Exception): Fix {
  return {
    title: 'Remove this exception',
    applicability: 'unsafe',
    changes: [remove(exception)],
    breaks: 'Its reason is lost unless it is kept elsewhere, as under `except` in the configuration.',
  };
}
