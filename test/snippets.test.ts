/** Every snippet, expanded with its own placeholders and with each of its choices, is read without a problem and without a finding. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parse, type ParseError } from 'jsonc-parser';
import { parse as parseYaml } from 'yaml';
import { judge } from './harness/judge.ts';
import { root } from './harness/root.ts';
import { expansions, tabStops } from './harness/snippet.ts';

interface Snippet {
  readonly prefix: readonly string[];
  readonly description: string;
  readonly body: readonly string[];
}

const folder = join(root, 'snippets');
const files = readdirSync(folder).map((file) => ({
  file,
  language: file.replace('.json', ''),
  snippets: JSON.parse(readFileSync(join(folder, file), 'utf8')) as Record<string, Snippet>,
}));

/** How each language's texts are judged. */
const JUDGES: Readonly<Record<string, (text: string) => Promise<void>>> = {
  dockerfile: (text) => isClean('Dockerfile', 'dockerfile', text),
  compose: (text) => isClean('compose.yaml', 'compose', wholeFile(text)),
  daemon: async (text) => isDaemonConfiguration(text),
};

for (const { file, language, snippets } of files) {
  for (const [name, { body, prefix, description }] of Object.entries(snippets)) {
    test(`${file}: ${name}`, async () => {
      const judgeText = JUDGES[language];
      assert.ok(judgeText, `no way to judge a snippet for ${language}`);
      assert.ok(prefix.length > 0 && prefix[0]?.startsWith('bulkhead-') && description !== '');
      for (const text of expansions(body.join('\n'))) await judgeText(text);
    });
  }
}

test('no two snippets share a prefix', () => {
  const prefixes = files.flatMap(({ snippets }) => Object.values(snippets).flatMap(({ prefix }) => prefix));
  assert.deepEqual(prefixes, [...new Set(prefixes)]);
});

test('every file of snippets is in the manifest', () => {
  const manifest: { contributes: { snippets: { path: string }[] } } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  );
  const named = new Set(manifest.contributes.snippets.map(({ path }) => path));
  assert.deepEqual([...named].sort(), files.map(({ file }) => `./snippets/${file}`).sort());
});

test('every snippet can be tabbed through, and ends with the cursor behind it', () => {
  for (const { body } of files.flatMap(({ snippets }) => Object.values(snippets))) {
    const stops = tabStops(body.join('\n'));
    const numbers = [...new Set(stops.map(({ number }) => number))].sort((a, b) => a - b);
    assert.deepEqual(
      numbers,
      numbers.map((_, index) => index),
    );
    assert.equal(stops.at(-1)?.number, 0);
    assert.equal(body.at(-1), '$0');
    for (const number of numbers.slice(1)) {
      const own = stops.filter((stop) => stop.number === number);
      assert.ok(own[0] && own[0].values.length > 0, `${number} has no value where it comes first`);
      assert.ok(
        own.slice(1).every(({ values }) => values.length === 0),
        `${number} has two values`,
      );
    }
  }
});

test('the expander knows what an editor knows', () => {
  assert.deepEqual(expansions('a ${1:b} ${1} $1 \\$PATH ${2|c\\,d,e|}$0'), [
    'a b b b $PATH c,d',
    'a b b b $PATH e',
  ]);
  // A variable of the editor, which no snippet of ours wants.
  assert.throws(() => expansions('$PATH'));
});

async function isClean(name: string, surface: string, text: string): Promise<void> {
  const uri = `file:///snippet/${name}`;
  for (const strict of [false, true]) {
    const { findings, problems } = await judge(new Map([[uri, text]]), [{ uri, surface }], strict);
    assert.deepEqual(problems, [], text);
    // The proxy that filters is the one that may hold the socket; only whoever asks for doubts hears of it.
    const heard = findings.filter(
      ({ ruleId, message }) => !(strict && ruleId === 'no-engine-socket' && message.includes('socket-proxy')),
    );
    assert.deepEqual(
      heard.map(({ ruleId, message }) => `${ruleId}: ${message}`),
      [],
      text,
    );
  }
}

/** A service stands below `services`, a key in a service; which of them a text is, its first key tells. */
function wholeFile(text: string): string {
  const [first = ''] = Object.keys(parseYaml(text));
  if (first === 'services') return text;
  const service = `services:\n${text.replace(/^(?=.)/gmu, '  ')}`;
  if (first !== 'healthcheck' && first !== 'mem_limit') return service;
  // The rest of the service is hardened, so that only the piece can be at fault.
  const keys = text.replace(/^(?=.)/gmu, '    ');
  return `services:\n  web:\n    image: registry.example.com/web:1.0.0\n${hardening(first)}${keys}`;
}

function hardening(piece: string): string {
  const rest = ['read_only: true', 'cap_drop: [ALL]', 'security_opt: ["no-new-privileges:true"]'];
  const limits = piece === 'mem_limit' ? [] : ['mem_limit: 256m', 'pids_limit: 100'];
  return [...rest, ...limits].map((line) => `    ${line}\n`).join('');
}

/** Keys of `daemon.json` with the types of their values, from the structs into which Docker Engine 29 reads it (`daemon/config`). */
const DAEMON_KEYS: Readonly<Record<string, (value: unknown) => boolean>> = {
  'default-network-opts': (value) => isTable(value) && Object.values(value).every(isTableOfTexts),
  'default-ulimits': (value) => isTable(value) && Object.entries(value).every(isLimit),
  icc: isBoolean,
  ip: isText,
  'live-restore': isBoolean,
  'log-driver': isText,
  'log-opts': isTableOfTexts,
  'no-new-privileges': isBoolean,
  'userland-proxy': isBoolean,
  'userns-remap': isText,
};

/** The engine takes neither comments nor a key that it does not know, and a text only where it wants one. */
function isDaemonConfiguration(text: string): void {
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { disallowComments: true, allowTrailingComma: false });
  assert.deepEqual(errors, [], text);
  assert.ok(isTable(value));
  for (const [key, setting] of Object.entries(value))
    assert.ok(DAEMON_KEYS[key]?.(setting), `${key} in ${text}`);
}

function isBoolean(value: unknown): boolean {
  return typeof value === 'boolean';
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

function isTable(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTableOfTexts(value: unknown): boolean {
  return isTable(value) && Object.values(value).every(isText);
}

/** The engine wants the name a second time inside. */
function isLimit([name, value]: readonly [string, unknown]): boolean {
  return (
    isTable(value) &&
    Object.keys(value).sort().join() === 'Hard,Name,Soft' &&
    value['Name'] === name &&
    Number(value['Soft']) <= Number(value['Hard'])
  );
}
