/** `npm start`: checks the sample and says how to go on. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const bin = fileURLToPath(new URL('../../dist/bulkhead.cjs', import.meta.url));
const { status } = spawnSync(process.execPath, [bin, 'check', 'sample'], { cwd: root, stdio: 'inherit' });

console.log(`
Check a folder of yours:    node dist/bulkhead.cjs check <folder>     (installed: bulkhead check <folder>)
Open the editor on this:    npm run editor`);

// The sample is there to have findings (exit code 1); a failed check is another matter.
process.exitCode = status === 0 || status === 1 ? 0 : 2;
