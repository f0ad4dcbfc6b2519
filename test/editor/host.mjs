/** Starts and stops VS Code's server with a throw-away profile, on this machine only. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vsCodePrograms } from './install.mjs';

/** Quiet, and without anything that would ask the network or take room in a picture. */
const SETTINGS = {
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'workbench.enableExperiments': false,
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'git.enabled': false,
  'files.hotExit': 'off',
  // In a browser its default is afterDelay, and the tests would change files behind their own back.
  'files.autoSave': 'off',
  'editor.hover.delay': 100,
};

/** Arguments that keep Chromium on this machine; as root it cannot have a sandbox. */
export const CHROMIUM_ARGS = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost, EXCLUDE *.localhost',
];

/**
 * Starts a server.
 * `extensions` are packages to install; `settings` come on top of the quiet ones; `isDriven` makes the workbench take extensions and tests
 * under development; `trust` turns Workspace Trust on; `port` is one that is free when it is left out;
 * with a `token`, only addresses that name it as `tkn` are answered. A signal that ends this process ends the server first;
 * `signalCode` is the exit code then.
 */
export async function startHost({
  settings = {},
  extensions = [],
  isDriven = false,
  trust = false,
  port = 0,
  token,
  signalCode = 130,
} = {}) {
  // Short, because the paths of sockets in it must not be long.
  const folder = mkdtempSync(join(tmpdir(), 'vsc-'));
  mkdirSync(join(folder, 'u/User'), { recursive: true });
  writeFileSync(join(folder, 'u/User/settings.json'), JSON.stringify({ ...SETTINGS, ...settings }, null, 2));
  const run = runner(folder);
  for (const extension of extensions) await install(run, extension);
  const flags = [
    '--host=127.0.0.1',
    `--port=${port}`,
    token === undefined ? '--without-connection-token' : `--connection-token=${token}`,
    '--telemetry-level=off',
    '--disable-telemetry',
    '--disable-experiments',
    ...(trust ? [] : ['--disable-workspace-trust']),
    ...(isDriven ? ['--enable-smoke-test-driver'] : []),
  ];
  const child = run(flags, { detached: true });
  const stop = stopper(child, folder);
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, () => void stop().finally(() => process.exit(signalCode)));
  }
  try {
    const open = await portOf(child);
    return { url: `http://127.0.0.1:${open}/`, authority: `127.0.0.1:${open}`, folder, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Gives a function that runs the server's program on the profile in a folder. */
function runner(folder) {
  const { node, server } = vsCodePrograms();
  const args = [
    server,
    '--accept-server-license-terms',
    `--server-data-dir=${join(folder, 's')}`,
    `--user-data-dir=${join(folder, 'u')}`,
    `--extensions-dir=${join(folder, 'e')}`,
  ];
  // A terminal of another VS Code leaves variables behind that would confuse this one.
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(?:VSCODE_|CODE_SERVER_|ELECTRON_|NODE_OPTIONS$)/.test(name),
  );
  const env = { ...Object.fromEntries(inherited), EXTENSIONS_GALLERY: '{}', XDG_RUNTIME_DIR: folder };
  return (flags, options) =>
    spawn(node, [...args, ...flags], { env, stdio: ['ignore', 'pipe', 'pipe'], ...options });
}

function install(run, extension) {
  return new Promise((resolve, reject) => {
    const child = run(['--install-extension', extension], {});
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`installing ${extension} failed (${code}):\n${said}`)),
    );
  });
}

/** The port that the server says it listens on. */
function portOf(child) {
  return new Promise((resolve, reject) => {
    let said = '';
    const timer = setTimeout(() => reject(new Error(`the server did not start:\n${said}`)), 60_000);
    const read = (chunk) => {
      said += chunk;
      const port = /Extension host agent listening on (\d+)/.exec(said)?.[1];
      if (!port) return;
      clearTimeout(timer);
      resolve(port);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', (code) => reject(new Error(`the server ended early (${code}):\n${said}`)));
    child.once('error', reject);
  });
}

/** Gives a function that ends the server with all its children and removes the profile. */
function stopper(child, folder) {
  const exited = new Promise((resolve) => {
    child.once('exit', resolve);
    child.once('error', resolve);
  });
  // The server leads a process group of its own, extension hosts included.
  const signal = (name) => {
    try {
      process.kill(-child.pid, name);
    } catch {
      // All of them are gone already.
    }
  };
  process.once('exit', () => signal('SIGKILL'));
  return async () => {
    signal('SIGTERM');
    const timer = setTimeout(() => signal('SIGKILL'), 5000);
    await exited;
    clearTimeout(timer);
    signal('SIGKILL');
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  };
}
