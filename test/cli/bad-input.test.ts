/** Bad input gets a clear message, the rest is still checked, and nothing ends in a stack trace. */
import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { execFileSync, spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { root } from '../harness/root.ts';
import { type Ended, inSandbox, parseJson, PRIVILEGED, QUIET } from './sandbox.ts';

function assertCalm({ out, err }: Ended): void {
  assert.doesNotMatch(out + err, /^ +at |node:internal|bug in Bulkhead/m);
}

test('paths that cannot be read are named, the rest is checked', () => {
  inSandbox({ 'a/Dockerfile': QUIET, 'compose.yaml': PRIVILEGED }, (sandbox) => {
    symlinkSync('nowhere', join(sandbox.folder, 'a/Containerfile'));
    symlinkSync('loop.Dockerfile', join(sandbox.folder, 'a/loop.Dockerfile'));
    const ended = sandbox.run(['check', 'missing', 'a', 'compose.yaml/x', 'compose.yaml']);
    assertCalm(ended);
    assert.equal(ended.code, 2);
    assert.deepEqual(ended.err.trimEnd().split('\n').sort(), [
      'bulkhead: a/Containerfile: a link to a file that does not exist',
      'bulkhead: a/loop.Dockerfile: a link that leads back to itself',
      'bulkhead: compose.yaml/x: no such file or folder',
      'bulkhead: missing: no such file or folder',
    ]);
    assert.match(ended.out, /no-privileged/);
    const { problems } = parseJson(sandbox.run(['check', '--format=json', 'missing']));
    assert.deepEqual(problems, [
      { path: 'missing', severity: 'error', message: 'could not be checked: no such file or folder' },
    ]);
  });
});

test('pipes, devices and files of the system from which reading may not come back are not read', () => {
  if (process.platform !== 'linux') return;
  inSandbox(
    {
      'pipe/keep': '',
      'compose.yaml': 'services: {web: {image: "a:1", env_file: [/proc/kmsg, pipe/Dockerfile]}}\n',
    },
    (sandbox) => {
      execFileSync('mkfifo', [join(sandbox.folder, 'pipe/Dockerfile')]);
      symlinkSync('/dev/zero', join(sandbox.folder, 'Containerfile'));
      symlinkSync('/proc/kmsg', join(sandbox.folder, 'Dockerfile'));
      symlinkSync('pipe', join(sandbox.folder, 'Dockerfile.folder'));
      const ended = sandbox.run(['check', '.', '/dev/zero']);
      assertCalm(ended);
      assert.equal(ended.code, 2);
      assert.deepEqual(ended.err.trimEnd().split('\n').sort(), [
        'bulkhead: /dev/zero: is not a regular file',
        'bulkhead: Containerfile: is not a regular file',
        'bulkhead: pipe/Dockerfile: is not a regular file',
      ]);
    },
  );
});

test('a folder named Dockerfile is searched like any other', () => {
  inSandbox({ 'Dockerfile/compose.yaml': PRIVILEGED }, ({ run }) => {
    for (const args of [['check'], ['check', 'Dockerfile']]) {
      const ended = run(args);
      assertCalm(ended);
      assert.equal(ended.code, 1);
      assert.match(ended.out, /Dockerfile\/compose\.yaml:4:5/);
    }
  });
});

test('a file without permission is named', () => {
  inSandbox({ Dockerfile: QUIET, 'compose.yaml': PRIVILEGED }, ({ run, folder }) => {
    chmodSync(join(folder, 'Dockerfile'), 0);
    mkdirSync(join(folder, 'closed'), { mode: 0o000 });
    // Root may read everything, so root's tests run as somebody else.
    const isRoot = process.getuid?.() === 0;
    const ended = run(['check'], isRoot ? { uid: 65534 } : {});
    chmodSync(join(folder, 'closed'), 0o755);
    assertCalm(ended);
    assert.equal(ended.code, 2);
    assert.match(ended.err, /^bulkhead: Dockerfile: permission denied$/m);
    assert.match(ended.err, /^bulkhead: closed: permission denied$/m);
    assert.match(ended.out, /no-privileged/);
  });
});

test('a folder that may not be written keeps its files', () => {
  inSandbox({ 'app/Dockerfile': 'FROM alpine:3.20\nADD a.conf /a\nUSER 1\n' }, ({ run, read, folder }) => {
    chmodSync(join(folder, 'app'), 0o555);
    const isRoot = process.getuid?.() === 0;
    const ended = run(['check', '--fix'], isRoot ? { uid: 65534 } : {});
    chmodSync(join(folder, 'app'), 0o755);
    assertCalm(ended);
    assert.equal(ended.code, 2);
    assert.match(ended.err, /^bulkhead: app\/Dockerfile: could not be written: permission denied$/m);
    assert.match(read('app/Dockerfile'), /^ADD a.conf/m);
  });
});

test('NUL bytes, 5 MB and an empty file', () => {
  const files = {
    'nul/Dockerfile': 'FROM alpine\nRUN echo \0\n',
    'big/Dockerfile': `FROM alpine:3.20\n${'RUN echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n'.repeat(90_000)}`,
    'empty/Dockerfile': '',
    'empty/compose.yaml': '',
  };
  inSandbox(files, ({ run }) => {
    const ended = run(['check', '--fail-on=never']);
    assertCalm(ended);
    assert.equal(ended.code, 2);
    assert.match(ended.err, /^bulkhead: nul\/Dockerfile: is not a text file: it has NUL bytes$/m);
    assert.match(ended.err, /^bulkhead: big\/Dockerfile: The text is longer than 2,000,000 characters/m);
    assert.doesNotMatch(ended.err, /empty/);
    const { problems } = parseJson(run(['check', '--format=json']));
    assert.deepEqual(
      problems.map(({ path }) => path).filter((path) => !path.startsWith('empty')),
      ['big/Dockerfile', 'nul/Dockerfile'],
    );
  });
});

test('texts that are broken in many ways are read as far as they go', () => {
  const files = {
    '1.Dockerfile': 'FROM',
    '2.Dockerfile': 'FROM alpine:3.20\nRUN <<EOF\necho\n',
    '3.Dockerfile': 'FROM alpine:3.20\nRUN echo "never closed\n',
    '4.Dockerfile': '# only\n# comments\n',
    '5.Dockerfile': 'FROM alpine:3.20\rADD a /a\r',
    'compose.1.yaml': 'services:\n\tweb:\n\t\timage: a\n',
    'compose.2.yaml': 'services:\n  web: {image: a, image: b\n',
    'compose.3.yaml': 'a: &a [*a, *a]\nservices: {web: {image: *a}}\n',
    'compose.4.yaml': `a0: &a0 [x,x,x,x,x,x,x,x,x]\n${Array.from({ length: 12 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`).join(',')}]\n`).join('')}services: {web: {image: a, ports: *a12}}\n`,
  };
  inSandbox(files, ({ run }) => {
    for (const args of [['check'], ['check', '--format=json'], ['check', '--diff', '--unsafe']]) {
      const ended = run(args);
      assertCalm(ended);
      assert.ok(ended.code !== null);
    }
  });
});

/** Runs a line of the shell in which `$BULKHEAD` is the program. */
function shell(line: string, cwd: string): Ended {
  const BULKHEAD = `"${process.execPath}" "${join(root, 'dist/bulkhead.cjs')}"`;
  const { status, stdout, stderr } = spawnSync('sh', ['-c', line.replaceAll('$BULKHEAD', BULKHEAD)], {
    cwd,
    encoding: 'utf8',
  });
  return { code: status, out: stdout, err: stderr };
}

test('a reader that goes away ends nothing in an error', () => {
  const services = Array.from({ length: 3000 }, (_, i) => `  s${i}: {image: nginx:1.29, privileged: true}\n`);
  inSandbox({ 'compose.yaml': `services:\n${services.join('')}` }, ({ folder }) => {
    const { out, err } = shell('$BULKHEAD check | head -c 5', folder);
    assert.deepEqual({ length: out.length, err }, { length: 5, err: '' });
  });
});

test('output that cannot be written is said so', () => {
  // A device that refuses whatever is written to it, on Linux.
  if (!existsSync('/dev/full')) return;
  inSandbox({ Dockerfile: QUIET }, ({ folder }) => {
    assert.deepEqual(shell('$BULKHEAD check >/dev/full', folder), {
      code: 2,
      out: '',
      err: 'bulkhead: the output could not be written: no space left\n',
    });
  });
});
