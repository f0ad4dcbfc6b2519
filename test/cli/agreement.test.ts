/** The command line and the language server say the same of a folder with a configuration, exceptions and a baseline. */
import assert from 'node:assert/strict';
import { appendFileSync, cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { Diagnostic } from 'vscode-languageserver-protocol';
import { corpusFolder } from '../corpus/files.ts';
import { root } from '../harness/root.ts';
import { bundleServer, Editor } from '../lsp/editor.ts';
import { parseJson, type Sandbox, whileInSandbox } from './sandbox.ts';

const server = await bundleServer('server/src/main/server.ts');

/** How the protocol numbers severities, and the words of the command line. */
const SEVERITIES = ['', 'error', 'warning', 'info', 'hint'];
/** What the server adds to the message of what the baseline has, where JSON says `known`. */
const KNOWN = ' It is in the baseline.';

/** All files below a folder, with slashes. */
function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .map((path) => path.split(sep).join('/'))
    .sort();
}

/** What the command line says, one text for each finding and problem. */
function checked(sandbox: Sandbox, ...args: readonly string[]): readonly string[] {
  const { files, problems } = parseJson(sandbox.run(['check', '--format=json', '--fail-on=never', ...args]));
  const said = files.flatMap(({ path, findings }) =>
    findings.map(({ ruleId, severity, message, range, ...rest }) =>
      JSON.stringify([path, ruleId, severity, message, 'known' in rest, range]),
    ),
  );
  const wrong = problems.map(({ path, severity, message, range }) =>
    JSON.stringify([path, 'syntax', severity, message, false, range]),
  );
  return [...said, ...wrong].sort();
}

/** What an editor shows of the same files once all of them were looked at. */
async function shown(folder: string): Promise<readonly string[]> {
  const paths = filesIn(folder);
  const uriOf = (path: string): string => pathToFileURL(join(folder, path)).href;
  const editor = await Editor.start(server, { folders: [pathToFileURL(folder).href] });
  try {
    for (const path of paths) await editor.items(uriOf(path));
    const said: string[] = [];
    for (const path of paths) {
      for (const item of await editor.items(uriOf(path))) said.push(nameOf(path, item));
    }
    assert.equal(await editor.stop(), 0);
    return said.sort();
  } finally {
    editor.process.kill('SIGKILL');
  }
}

function nameOf(path: string, { code, severity, message, range }: Diagnostic): string {
  const text = String(message);
  const isKnown = text.endsWith(KNOWN);
  const bare = isKnown ? text.slice(0, -KNOWN.length) : text;
  return JSON.stringify([path, code, SEVERITIES[severity ?? 0], bare, isKnown, range]);
}

async function agree(sandbox: Sandbox): Promise<readonly string[]> {
  const said = checked(sandbox);
  assert.deepEqual(await shown(sandbox.folder), said);
  assert.deepEqual(checked(sandbox, '-j', '3'), said, 'threads');
  return said;
}

/** Above all that is copied here: configurations of this machine do not count. */
const CONFIGURATION = `root: true
profile: recommended
rules:
  no-sudo: error
  prefer-*: off
  no-untagged-image: info
overrides:
  - paths: ["*.override.y*ml", dev/]
    profile: development
  - paths: [proxy/]
    rules: { no-root-user: error }
trusted-registries: [docker.io/library, ghcr.io]
credential-names: ["*_PASSCODE"]
sensitive-paths: [/srv/vault]
exclude: [vendor/, "*.old.yaml"]
exceptions: { reason: optional }
except:
  - rules: [no-privileged, no-open-port]
    paths: [/compose.yaml]
    reason: the proxy of the demonstration answers for all of them
`;

/** A comment that covers a file, in either notation. */
const IGNORE =
  '# bulkhead: ignore-file require-hardening, no-root-user -- somebody else answers for these files\n';

test('on the sample', async () => {
  await whileInSandbox({}, async (sandbox) => {
    cpSync(join(root, 'sample'), sandbox.folder, { recursive: true });
    sandbox.write('.bulkhead.yaml', 'root: true\n');
    const before = await agree(sandbox);
    sandbox.write('.bulkhead.yaml', CONFIGURATION);
    sandbox.write('web/.bulkhead.json', '{ "rules": { "no-root-user": "hint" } /* for now */ }\n');
    sandbox.write('vendor/compose.yaml', sandbox.read('compose.yaml'));
    const configured = await agree(sandbox);
    assert.notDeepEqual(configured, before);
    sandbox.run(['baseline']);
    const known = await agree(sandbox);
    assert.notDeepEqual(known, configured);
    assert.ok(known.some((each) => each.includes(',true,')));
    sandbox.write('compose.yaml', `${IGNORE}# bulkhead ignore no-sudo\n${sandbox.read('compose.yaml')}`);
    const excepted = await agree(sandbox);
    assert.ok(excepted.some((each) => each.includes('no-malformed-exception')));
  });
});

test('on a configuration and a baseline that are wrong both show the same problems', async () => {
  const files = {
    '.bulkhead.yaml': 'root: true\nprofil: strict\n',
    'compose.yaml': 'services: { web: { image: "nginx:1.29", privileged: true } }\n',
  };
  await whileInSandbox(files, async (sandbox) => {
    const problems = checked(sandbox);
    assert.equal(problems.length, 1);
    // The editor goes on with what is right; the command line does not.
    const inEditor = await shown(sandbox.folder);
    assert.deepEqual(
      inEditor.filter((each) => each.startsWith('[".bulkhead.yaml"')),
      problems,
    );
    sandbox.write('.bulkhead.yaml', 'root: true\n');
    sandbox.write('.bulkhead-baseline.json', '<<<<<<< ours\n');
    const marks = checked(sandbox);
    assert.equal(marks.length, 1);
    assert.ok((await shown(sandbox.folder)).includes(marks[0] ?? ''));
  });
});

const corpus = corpusFolder;
if (corpus === undefined) {
  test('the corpus is not on this machine (BULKHEAD_CORPUS is not set)', () => {
    assert.equal(corpus, undefined);
  });
} else {
  test('on the corpus', async () => {
    await whileInSandbox({}, async (sandbox) => {
      for (const kind of ['compose', 'dockerfiles']) {
        cpSync(join(corpus, kind), join(sandbox.folder, kind), { recursive: true });
      }
      sandbox.write('.bulkhead.yaml', CONFIGURATION);
      sandbox.write('compose/laradock/.bulkhead.yaml', 'profile: strict\nrules: { no-open-port: hint }\n');
      exceptInEveryThird(sandbox.folder);
      sandbox.run(['baseline', 'compose']);
      changeEveryFifth(sandbox.folder);
      const said = await agree(sandbox);
      assert.ok(said.some((each) => each.includes(',true,')));
      assert.ok(said.some((each) => each.includes('no-unused-exception')));
    });
  });
}

function containerFiles(folder: string): readonly string[] {
  return filesIn(folder)
    .filter((path) => !path.startsWith('.') && (path.startsWith('dockerfiles/') || /\.ya?ml$/u.test(path)))
    .map((path) => join(folder, path));
}

/** Bytes, so that what is no valid text stays so. */
function exceptInEveryThird(folder: string): void {
  for (const [index, file] of containerFiles(folder).entries()) {
    if (index % 3 === 0) writeFileSync(file, Buffer.concat([Buffer.from(IGNORE), readFileSync(file)]));
  }
}

/** Some become worse, some only longer, and some can be read no more. */
function changeEveryFifth(folder: string): void {
  for (const [index, file] of containerFiles(folder).entries()) {
    if (index % 5 === 0) appendFileSync(file, `\n# the end\n  privileged: true\nRUN sudo true\n`);
  }
}
