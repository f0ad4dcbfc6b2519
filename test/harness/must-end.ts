/** Ends work that would not end by itself. It measures no speed: machines are shared, and benchmarks do that. */
import { createNodeHost } from '../../server/src/host/node.ts';

/** Far more than any of the texts in tests takes on a busy machine, in milliseconds. */
const PATIENCE = 60_000;

const host = createNodeHost(() => undefined);

/** Runs the work and gives its result; throws `OutOfTime` when it runs away. */
export function mustEnd<T>(work: () => T): T {
  if (!host.withBudget) throw new Error('this host cannot end work');
  return host.withBudget(PATIENCE, work);
}
