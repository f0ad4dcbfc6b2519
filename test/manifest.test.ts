/** The manifest keeps its word: every text is there, every command is registered, every path and task exists. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parse, type ParseError } from 'jsonc-parser';
import { root } from './harness/root.ts';

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly snippets: readonly { readonly path: string }[];
    readonly grammars: readonly { readonly path: string }[];
  };
  readonly icon: string;
  readonly scripts: Readonly<Record<string, string>>;
}

/** The files of VS Code's own settings may hold comments. */
function readJson<T>(path: string): T {
  const errors: ParseError[] = [];
  const value = parse(readFileSync(join(root, path), 'utf8'), errors, { allowTrailingComma: false }) as T;
  assert.deepEqual(errors, [], `${path} is no JSON`);
  return value;
}

const manifest = readJson<Manifest>('package.json');
const clientText = readdirSync(join(root, 'client/src'))
  .map((name) => readFileSync(join(root, 'client/src', name), 'utf8'))
  .join('\n');

test('every text that the manifest names is in package.nls.json, and none is left over', () => {
  const used = [...JSON.stringify(manifest).matchAll(/"%([\w.-]+)%"/gu)].map((match) => match[1]);
  assert.deepEqual(used.sort(), Object.keys(readJson<Record<string, string>>('package.nls.json')).sort());
});

test('every command of the palette is registered by the client', () => {
  const missing = manifest.contributes.commands.filter(({ command }) => !clientText.includes(`'${command}'`));
  assert.deepEqual(missing, []);
});

test('every file that the manifest names exists', () => {
  const { snippets, grammars } = manifest.contributes;
  const paths = [manifest.icon, ...snippets.map(({ path }) => path), ...grammars.map(({ path }) => path)];
  assert.deepEqual(
    paths.filter((path) => !existsSync(join(root, path))),
    [],
  );
});

test('F5 builds with a task that exists, which runs a script that exists', () => {
  const launch = readJson<{ configurations: { preLaunchTask?: string }[] }>('.vscode/launch.json');
  const { tasks } = readJson<{ tasks: { label: string; script: string }[] }>('.vscode/tasks.json');
  const needed = launch.configurations.flatMap(({ preLaunchTask }) => preLaunchTask ?? []);
  assert.ok(needed.length > 0);
  for (const label of needed) {
    const task = tasks.find((one) => one.label === label);
    assert.ok(task && manifest.scripts[task.script] !== undefined, label);
  }
});
