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
    readonly walkthroughs: readonly Walkthrough[];
  };
  readonly activationEvents: readonly string[];
  readonly icon: string;
  readonly scripts: Readonly<Record<string, string>>;
}

interface Walkthrough {
  readonly steps: readonly {
    readonly id: string;
    readonly title: string;
    readonly description: string;
    readonly media: { readonly svg: string; readonly altText: string };
    readonly completionEvents: readonly string[];
  }[];
}

/** The files of VS Code's own settings may hold comments. */
function readJson<T>(path: string): T {
  const errors: ParseError[] = [];
  const value = parse(readFileSync(join(root, path), 'utf8'), errors, { allowTrailingComma: false }) as T;
  assert.deepEqual(errors, [], `${path} is no JSON`);
  return value;
}

const manifest = readJson<Manifest>('package.json');
const clientText = readdirSync(join(root, 'client/src'), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
  .join('\n');
const texts = readJson<Record<string, string>>('package.nls.json');
const steps = manifest.contributes.walkthroughs.flatMap((walkthrough) => walkthrough.steps);

test('every text that the manifest names is in package.nls.json, and none is left over', () => {
  const used = [...JSON.stringify(manifest).matchAll(/"%([\w.-]+)%"/gu)].map((match) => match[1]);
  assert.deepEqual(used.sort(), Object.keys(texts).sort());
});

test('every command of the palette is registered by the client', () => {
  const missing = manifest.contributes.commands.filter(({ command }) => !clientText.includes(`'${command}'`));
  assert.deepEqual(missing, []);
});

test('every file that the manifest names exists', () => {
  const { snippets, grammars } = manifest.contributes;
  const media = steps.map(({ media: { svg } }) => svg);
  const named = [...snippets, ...grammars].map(({ path }) => path);
  const paths = [manifest.icon, ...named, ...media];
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

test('all that people read in the manifest is in package.nls.json', () => {
  const written: string[] = [];
  JSON.stringify(manifest.contributes, (key, value: unknown) => {
    const isRead = /^(?:title|description|markdownDescription|altText|shortTitle|contents)$/u.test(key);
    // A name is the same in every language.
    if (isRead && typeof value === 'string' && !/^%.+%$/u.test(value) && value !== 'Bulkhead')
      written.push(value);
    return value;
  });
  assert.deepEqual(written, []);
});

test('the walkthrough has one walk of five steps at most, each with one thing to do that the extension knows', () => {
  assert.equal(manifest.contributes.walkthroughs.length, 1);
  assert.ok(steps.length > 0 && steps.length <= 5);
  const offered = new Set(manifest.contributes.commands.map(({ command }) => command));
  for (const { description, completionEvents } of steps) {
    const links = [
      ...(texts[description.slice(1, -1)] ?? '').matchAll(/^\[[^\]]+\]\(command:([\w.]+)(\?\S+)?\)$/gmu),
    ];
    assert.equal(links.length, 1, description);
    const [, command = '', query = '?[]'] = links[0] ?? [];
    assert.ok(Array.isArray(JSON.parse(decodeURIComponent(query.slice(1)))), description);
    assert.ok(clientText.includes(`'${command}'`), `${command} is registered nowhere`);
    // The editor loads an extension for the commands of its manifest; for others it must be told.
    const wakes = offered.has(command) || manifest.activationEvents.includes(`onCommand:${command}`);
    assert.ok(wakes, `${command} wakes nobody`);
    const context = /^onContext:([\w.]+)$/u.exec(completionEvents[0] ?? '')?.[1];
    assert.equal(completionEvents.length, 1);
    if (context === undefined) assert.deepEqual(completionEvents, [`onCommand:${command}`]);
    else assert.ok(clientText.includes(`'${context}'`), `${context} is set nowhere`);
  }
});

test('pictures of the walkthrough have no colours but those of the theme, and load nothing', () => {
  for (const { media, id } of steps) {
    const svg = readFileSync(join(root, media.svg), 'utf8');
    const colours = [...svg.matchAll(/\b(?:fill|stroke)="([^"]*)"/gu)].map(([, colour]) => colour ?? '');
    assert.ok(colours.length > 5, id);
    for (const colour of colours) assert.match(colour, /^(?:none|var\(--vscode-[\w-]+(?:, .+)?\))$/u, id);
    assert.doesNotMatch(svg, /#[\da-f]{3,8}\b|href|url\(|<style|<script|style=/iu, id);
    // A picture that says nothing to a screen reader would be a hole in the page.
    assert.ok((texts[media.altText.slice(1, -1)] ?? '').length > 20, id);
  }
});
