/** `bulkhead baseline` and what `check` makes of what it writes. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { inSandbox, parseJson, PRIVILEGED, QUIET, type Sandbox } from '../cli/sandbox.ts';

const NAME = '.bulkhead-baseline.json';
const SUDO = `${QUIET}RUN sudo make\n`;

/** The paths and rules in a baseline. */
function entriesIn(sandbox: Sandbox, name = NAME): string[] {
  const { findings } = JSON.parse(sandbox.read(name)) as {
    findings: readonly { readonly path: string; readonly rule: string }[];
  };
  return findings.map(({ path, rule }) => `${path}: ${rule}`);
}

test('what is written down fails no check, and what comes is what fails', () => {
  inSandbox({ 'compose.yaml': PRIVILEGED, 'app/Dockerfile': SUDO }, (sandbox) => {
    const { run, write } = sandbox;
    assert.equal(run(['check']).code, 1);
    const written = run(['baseline']);
    assert.deepEqual([written.code, written.err], [0, '']);
    assert.match(written.out, /^\.bulkhead-baseline\.json has \d+ findings: \d+ are new\.\n$/u);
    assert.ok(entriesIn(sandbox).includes('app/Dockerfile: no-sudo'));
    const known = run(['check']);
    assert.equal(known.code, 0, known.out);
    assert.match(known.out, /nothing new found/u);
    assert.equal(run(['check', '--no-baseline']).code, 1);
    write('new/Dockerfile', SUDO);
    const fresh = run(['check', '--format=json']);
    assert.equal(fresh.code, 1);
    const weights = parseJson(fresh).files.map(({ path, findings }) => [
      path,
      findings.some(({ severity }) => severity === 'warning' || severity === 'error'),
    ]);
    assert.deepEqual(weights, [
      ['app/Dockerfile', false],
      ['compose.yaml', false],
      ['new/Dockerfile', true],
    ]);
  });
});

test('with several threads the same baseline is written, byte by byte', () => {
  const files = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`p${i}/Dockerfile`, SUDO] as const));
  inSandbox(files, (sandbox) => {
    sandbox.run(['baseline', '--jobs', '3']);
    const text = sandbox.read(NAME);
    sandbox.run(['baseline', '--jobs', '1', '--baseline', 'other.json']);
    assert.equal(sandbox.read('other.json'), text);
    assert.equal(entriesIn(sandbox).length, 60);
    assert.equal(sandbox.run(['check', '--jobs', '3']).code, 0);
  });
});

describe('mended', () => {
  test('check says what is mended, --prune takes it out and adds nothing, --ratchet makes it fail', () => {
    inSandbox({ 'a/Dockerfile': SUDO, 'b/Dockerfile': SUDO }, (sandbox) => {
      const { run, write } = sandbox;
      run(['baseline']);
      assert.equal(run(['check', '--ratchet']).code, 0);
      write('a/Dockerfile', QUIET);
      write('c/Dockerfile', SUDO);
      assert.match(run(['check', '--fail-on=never']).out, /1 mended in \.bulkhead-baseline\.json/u);
      assert.equal(run(['check', 'a', 'b']).code, 0);
      assert.equal(run(['check', 'a', 'b', '--ratchet']).code, 1);
      assert.equal(run(['check', 'b', '--ratchet']).code, 0);
      const pruned = run(['baseline', '--prune']);
      assert.equal(pruned.out, '.bulkhead-baseline.json has 1 finding: 1 is gone.\n');
      assert.deepEqual(entriesIn(sandbox), ['b/Dockerfile: no-sudo']);
    });
  });
  test('a file that is not there any more is mended', () => {
    inSandbox({ 'a/Dockerfile': SUDO, 'b/Dockerfile': SUDO }, (sandbox) => {
      sandbox.run(['baseline']);
      sandbox.run(['baseline', 'a']);
      assert.equal(entriesIn(sandbox).length, 2);
      inSandbox({ [NAME]: sandbox.read(NAME), 'b/Dockerfile': SUDO }, (other) => {
        assert.match(other.run(['check']).out, /1 mended/u);
        other.run(['baseline', '--prune']);
        assert.deepEqual(entriesIn(other), ['b/Dockerfile: no-sudo']);
      });
    });
  });
  test('when all is mended an empty baseline stays', () => {
    inSandbox({ Dockerfile: SUDO }, ({ run, write, read }) => {
      run(['baseline']);
      write('Dockerfile', QUIET);
      assert.equal(run(['baseline']).out, '.bulkhead-baseline.json has 0 findings: 1 is gone.\n');
      assert.equal(read(NAME), '{"version": 1, "findings": []}\n');
    });
  });
});

describe('ratchet', () => {
  test('a baseline that would grow is not written; what would be added is listed', () => {
    inSandbox({ Dockerfile: SUDO }, ({ run, write, read }) => {
      run(['baseline']);
      const before = read(NAME);
      write('Dockerfile', `${SUDO}RUN sudo make\nRUN sudo test\n`);
      const { code, out, err } = run(['baseline', '--ratchet']);
      assert.equal(code, 1);
      assert.equal(out, '+ Dockerfile: no-sudo at last stage › RUN, 2 times\n');
      assert.match(err, /was not written: 2 findings would be added/u);
      assert.equal(read(NAME), before);
      write('Dockerfile', QUIET);
      assert.equal(run(['baseline', '--ratchet']).code, 0);
      assert.equal(read(NAME), '{"version": 1, "findings": []}\n');
    });
  });
  test('a dry run says all that would change, and changes nothing', () => {
    inSandbox({ 'a/Dockerfile': SUDO }, ({ run, write, read }) => {
      run(['baseline']);
      const before = read(NAME);
      write('a/Dockerfile', QUIET);
      write('b/Dockerfile', SUDO);
      assert.equal(
        run(['baseline', '--dry-run']).out,
        '- a/Dockerfile: no-sudo at last stage › RUN\n' +
          '+ b/Dockerfile: no-sudo at last stage › RUN\n' +
          '.bulkhead-baseline.json would have 1 finding: 1 is new, 1 is gone.\n',
      );
      assert.equal(read(NAME), before);
    });
  });
});

describe('where it lies', () => {
  test('the nearest one is renewed with all that is below its folder', () => {
    inSandbox({ 'a/Dockerfile': SUDO, 'b/Dockerfile': SUDO }, (sandbox) => {
      sandbox.run(['baseline', 'b']);
      assert.deepEqual(entriesIn(sandbox, join('b', NAME)), ['Dockerfile: no-sudo']);
      sandbox.run(['baseline', '.']);
      // Each file has the nearest one.
      assert.deepEqual(entriesIn(sandbox), ['a/Dockerfile: no-sudo']);
      assert.deepEqual(entriesIn(sandbox, join('b', NAME)), ['Dockerfile: no-sudo']);
      assert.equal(sandbox.run(['check']).code, 0);
    });
  });
  test('one that the configuration names is written there; one that it forbids is not', () => {
    const files = {
      '.bulkhead.yaml': 'baseline: config/known.json\n',
      'config/note.txt': '',
      'a/Dockerfile': SUDO,
    };
    inSandbox(files, (sandbox) => {
      const { run, write } = sandbox;
      assert.equal(run(['baseline']).code, 0);
      assert.deepEqual(entriesIn(sandbox, 'config/known.json'), ['../a/Dockerfile: no-sudo']);
      assert.equal(run(['check']).code, 0);
      write('.bulkhead.yaml', 'baseline: false\n');
      assert.equal(run(['check']).code, 1);
      assert.match(run(['baseline']).err, /no baseline here/u);
      assert.equal(existsSync(join(sandbox.folder, NAME)), false);
    });
  });
  test('nothing is written where nothing is found, and nothing is pruned where there is none', () => {
    inSandbox({ Dockerfile: QUIET }, ({ run, folder }) => {
      const { code, out } = run(['baseline']);
      assert.deepEqual([code, out], [0, 'Nothing was found that a baseline would know.\n']);
      assert.equal(existsSync(join(folder, NAME)), false);
      assert.equal(run(['baseline', '--prune']).code, 2);
    });
  });
  test('a link stays a link', () => {
    inSandbox({ Dockerfile: SUDO, 'real/known.json': '{"version": 1, "findings": []}\n' }, (sandbox) => {
      symlinkSync('real/known.json', join(sandbox.folder, NAME));
      sandbox.run(['baseline']);
      assert.equal(entriesIn(sandbox, 'real/known.json').length, 1);
      assert.ok(statSync(join(sandbox.folder, NAME)).isFile());
    });
  });
});

describe('trouble', () => {
  test('what the baseline has of files that cannot be checked stays, and the exit code says so', () => {
    inSandbox({ 'a/Dockerfile': SUDO, 'b/Dockerfile': SUDO }, (sandbox) => {
      const { run, write } = sandbox;
      run(['baseline']);
      write('a/Dockerfile', new Uint8Array([0, 1, 2]));
      write('b/Dockerfile', QUIET);
      const { code, err } = run(['baseline']);
      assert.equal(code, 2);
      assert.match(err, /a\/Dockerfile: is not a text file.*\n.*stays as it is/u);
      assert.deepEqual(entriesIn(sandbox), ['a/Dockerfile: no-sudo']);
    });
  });
  const wrong = '{"version": 1, "findings": [\n<<<<<<< ours\n=======\n>>>>>>> theirs\n]}\n';
  test('a wrong baseline stops a check before anything is judged, and is never written over', () => {
    inSandbox({ Dockerfile: SUDO, [NAME]: wrong }, ({ run, read }) => {
      const checked = run(['check']);
      assert.equal(checked.code, 2);
      assert.match(checked.out, /merge that was not finished/u);
      assert.doesNotMatch(checked.out, /no-sudo/u);
      const renewed = run(['baseline']);
      assert.equal(renewed.code, 2);
      assert.match(renewed.err, /line 2: This is a merge/u);
      assert.equal(read(NAME), wrong);
    });
  });
  test('an empty one stops a check, and is written like one that is not there', () => {
    for (const text of ['', '\n']) {
      inSandbox({ 'compose.yaml': PRIVILEGED, '.bulkhead-baseline.json': text }, ({ run }) => {
        assert.match(run(['check']).out, /This baseline is empty; 'bulkhead baseline' writes one\./u);
        assert.equal(run(['baseline']).code, 0);
        assert.equal(run(['check']).code, 0);
      });
    }
    const calm = { 'compose.yaml': 'services: {}\n', '.bulkhead-baseline.json': '' };
    inSandbox(calm, ({ run }) => {
      assert.equal(run(['check']).code, 2);
      assert.equal(run(['baseline']).code, 0);
      assert.equal(run(['check']).code, 0);
    });
  });

  test('one that is too long stops them, too, and so does one that is no text', () => {
    const long = `{"version": 1, "findings": [${' '.repeat(17 * 1024 * 1024)}]}`;
    for (const [text, reason] of [
      [long, /is larger than 16 MB/u],
      ['\u0000', /not a text file/u],
    ] as const) {
      inSandbox({ 'a/Dockerfile': SUDO, [NAME]: text }, ({ run }) => {
        for (const words of [['check'], ['check', 'a'], ['baseline']]) {
          const { code, err } = run(words);
          assert.equal(code, 2);
          assert.match(err, reason);
        }
        assert.equal(run(['check', '--no-baseline']).code, 1);
      });
    }
  });
  test('a folder of that name is said', () => {
    inSandbox({ Dockerfile: SUDO }, ({ run, folder }) => {
      mkdirSync(join(folder, NAME));
      const { code, err } = run(['baseline']);
      assert.equal(code, 2);
      assert.match(err, /is a folder/u);
      assert.equal(run(['check']).code, 1);
    });
  });
  test('wrong use is said', () => {
    inSandbox({ Dockerfile: SUDO }, ({ run }) => {
      assert.match(run(['baseline', '--prun']).err, /did you mean '--prune'/u);
      assert.match(run(['baseline', 'nowhere']).err, /no such file/u);
      assert.equal(run(['baseline', '']).code, 2);
      assert.equal(run(['baseline', '--help']).code, 0);
    });
  });
});
