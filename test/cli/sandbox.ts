/** A temporary folder with files in it, and the built command line to run there. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { root } from '../harness/root.ts';

const bin = join(root, 'dist/bulkhead.cjs');

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface RunOptions {
  readonly input?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
  /** The user to run as; only root may choose. */
  readonly uid?: number;
}

export interface Sandbox {
  readonly folder: string;
  /** Runs the program in the folder; `undefined` in the environment is left out. */
  run(args: readonly string[], options?: RunOptions): Ended;
  write(name: string, content: string | Uint8Array): void;
  read(name: string): string;
  bytes(name: string): Buffer;
}

type Files = Readonly<Record<string, string | Uint8Array>>;

/** Makes the files, runs the test, and cleans up. */
export function inSandbox(files: Files, test: (sandbox: Sandbox) => void): void {
  const sandbox = makeSandbox(files);
  try {
    test(sandbox);
  } finally {
    rmSync(sandbox.folder, { recursive: true, force: true });
  }
}

/** The same for a test that waits for something. */
export async function whileInSandbox(files: Files, test: (sandbox: Sandbox) => Promise<void>): Promise<void> {
  const sandbox = makeSandbox(files);
  try {
    await test(sandbox);
  } finally {
    rmSync(sandbox.folder, { recursive: true, force: true });
  }
}

function makeSandbox(files: Files): Sandbox {
  const folder = mkdtempSync(join(tmpdir(), 'bulkhead-cli-'));
  // Other users of a test must be able to look into it.
  chmodSync(folder, 0o755);
  const sandbox: Sandbox = {
    folder,
    run: (args, options = {}) => run(folder, args, options),
    write: (name, content) => {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), content);
    },
    read: (name) => readFileSync(join(folder, name), 'utf8'),
    bytes: (name) => readFileSync(join(folder, name)),
  };
  for (const [name, content] of Object.entries(files)) sandbox.write(name, content);
  return sandbox;
}

function run(cwd: string, args: readonly string[], { input, env, uid }: RunOptions): Ended {
  const { NO_COLOR: _no, FORCE_COLOR: _force, NODE_OPTIONS: _options, ...surroundings } = process.env;
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [bin, ...args], {
    cwd,
    env: { ...surroundings, ...env },
    encoding: 'utf8',
    timeout: 60_000,
    maxBuffer: 1 << 28,
    ...(input === undefined ? {} : { input }),
    ...(uid === undefined ? {} : { uid }),
  });
  // A program that has read enough may go away before its input has ended.
  if (error && !('code' in error && error.code === 'EPIPE')) throw error;
  return { code: status, out: stdout, err: stderr };
}

/** What `--format json` prints, as far as tests look at it. */
export interface Json {
  readonly version: number;
  readonly files: readonly { readonly path: string; readonly findings: readonly JsonFinding[] }[];
  readonly problems: readonly {
    readonly path: string;
    readonly severity: string;
    readonly message: string;
    readonly range?: unknown;
  }[];
}

export interface JsonFinding {
  readonly ruleId: string;
  readonly severity: string;
  readonly message: string;
  readonly range: unknown;
  readonly related: readonly { readonly path: string; readonly range: unknown; readonly message: string }[];
  readonly fixes: readonly { readonly title: string; readonly applicability: string }[];
}

export function parseJson(ended: Ended): Json {
  return JSON.parse(ended.out) as Json;
}

/** The paths that a check of these arguments looked at. */
export function checkedPaths(sandbox: Sandbox, ...args: readonly string[]): string[] {
  return parseJson(sandbox.run(['check', '--format=json', ...args])).files.map(({ path }) => path);
}

/** A Dockerfile without findings of a warning or more. */
export const QUIET = 'FROM alpine:3.20\nUSER 10001\n';
/** A Compose file with one error. */
export const PRIVILEGED = 'services:\n  web:\n    image: nginx:1.29\n    privileged: true\n';
/** A Dockerfile with one safe fix: ADD becomes COPY. */
export const ADDS = 'FROM alpine:3.20\nADD app.conf /etc/app.conf\nUSER 10001\n';
