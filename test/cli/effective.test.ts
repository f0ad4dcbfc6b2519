/** `bulkhead effective` as a new user runs it: what is found, what is printed, and what is said when it cannot be. */
import assert from 'node:assert/strict';
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type Ended, inSandbox, type Sandbox } from './sandbox.ts';

const PROJECT = {
  '.env': 'TAG=7\n',
  'compose.yaml': `x-common: &common
  restart: always
include: [parts/cart.yaml]
services:
  shop:
    <<: *common
    image: example.com/shop:\${TAG}
    volumes: ["./data:/data"]
`,
  'compose.override.yaml': 'services:\n  shop:\n    user: "1000"\n',
  'parts/cart.yaml': 'services:\n  cart:\n    image: example.com/cart:1\n    profiles: [dev]\n',
};

function assertFails({ code, out, err }: Ended, expected: number, message: string): void {
  assert.equal(code, expected, err);
  assert.equal(err, `bulkhead: ${message}\n`);
  assert.equal(out, '');
}

function model(ended: Ended): { readonly ok: boolean; readonly [name: string]: unknown } {
  return JSON.parse(ended.out) as { readonly ok: boolean };
}

test('a project is printed as it runs, with the places that lines come from', () => {
  inSandbox(PROJECT, ({ run }) => {
    const ended = run(['effective']);
    assert.equal(ended.err, '');
    assert.equal(ended.code, 0);
    assert.deepEqual(
      ended.out.split('\n').filter((line) => line.includes('#')),
      [
        '    image: example.com/shop:7 # TAG from .env',
        '    restart: always # from compose.yaml:2, anchor common',
        '    user: "1000" # from compose.override.yaml:3',
        '  cart: # from parts/cart.yaml:2, only with profile dev',
        '    image: example.com/cart:1 # from parts/cart.yaml:3',
        '    profiles: # from parts/cart.yaml:4',
        '      - dev # from parts/cart.yaml:4',
      ],
    );
  });
});

test('a folder, one above it, or files that are named', () => {
  inSandbox(PROJECT, (sandbox) => {
    const { run, folder } = sandbox;
    mkdirSync(join(folder, 'deep/deeper'), { recursive: true });
    assert.equal(run(['effective', 'deep/deeper']).out, run(['effective']).out);
    const named = run(['effective', '-f', 'parts/cart.yaml', '--file=compose.override.yaml']);
    assert.equal(named.code, 1);
    assert.match(named.err, /^bulkhead: Compose would refuse this: service "shop" has neither an image/);
    assert.match(named.out, /^services:\n {2}cart:/);
    assert.doesNotMatch(run(['effective', '-f', 'compose.yaml']).out, /user/);
  });
});

test('one service, or the names of those that there are', () => {
  inSandbox(PROJECT, ({ run }) => {
    assert.match(run(['effective', '--service', 'cart']).out, /^ {2}cart: #[\s\S]*\n {6}- dev[^\n]*\n$/);
    const { model: alone } = model(run(['effective', '--service', 'cart', '--format', 'json']));
    assert.deepEqual(Object.keys((alone as { readonly services: object }).services), ['cart']);
    for (const format of ['yaml', 'json']) {
      const none = run(['effective', '--service=no', `--format=${format}`]);
      assertFails(none, 2, "there is no service 'no'; there are shop, cart");
    }
  });
});

test('the plain model for programs', () => {
  inSandbox(PROJECT, ({ run }) => {
    const ended = run(['effective', '--format', 'json']);
    assert.equal(ended.code, 0);
    const { files, ok, inactive, model: project } = model(ended);
    assert.deepEqual(files, ['compose.yaml', 'compose.override.yaml', 'parts/cart.yaml', '.env']);
    assert.equal(ok, true);
    assert.deepEqual(inactive, ['cart']);
    const { services } = project as { readonly services: Record<string, unknown> };
    assert.deepEqual(services['shop'], {
      image: 'example.com/shop:7',
      user: '1000',
      restart: 'always',
      volumes: [{ type: 'bind', source: './data', target: '/data' }],
      networks: ['default'],
    });
  });
});

test('COMPOSE_FILE in .env, other variables, another folder', () => {
  inSandbox(PROJECT, (sandbox) => {
    sandbox.write('.env', 'COMPOSE_FILE=parts/cart.yaml\n');
    assert.match(sandbox.run(['effective']).out, /^services:\n {2}cart: # only with profile dev\n/);
    sandbox.write('other.env', 'TAG=other\n');
    const shop = ['effective', '-f', 'compose.yaml', '--service', 'shop'];
    assert.match(sandbox.run([...shop, '--env-file', 'other.env']).out, /shop:other # TAG from other\.env/);
    const there = ['--project-directory', 'elsewhere', '--format=json'];
    sandbox.write('elsewhere/parts/cart.yaml', PROJECT['parts/cart.yaml']);
    const { model: project } = model(sandbox.run([...shop, ...there]));
    assert.equal((project as { readonly name: string }).name, 'elsewhere');
  });
});

test('what Compose would refuse ends with 1, the reason and the place', () => {
  inSandbox(PROJECT, (sandbox) => {
    sandbox.write('compose.override.yaml', 'services:\n  shop:\n    user: 1000\n');
    const reason = 'validating ./compose.override.yaml: services.shop.user must be a string';
    const message = `Compose would refuse this: ${reason} (compose.override.yaml:3)`;
    assertFails(sandbox.run(['effective']), 1, message);
    assertFails(sandbox.run(['effective', '--service=shop']), 1, message);
    const ended = sandbox.run(['effective', '--format=json']);
    assert.equal(ended.code, 1);
    assert.equal(model(ended)['error'], reason);
  });
});

test('wrong use says what to do', () => {
  inSandbox(PROJECT, (sandbox) => {
    const { run } = sandbox;
    mkdirSync(join(sandbox.folder, 'folder.yaml'));
    assertFails(run(['effective', 'nowhere']), 2, 'nowhere: no such file or folder');
    const hint = 'compose.yaml is no folder; name a Compose file with --file';
    assertFails(run(['effective', 'compose.yaml']), 2, hint);
    assertFails(run(['effective', '-f', 'gone.yaml']), 2, 'gone.yaml: no such file or folder');
    assertFails(run(['effective', '-f', 'folder.yaml']), 2, 'folder.yaml: is a folder');
    assertFails(run(['effective', 'parts', 'deep']), 2, 'one folder at a time');
    assertFails(run(['effective', '--file']), 2, "option '--file' needs a value");
    assertFails(
      run(['effective', '--service', 'a', '--format=xml']),
      2,
      "option '--format' takes yaml or json, not 'xml'",
    );
    assert.match(
      run(['effective', '--servce=a']).err,
      /unknown option '--servce'; did you mean '--service'\?/,
    );
    assert.match(run(['effective', '--help']).out, /Usage: bulkhead effective/);
  });
});

test('files that cannot be read, or are none', () => {
  inSandbox(PROJECT, (sandbox) => {
    const { run, folder } = sandbox;
    mkdirSync(join(folder, 'parts/cart.yaml.d'));
    sandbox.write('nul.yaml', 'services:\0\n');
    assertFails(run(['effective', '-f', 'nul.yaml']), 2, 'nul.yaml: is not a text file: it has NUL bytes');
    sandbox.write('compose.yaml', 'include: [parts/cart.yaml.d]\n');
    assert.match(
      run(['effective']).err,
      /^bulkhead: Compose would refuse this: .*no such file.*compose\.yaml:1\)\n$/,
    );
    sandbox.write('compose.yaml', PROJECT['compose.yaml']);
    chmodSync(join(folder, 'compose.yaml'), 0);
    // Root may read everything, so root's tests run as somebody else.
    const ended = run(['effective', '-f', 'compose.yaml'], process.getuid?.() === 0 ? { uid: 65534 } : {});
    assertFails(ended, 2, 'compose.yaml: permission denied');
  });
});

test('without a project there is nothing to print', () => {
  inSandbox({ 'empty/readme.txt': '' }, ({ run }: Sandbox) => {
    assertFails(run(['effective', 'empty']), 2, "there is no Compose file in 'empty' or above it");
  });
});
