/** Opens a VS Code with this extension on a copy of the sample: the desktop's own, or else one that is served to a browser. */
import { execFileSync, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startHost } from './host.mjs';
import { installVsCode, root } from './install.mjs';

const { values: options } = parseArgs({
  options: {
    /** Serves to a browser even where there is a desktop VS Code. */
    browser: { type: 'boolean', default: false },
    port: { type: 'string', default: '0' },
  },
});

process.chdir(root);
execFileSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit' });
const folder = mkdtempSync(join(tmpdir(), 'shop-'));
cpSync('sample', folder, { recursive: true });
if (options.browser || !openDesktop()) await serve();

/** Whether the desktop's VS Code took it. */
function openDesktop() {
  const args = [`--extensionDevelopmentPath=${root}`, '--new-window', folder];
  const { error, status } = spawnSync('code', args, {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (error || status !== 0) return false;
  console.log(`VS Code opens ${folder}, a copy of the sample.`);
  return true;
}

async function serve() {
  installVsCode();
  const vsix = join(root, 'out/editor/bulkhead.vsix');
  execFileSync(process.execPath, ['server/scripts/package.mjs', vsix], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  // Others who work on this machine must not get in.
  const tkn = randomUUID();
  const host = await startHost({ extensions: [vsix], port: Number(options.port), token: tkn, signalCode: 0 });
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const open = [['openFile', `vscode-remote://${host.authority}${join(folder, 'compose.yaml')}`]];
  const query = new URLSearchParams({ tkn, folder, payload: JSON.stringify(open) });
  console.log(
    `There is no desktop VS Code here. Open this address in a browser:\n\n  ${host.url}?${query}\n`,
  );
  console.log('Only this machine can reach it, and only with this address. Ctrl+C ends it.');
}
