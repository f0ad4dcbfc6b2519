/** Checks samples of configurations: the reader must have nothing to say of them. */
import assert from 'node:assert/strict';
import { registry } from '../../server/src/generated/registry.ts';
import { createMemoryHost } from '../../server/src/host/memory.ts';
import { createService } from '../../server/src/service.ts';
import { TODAY } from './judge.ts';

const URI = 'file:///page/.bulkhead.yaml';

/** Asserts that a configuration is read without a problem, and that no rule finds fault with the exceptions in it. */
export async function checkConfiguration(text: string): Promise<void> {
  const host = createMemoryHost(new Map([[URI, text]]));
  const { status, surface, problems, findings } = await createService(host, registry, {
    today: () => TODAY,
  }).analyze(URI);
  assert.deepEqual([status, surface], ['judged', 'configuration']);
  assert.deepEqual(
    [...problems, ...findings].map(({ message }) => message),
    [],
  );
}
