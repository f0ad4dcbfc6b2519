/** Projects of several files on the command line: nothing is said twice, and fixes go to the file that says it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inSandbox, parseJson } from './sandbox.ts';

const HARDENED =
  '    security_opt: [no-new-privileges:true]\n    cap_drop: [ALL]\n    mem_limit: 512m\n    pids_limit: 200\n';
const DIGEST = `@sha256:${'a'.repeat(64)}`;
const WEB = `services:\n  web:\n    image: nginx:1.27${DIGEST}\n    user: "1000"\n${HARDENED}`;
const INCLUDING = `include: [db/compose.yaml]\n${WEB}    read_only: true\n`;
const DB = `services:\n  db:\n    image: postgres:16${DIGEST}\n    user: "1000"\n${HARDENED}    read_only: true\n    network_mode: \${MODE}\n`;

test('a file and its override each show their part, once', () => {
  const override = 'services:\n  web:\n    privileged: true\n    read_only: true\n';
  inSandbox({ 'compose.yaml': WEB, 'compose.override.yaml': override }, ({ run }) => {
    const { files } = parseJson(run(['check', '--format=json']));
    const said = files.map(({ path, findings }) => [path, findings.map(({ ruleId }) => ruleId)]);
    assert.deepEqual(said, [
      ['compose.override.yaml', ['no-privileged']],
      ['compose.yaml', []],
    ]);
    const { out } = run(['check']);
    assert.equal(out.split('error[no-privileged]').length, 2, out);
    assert.match(out, /--> compose\.override\.yaml:3:5/u);
    assert.match(out, /1 error in 1 of 2 files\./u);
  });
});

test('what only including files find in an included one is said once, where it stands', () => {
  const files = {
    '.env': 'MODE=host\n',
    'compose.yaml': INCLUDING,
    'other.yaml': INCLUDING,
    'db/compose.yaml': DB,
  };
  inSandbox(files, ({ run }) => {
    for (const jobs of ['1', '2']) {
      const { out, code } = run(['check', '-j', jobs]);
      assert.equal(code, 1);
      assert.equal(out.split('[no-open-port]').length, 2, out);
      assert.match(out, /--> db\/compose\.yaml:10:5/u);
      assert.match(out, /in 1 of 3 files\./u);
      const json = parseJson(run(['check', '--format=json', '-j', jobs]));
      const found = json.files.flatMap(({ path, findings }) => findings.map(() => path));
      assert.deepEqual(found, ['db/compose.yaml']);
    }
    // Its own analysis does not know the variable, so it says nothing.
    assert.match(run(['check', 'db']).out, /nothing found/u);
    assert.match(run(['check', 'compose.yaml']).out, /in 1 of 2 files\./u);
  });
});

test('--fix changes another file of the project only where that is to be fixed, too', () => {
  const override = 'services:\n  web:\n    read_only: false # for now\n';
  inSandbox({ 'compose.yaml': WEB, 'compose.override.yaml': override }, ({ run, read }) => {
    const alone = run(['check', '--fix', '--unsafe', 'compose.yaml']);
    assert.match(
      alone.out,
      /not fixed here: It is to be mended in 'compose\.override\.yaml', which is not among the files to fix;/u,
    );
    assert.equal(read('compose.override.yaml'), override);
    assert.match(run(['check', '--diff', '--unsafe']).out, /^$/u);
    const both = run(['check', '--fix', '--unsafe']);
    assert.equal(read('compose.override.yaml'), override.replace('false', 'true'));
    assert.equal(read('compose.yaml'), WEB);
    assert.match(both.out, /Fixed 1 finding\./u);
    assert.match(run(['check']).out, /nothing found/u);
  });
});

test('--fix goes on until no file of a project shows what another one hid', () => {
  const list = '    cap_add:\n      - SYS_ADMIN\n      - CHOWN\n';
  const files = {
    'compose.yaml': `${WEB}    read_only: true\n${list}`,
    'compose.override.yaml': `services:\n  web:\n${list}    privileged: true\n`,
  };
  inSandbox(files, ({ run, read }) => {
    const { out, code } = run(['check', '--fix', '--unsafe']);
    assert.equal(code, 0, out);
    assert.match(out, /Fixed 3 findings\./u);
    for (const path of Object.keys(files)) assert.doesNotMatch(read(path), /SYS_ADMIN|privileged: true/u);
    assert.match(run(['check']).out, /nothing found/u);
  });
});

test('a Dockerfile inside a Compose file is mended there', () => {
  const text = `services:\n  web:\n    build:\n      dockerfile_inline: |\n        FROM alpine:3.20\n        ADD a.conf /$$HOME/\n        RUN sudo apk add curl\n`;
  inSandbox({ 'compose.yaml': text }, ({ run, read }) => {
    assert.match(run(['check']).out, /--> compose\.yaml:7:13/u);
    run(['check', '--fix']);
    assert.equal(read('compose.yaml'), text.replace('ADD', 'COPY').replace('sudo ', ''));
  });
});
