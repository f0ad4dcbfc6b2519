/** `bulkhead image` as a new user runs it. */
import assert from 'node:assert/strict';
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type Ended, inSandbox } from './sandbox.ts';

const FILES = {
  Dockerfile: `ARG BASE=example.com/base:1
FROM \${BASE} AS build
ENV MODE=build
USER builder
FROM build AS run
ARG WHO=app
ENV MODE=run
USER \${WHO}
EXPOSE 8080
ENTRYPOINT ["/bin/start"]
`,
};

function config(ended: Ended): Readonly<Record<string, unknown>> {
  const { image } = JSON.parse(ended.out) as { readonly image: Readonly<Record<string, unknown>> };
  return image;
}

test('the image of a Dockerfile, for people and for programs', () => {
  inSandbox(FILES, ({ run }) => {
    const ended = run(['image']);
    assert.equal(ended.err, '');
    assert.equal(ended.code, 0);
    assert.match(ended.out, /app/);
    assert.match(ended.out, /8080\/tcp/);
    assert.equal(run(['image', 'Dockerfile']).out, ended.out);
    const json = run(['image', '--format', 'json']);
    assert.equal(config(json)['User'], 'app');
    const { file, ok, stages } = JSON.parse(json.out) as Readonly<Record<string, unknown>>;
    assert.equal(file, 'Dockerfile');
    assert.equal(ok, true);
    assert.equal(Array.isArray(stages) && stages.length, 2);
  });
});

test('a target and build arguments', () => {
  inSandbox(FILES, ({ run }) => {
    const json = (...args: string[]) => config(run(['image', '--format=json', ...args]));
    assert.equal(json('--target', 'build')['User'], 'builder');
    assert.equal(json('--build-arg', 'WHO=root')['User'], 'root');
    assert.equal(json('--build-arg=WHO=a', '--build-arg=WHO=b')['User'], 'b');
  });
});

test('a build argument without a value takes that of the environment', () => {
  inSandbox(FILES, ({ run }) => {
    const ended = run(['image', '--format=json', '--build-arg', 'WHO'], { env: { WHO: 'shell' } });
    assert.equal(config(ended)['User'], 'shell');
  });
});

test('what BuildKit would refuse ends with 1 and the reason', () => {
  inSandbox({ Dockerfile: 'FROM ${GONE}\n', 'Other.Dockerfile': 'USER app\n' }, ({ run }) => {
    for (const args of [['image'], ['image', 'Other.Dockerfile'], ['image', '--target', 'gone']]) {
      const ended = run(args);
      assert.equal(ended.code, 1, args.join(' '));
      assert.match(ended.err, /^bulkhead: BuildKit would refuse this: \S[^\n]*\n$/);
    }
  });
});

test('wrong use says what to do', () => {
  inSandbox(FILES, ({ run, folder, write }) => {
    mkdirSync(join(folder, 'folder'));
    write('closed', FILES.Dockerfile);
    chmodSync(join(folder, 'closed'), 0);
    const user = process.getuid?.() === 0 ? { uid: 65534 } : {};
    const messages: readonly (readonly [args: readonly string[], message: string])[] = [
      [['gone'], 'gone: no such file or folder'],
      [['folder'], 'folder: is a folder'],
      [['closed'], 'closed: permission denied'],
      [['Dockerfile', 'closed'], 'one Dockerfile at a time'],
      [['--build-arg', '=x'], "option '--build-arg' takes NAME=VALUE, not '=x'"],
      [['--format', 'yaml'], "option '--format' takes text or json, not 'yaml'"],
    ];
    for (const [args, message] of messages) {
      const ended = run(['image', ...args], user);
      assert.equal(ended.code, 2, message);
      assert.equal(ended.err, `bulkhead: ${message}\n`);
    }
    assert.match(run(['image', '--help']).out, /Usage: bulkhead image/);
  });
});
