/** Flags exceptions that have ended, and says before of those that will soon. */
import { dateAfter, NOTICE, renewalIn } from '../../knowledge/exceptions.ts';
import { ask, remove } from '../../model/change.ts';
import type { Exception } from '../../model/exception.ts';
import { defineRule, type Fix, type Violation } from '../../model/rule.ts';

type MessageId = 'over' | 'today' | 'tomorrow' | 'soon';

export default defineRule<MessageId>({
  id: 'no-expired-exception',
  meta: {
    summary: 'Disallow exceptions that have ended',
    topic: 'exceptions',
    section: 'reasons-and-ends',
    remedy: 'Renew exceptions that have ended, or take them out',
    severity: 'warning',
    profile: 'recommended',
    fix: 'safe',
    since: '0.1.0',
    keys: [],
    references: [],
    aliases: [],
  },
  messages: {
    over: 'This exception ended on {{until}}, so what it covered counts again.',
    today: 'This exception ends today; tomorrow what it covers counts again.',
    tomorrow: 'This exception ends tomorrow; after that what it covers counts again.',
    soon: 'This exception ends in {{days}} days, on {{until}}; after that what it covers counts again.',
  },
  check: {
    *exception(exception) {
      const { fault, form, rules, policy, until, daysLeft } = exception;
      if (fault || !until || daysLeft === undefined || daysLeft > NOTICE) return;
      if (form !== 'configuration' && policy.comments === 'forbidden') return;
      // What is for another tool concerns nobody here unless it names a rule of ours.
      if (form === 'foreign' && (policy.foreign === 'ignored' || rules.every(({ ids }) => ids.length === 0)))
        return;
      const violation = daysLeft < 0 ? over(exception) : soon(exception, daysLeft);
      if (violation) yield { ...violation, at: until.source };
    },
  },
});

type Judgement = Omit<Violation<MessageId>, 'at'>;

function over(exception: Exception): Judgement {
  return {
    message: 'over',
    data: { until: exception.until?.value ?? '' },
    fixes: [...renewals(exception), ...removals(exception)],
  };
}

/** One that covers nothing is called unused, and need not be renewed. */
function soon(exception: Exception, days: number): Judgement | undefined {
  if (exception.isUsed === false) return undefined;
  const message = days === 0 ? 'today' : days === 1 ? 'tomorrow' : 'soon';
  const data = { days, until: exception.until?.value ?? '' };
  return { message, data, severity: 'hint', fixes: renewals(exception) };
}

/** A comment for another tool may say more to that tool than is understood here, and is left to people. */
function removals(exception: Exception): readonly Fix[] {
  if (exception.form === 'foreign') return [];
  return [{ title: 'Remove this exception', applicability: 'safe', changes: [remove(exception)] }];
}

/** Counted from today, which is so many days before the end. None where the configuration allows no later one. */
function renewals({ form, until, daysLeft = 0, policy }: Exception): readonly Fix[] {
  const term = renewalIn(policy.longest);
  if (form === 'foreign' || !until || term <= daysLeft) return [];
  const date = dateAfter(until.value, term - daysLeft);
  return [{ title: 'Renew it', applicability: 'safe', asks: true, changes: [ask(until, date)] }];
}
