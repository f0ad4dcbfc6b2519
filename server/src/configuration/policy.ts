/** The exception policy along a chain of files: further down it may only be tightened. */
import type { ExceptionPolicy } from '../model/exception.ts';
import type { Problem } from '../model/surface.ts';
import type { SaidPolicy } from './contents.ts';

/** What a file says in contradiction to those above it. */
export function looseningIn(policy: SaidPolicy, above: SaidPolicy): readonly Problem[] {
  const problems: Problem[] = [];
  const tell = (name: keyof ExceptionPolicy, isLooser: boolean, limit: string): void => {
    const range = policy[name]?.at.range;
    if (!range || !isLooser) return;
    const message = `'${name}' cannot be loosened here: a configuration above this one says ${limit}.`;
    problems.push({ range, message, severity: 'error' });
  };
  const { comments, reason, longest, foreign } = policy;
  tell('comments', isLoosened(comments?.value, above.comments?.value, 'forbidden'), "'forbidden'");
  tell('reason', isLoosened(reason?.value, above.reason?.value, 'required'), "'required'");
  tell('foreign', isLoosened(foreign?.value, above.foreign?.value, 'ignored'), "'ignored'");
  const limit = above.longest?.value ?? Infinity;
  tell('longest', (longest?.value ?? 0) > limit, `${limit} days`);
  return problems;
}

function isLoosened(said: string | undefined, above: string | undefined, strict: string): boolean {
  return said !== undefined && above === strict && said !== strict;
}
