/** What holds of the code itself: which floor may import which, how files begin, what only some of them may say. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import ts from 'typescript';
import { ruleFolders } from './harness/rule-folders.ts';
import { root } from './harness/root.ts';
import { importsOf, lineOf, type SourceFile, sourceFiles, walk } from './harness/source-files.ts';

/** What a folder of `server/src`, or a file in it, may import. */
interface Floor {
  readonly may: readonly string[];
  /** Packages; `node:` stands for all that Node brings. */
  readonly packages?: readonly string[];
  /** Whether its subfolders may not see each other. */
  readonly apart?: boolean;
}

/** The floors from the ground up, by the first part of a path in `server/src`. A folder may always import from itself. */
const FLOORS: Readonly<Record<string, Floor>> = {
  base: { may: [] },
  model: { may: ['base'] },
  knowledge: { may: ['base', 'model'] },
  syntax: { may: ['base', 'model'], packages: ['yaml', 'unbash', 'jsonc-parser'] },
  rules: { may: ['base', 'model', 'knowledge'], apart: true },
  surfaces: { may: ['base', 'model', 'knowledge', 'syntax'], apart: true },
  // Reads what configures the product itself; there is one, so nobody hands it over.
  configuration: { may: ['base', 'model', 'syntax'] },
  engine: { may: ['base', 'model', 'knowledge'] },
  'service.ts': { may: ['base', 'model', 'engine', 'configuration'] },
  'protocol.ts': { may: [] },
  // Pages, no code.
  topics: { may: [] },
  report: { may: ['base', 'model', 'knowledge', 'service.ts'], packages: ['markdown-it'] },
  generated: { may: ['service.ts', 'rules', 'surfaces'] },
  host: { may: ['base'], packages: ['node:'] },
  lsp: {
    may: ['base', 'model', 'service.ts', 'report', 'protocol.ts'],
    packages: ['vscode-languageserver', 'vscode-languageserver-textdocument'],
  },
  cli: { may: ['base', 'model', 'service.ts', 'report'], packages: ['node:', 'ignore'] },
  main: {
    may: ['base', 'model', 'service.ts', 'report', 'protocol.ts', 'generated', 'host', 'lsp', 'cli'],
    packages: ['node:', 'vscode-languageserver'],
  },
};

/** Floors that may speak of the process or worker they run in. */
const OUTERMOST = ['main', 'host'];

const server = sourceFiles('server/src');
const client = sourceFiles('client/src');

test('every folder of the server is a row of the table, and every row is there', () => {
  const entries = readdirSync(join(root, 'server/src'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() || entry.name.endsWith('.ts'))
    .map((entry) => entry.name);
  assert.deepEqual(entries.sort(), Object.keys(FLOORS).sort());
});

test('imports point down only', () => {
  const forbidden = server.flatMap((file) =>
    importsOf(file)
      .filter(({ specifier, path }) => !mayImport(file.path, specifier, path))
      .map(({ specifier, line }) => `${file.path}:${line} imports ${specifier}`),
  );
  assert.deepEqual(forbidden, []);
});

test('the client takes from the server the types of the protocol, and nothing else', () => {
  const forbidden = client.flatMap((file) =>
    importsOf(file)
      .filter(({ path }) => path !== undefined && !path.startsWith('client/'))
      .filter(({ path, typeOnly }) => path !== 'server/src/protocol.ts' || !typeOnly)
      .map(({ specifier, line }) => `${file.path}:${line} imports ${specifier}`),
  );
  assert.deepEqual(forbidden, []);
});

test('every file opens with a line that says what it is for', () => {
  const files = [...server, ...client, ...sourceFiles('test')];
  assert.deepEqual(
    files.filter(({ text }) => !/^\/\*\* [^\n]+ \*\/\r?\n/u.test(text)).map(({ path }) => path),
    [],
  );
});

test('types are not talked away outside the parsers', () => {
  const files = [...server, ...client].filter(({ path }) => !path.startsWith('server/src/syntax/'));
  assert.deepEqual(files.flatMap(castsIn), []);
});

test('only the outermost floors speak of the process they run in', () => {
  const files = server.filter(({ path }) => !OUTERMOST.includes(floorOf(path)));
  assert.deepEqual(
    files.flatMap((file) => namesIn(file, new Set(['process', 'self', 'globalThis', 'window']))),
    [],
  );
});

test('adding a rule edits no source file: only the changelog names it', () => {
  const manifest = readFileSync(join(root, 'package.json'), 'utf8');
  const changelog = readFileSync(join(root, 'CHANGELOG.md'), 'utf8');
  const ids = ruleFolders();
  assert.notEqual(ids.length, 0);
  assert.deepEqual(
    ids.filter((id) => manifest.includes(id)),
    [],
    'package.json names rules',
  );
  assert.deepEqual(
    ids.filter((id) => !changelog.includes(`\`${id}\``)),
    [],
    'CHANGELOG.md does not name these rules',
  );
});

test('links in the documents of the project lead somewhere', () => {
  const documents = [
    'README.md',
    'CHANGELOG.md',
    'server/ARCHITECTURE.md',
    'server/src/rules/README.md',
    'server/src/surfaces/README.md',
  ];
  const broken = documents.filter((document) => existsSync(join(root, document))).flatMap(brokenLinks);
  assert.deepEqual(broken, []);
});

/** The first part of a path below `server/src`. */
function floorOf(path: string): string {
  return path.slice('server/src/'.length).split('/')[0] ?? '';
}

function mayImport(from: string, specifier: string, path: string | undefined): boolean {
  const floor = FLOORS[floorOf(from)];
  if (!floor) return false;
  if (path === undefined) {
    return (floor.packages ?? []).some((name) =>
      name.endsWith(':')
        ? specifier.startsWith(name)
        : specifier === name || specifier.startsWith(`${name}/`),
    );
  }
  if (!path.startsWith('server/src/')) return false;
  if (floorOf(path) !== floorOf(from)) return floor.may.includes(floorOf(path));
  return !floor.apart || path.split('/')[3] === from.split('/')[3];
}

/** Each `any`, `!` and `as` but `as const`. */
function castsIn(file: SourceFile): string[] {
  const casts: string[] = [];
  walk(file.tree, (node) => {
    const isCast =
      node.kind === ts.SyntaxKind.AnyKeyword ||
      ts.isNonNullExpression(node) ||
      ts.isTypeAssertionExpression(node) ||
      (ts.isAsExpression(node) && !ts.isConstTypeReference(node.type));
    if (isCast) casts.push(`${file.path}:${lineOf(file, node)} ${node.getText(file.tree).slice(0, 60)}`);
  });
  return casts;
}

/** Each use of a global name; a property or a member of that name is none. */
function namesIn(file: SourceFile, names: ReadonlySet<string>): string[] {
  const uses: string[] = [];
  walk(file.tree, (node) => {
    if (!ts.isIdentifier(node) || !names.has(node.text)) return;
    const { parent } = node;
    const isMember =
      (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
      ((ts.isPropertySignature(parent) || ts.isPropertyAssignment(parent)) && parent.name === node);
    if (!isMember) uses.push(`${file.path}:${lineOf(file, node)} ${node.text}`);
  });
  return uses;
}

function brokenLinks(document: string): string[] {
  const text = readFileSync(join(root, document), 'utf8');
  const targets = [...text.matchAll(/\]\(([^)\s]+)\)/gu)].map((match) => match[1] ?? '');
  return targets
    .filter((target) => !/^(?:[a-z]+:|#)/u.test(target))
    .filter((target) => !existsSync(join(root, document, '..', target.split('#')[0] ?? '')))
    .map((target) => `${document}: ${target}`);
}
