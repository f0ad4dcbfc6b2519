/** Which files `check` looks at. */
import assert from 'node:assert/strict';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { checkedPaths, inSandbox, PRIVILEGED, QUIET } from './sandbox.ts';

test('folders are searched, in the order of the paths, and only for what we know', () => {
  const files = {
    Dockerfile: QUIET,
    'Dockerfile.dev': QUIET,
    'api/prod.Dockerfile': QUIET,
    'api/Containerfile': QUIET,
    'api/main.py': '',
    '.devcontainer/Dockerfile': QUIET,
    'compose.override.yml': PRIVILEGED,
    'stacks/prod.yml': PRIVILEGED,
    'stacks/values.yaml': 'replicas: 2\n',
    'README.md': 'FROM here\n',
  };
  inSandbox(files, (sandbox) => {
    assert.deepEqual(checkedPaths(sandbox), [
      '.devcontainer/Dockerfile',
      'Dockerfile',
      'Dockerfile.dev',
      'api/Containerfile',
      'api/prod.Dockerfile',
      'compose.override.yml',
      'stacks/prod.yml',
    ]);
    assert.deepEqual(checkedPaths(sandbox, 'stacks/', './api'), [
      'stacks/prod.yml',
      './api/Containerfile',
      './api/prod.Dockerfile',
    ]);
  });
});

test('.gitignore is honoured at every depth, node_modules and .git are left out', () => {
  const files = {
    '.git/Dockerfile': QUIET,
    '.gitignore': 'build/\n*.tmp.yml\n/root.Dockerfile\n!keep/build/\n',
    'build/Dockerfile': QUIET,
    'deep/build/Dockerfile': QUIET,
    'keep/build/Dockerfile': QUIET,
    'root.Dockerfile': QUIET,
    'deep/root.Dockerfile': QUIET,
    'compose.tmp.yml': PRIVILEGED,
    'deep/.gitignore': 'local/\n!compose.tmp.yml\n',
    'deep/compose.tmp.yml': PRIVILEGED,
    'deep/local/Dockerfile': QUIET,
    'other/local/Dockerfile': QUIET,
    'node_modules/x/Dockerfile': QUIET,
  };
  inSandbox(files, (sandbox) => {
    assert.deepEqual(checkedPaths(sandbox), [
      'deep/compose.tmp.yml',
      'deep/root.Dockerfile',
      'keep/build/Dockerfile',
      'other/local/Dockerfile',
    ]);
    // The rules of the folders above count in a folder named on the line,
    assert.deepEqual(checkedPaths(sandbox, 'deep'), ['deep/compose.tmp.yml', 'deep/root.Dockerfile']);
    // but a folder or a file that is named itself is looked at.
    assert.deepEqual(checkedPaths(sandbox, 'build', 'root.Dockerfile', 'node_modules/x'), [
      'build/Dockerfile',
      'root.Dockerfile',
      'node_modules/x/Dockerfile',
    ]);
  });
});

test('no file is checked twice', () => {
  inSandbox({ 'a/Dockerfile': QUIET }, (sandbox) => {
    assert.deepEqual(checkedPaths(sandbox, 'a/Dockerfile', 'a', '.'), ['a/Dockerfile']);
  });
});

test('links to files are followed, links to folders lead nowhere, so circles end', () => {
  inSandbox({ 'a/Dockerfile': QUIET }, (sandbox) => {
    symlinkSync('..', join(sandbox.folder, 'a/up'));
    symlinkSync('.', join(sandbox.folder, 'a/here'));
    symlinkSync('a/Dockerfile', join(sandbox.folder, 'Dockerfile'));
    assert.deepEqual(checkedPaths(sandbox), ['Dockerfile', 'a/Dockerfile']);
    assert.deepEqual(checkedPaths(sandbox, 'a/here'), ['a/here/Dockerfile']);
  });
});

test('a file named on the line is a Dockerfile when it begins like one', () => {
  const files = {
    'build.txt': '# The build.\n\nARG V=1\nFROM nginx\n',
    'notes.txt': 'FROM nowhere to here\n',
  };
  inSandbox(files, (sandbox) => {
    assert.deepEqual(checkedPaths(sandbox, 'build.txt'), ['build.txt']);
    assert.deepEqual(checkedPaths(sandbox), []);
  });
});

test('a named file that is nothing of ours is said to be so, and no failure', () => {
  inSandbox({ 'notes.md': '# Notes\n', Dockerfile: QUIET }, ({ run }) => {
    const { code, err } = run(['check', 'notes.md', 'Dockerfile']);
    assert.equal(code, 0);
    assert.equal(err, 'bulkhead: notes.md: is neither a Dockerfile nor a Compose file and was not checked\n');
  });
});

test('a folder without anything to check says so', () => {
  inSandbox({ 'src/main.c': '' }, ({ run }) => {
    assert.deepEqual(run(['check', 'src']), {
      code: 0,
      out: '',
      err: 'bulkhead: no Dockerfile or Compose file in src\n',
    });
  });
});

test('the same bytes come out whatever the number of threads', () => {
  const files = Object.fromEntries(
    Array.from({ length: 90 }, (_, i) => [
      i % 2 === 0 ? `d${i}/Dockerfile` : `d${i}/compose.yaml`,
      i % 2 === 0 ? `FROM alpine\nADD file-${i} /\n` : PRIVILEGED.replace('web', `web${i}`),
    ]),
  );
  inSandbox(files, ({ run }) => {
    for (const format of ['text', 'json']) {
      const one = run(['check', `--format=${format}`, '--jobs=1']);
      assert.equal(one.code, 1);
      assert.match(one.out, /file-88|d89/);
      for (const jobs of [2, 3]) {
        assert.deepEqual(run(['check', `--format=${format}`, `--jobs=${jobs}`]), one);
      }
    }
  });
});
