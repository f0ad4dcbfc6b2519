/** What `--fix` and `--diff` make of files. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, lstatSync, readdirSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { writeTextFile } from '../../server/src/cli/text-file.ts';
import { ADDS, inSandbox, PRIVILEGED } from './sandbox.ts';

const FIXED = ADDS.replace('ADD', 'COPY');

test('--fix applies safe fixes and reports what is left', () => {
  const text = 'FROM alpine:3.20\nADD a.conf /a\nADD b.conf /b\nRUN sudo apk add curl\nUSER 10001\n';
  inSandbox({ Dockerfile: text, 'compose.yaml': PRIVILEGED }, ({ run, read, folder }) => {
    const { code, out } = run(['check', '--fix']);
    assert.equal(code, 1);
    assert.equal(
      read('Dockerfile'),
      'FROM alpine:3.20\nCOPY a.conf /a\nCOPY b.conf /b\nRUN apk add curl\nUSER 10001\n',
    );
    assert.equal(read('compose.yaml'), PRIVILEGED);
    assert.match(out, /^Fixed 3 findings\.$/m);
    assert.doesNotMatch(out, /prefer-copy|no-sudo/);
    assert.match(out, /no-privileged/);
    assert.deepEqual(readdirSync(folder).sort(), ['Dockerfile', 'compose.yaml']);
    // A second run has nothing to do.
    assert.doesNotMatch(run(['check', '--fix']).out, /Fixed/);
  });
});

test('--fix --unsafe goes on until nothing is left that can be fixed', () => {
  inSandbox({ 'compose.yaml': PRIVILEGED }, ({ run, read }) => {
    const { code } = run(['check', '--fix', '--unsafe']);
    assert.equal(code, 0);
    const text = read('compose.yaml');
    assert.doesNotMatch(text, /privileged: true/);
    assert.match(text, /no-new-privileges/);
    assert.match(text, /cap_drop/);
    assert.match(run(['check', '--fix', '--unsafe']).out, /nothing found/);
    assert.equal(read('compose.yaml'), text);
  });
});

test('line ends, byte order mark, mode and links stay', () => {
  const text = `\uFEFF${ADDS.replaceAll('\n', '\r\n')}`;
  inSandbox({ 'real/Dockerfile': text }, ({ run, read, folder }) => {
    chmodSync(join(folder, 'real/Dockerfile'), 0o751);
    symlinkSync('real/Dockerfile', join(folder, 'Dockerfile'));
    run(['check', '--fix', 'Dockerfile']);
    assert.equal(read('real/Dockerfile'), text.replace('ADD', 'COPY'));
    assert.equal(statSync(join(folder, 'real/Dockerfile')).mode & 0o777, 0o751);
    assert.ok(lstatSync(join(folder, 'Dockerfile')).isSymbolicLink());
  });
});

test('a file that changed while it was checked is left alone', () => {
  inSandbox({ Dockerfile: 'of somebody else\n' }, ({ folder, read }) => {
    const before = { text: ADDS, encoding: 'utf-8', damaged: false } as const;
    const reason = writeTextFile(join(folder, 'Dockerfile'), before, FIXED);
    assert.equal(reason, 'it changed while it was checked');
    assert.equal(read('Dockerfile'), 'of somebody else\n');
    assert.deepEqual(readdirSync(folder), ['Dockerfile']);
  });
});

test('a name that is as long as names can be leaves room to write', () => {
  const name = `${'a'.repeat(244)}.Dockerfile`;
  inSandbox({ [name]: ADDS }, ({ run, read }) => {
    run(['check', '--fix']);
    assert.equal(read(name), FIXED);
  });
});

test('fixing a file that takes too long is given up, and the file stays', () => {
  const text = `services:\n  web:\n    image: nginx:1.29\n    security_opt:\n${'      - seccomp:unconfined\n'.repeat(60_000)}`;
  inSandbox({ 'compose.yaml': text }, ({ run, read }) => {
    // The sandbox ends what does not end by itself.
    const { err } = run(['check', '--fix', '--unsafe', '--fail-on=never']);
    // A fast machine may be done with it.
    if (/longer than/.test(err)) assert.equal(read('compose.yaml'), text);
    else assert.doesNotMatch(read('compose.yaml'), /unconfined/);
  });
});

test('UTF-16 stays UTF-16', () => {
  inSandbox({ Dockerfile: Buffer.from(`\uFEFF${ADDS}`, 'utf16le') }, ({ run, bytes }) => {
    run(['check', '--fix']);
    assert.equal(bytes('Dockerfile').toString('utf16le'), `\uFEFF${FIXED}`);
  });
});

test('a file that is not valid UTF-8 is checked and never written', () => {
  const bytes = Buffer.concat([Buffer.from('# caf\xE9\n', 'latin1'), Buffer.from(ADDS)]);
  inSandbox({ Dockerfile: bytes }, (sandbox) => {
    const { code, out, err } = sandbox.run(['check', '--fix']);
    assert.equal(code, 2);
    assert.match(err, /Dockerfile: is not valid UTF-8/);
    assert.match(err, /could not be written: it is not valid UTF-8/);
    assert.doesNotMatch(out, /Fixed/);
    assert.deepEqual(sandbox.bytes('Dockerfile'), bytes);
    assert.equal(sandbox.run(['check']).code, 0);
  });
});

test('--diff changes nothing and can be applied', () => {
  const text = `${ADDS}${'RUN true\n'.repeat(20)}ADD last.conf /last`;
  inSandbox({ 'app/Dockerfile': text }, ({ run, read, write, folder }) => {
    const { code, out, err } = run(['check', '--diff']);
    assert.equal(code, 0);
    assert.equal(read('app/Dockerfile'), text);
    assert.match(
      out,
      /^--- a\/app\/Dockerfile\n\+\+\+ b\/app\/Dockerfile\n@@ -1,5 \+1,5 @@\n FROM alpine:3\.20\n-ADD /,
    );
    assert.match(out, /\\ No newline at end of file/);
    assert.match(err, /Found 2 info/);
    write('fix.patch', out);
    execFileSync('git', ['apply', 'fix.patch'], { cwd: folder });
    const patched = read('app/Dockerfile');
    write('app/Dockerfile', text);
    run(['check', '--fix']);
    assert.equal(patched, read('app/Dockerfile'));
  });
});

test('--diff quotes a name that could break out of its line', () => {
  const name = 'a\n"\\b.Dockerfile';
  inSandbox({ [name]: ADDS }, ({ run, read, folder }) => {
    const { out } = run(['check', '--diff']);
    assert.match(out, /^--- "a\/a\\012\\"\\\\b\.Dockerfile"$/mu);
    execFileSync('git', ['apply', '-'], { cwd: folder, input: out });
    assert.equal(read(name), FIXED);
  });
});

test('--diff keeps carriage returns, so that it fits files with CRLF', () => {
  const text = ADDS.replaceAll('\n', '\r\n');
  inSandbox({ Dockerfile: text }, ({ run }) => {
    assert.match(run(['check', '--diff']).out, /^-ADD app\.conf \/etc\/app\.conf\r$/m);
  });
});

test('standard input is checked under a name, and comes back mended', () => {
  inSandbox({}, ({ run }) => {
    const checked = run(['check', '--stdin-filename=x/Dockerfile', '--fail-on=info'], { input: ADDS });
    assert.equal(checked.code, 1);
    assert.match(checked.out, /x\/Dockerfile:2:1/);
    const fixed = run(['check', '--fix', '--stdin-filename', 'Dockerfile'], { input: `\uFEFF${ADDS}` });
    assert.equal(fixed.out, `\uFEFF${FIXED}`);
    assert.match(fixed.err, /Fixed 1 finding/);
    const untouched = run(['check', '--fix', '--stdin-filename', 'notes.md'], { input: 'text\n' });
    assert.equal(untouched.out, 'text\n');
  });
});

test('standard input without an end is given up', () => {
  inSandbox({}, ({ run }) => {
    const endless = run(['check', '--stdin-filename', 'Dockerfile'], { input: 'a'.repeat(17 * 1024 * 1024) });
    assert.equal(endless.code, 2);
    assert.match(endless.err, /Dockerfile: is larger than 16 MB/);
  });
});

test('a Dockerfile under another name stays one while it is mended', () => {
  inSandbox({ 'build.txt': `${ADDS}ADD other.conf /etc/other.conf\n` }, ({ run, read }) => {
    assert.match(run(['check', '--fix', 'build.txt']).out, /^Fixed 2 findings\.$/m);
    assert.equal(read('build.txt'), `${FIXED}COPY other.conf /etc/other.conf\n`);
  });
});

test('what a fix may break is said once a file', () => {
  const text = `${PRIVILEGED}  other:\n    image: nginx:1.29\n    privileged: true\n`;
  inSandbox({ 'compose.yaml': text }, ({ run }) => {
    const { out } = run(['check', '--fail-on=never']);
    assert.equal(out.split('= fix: Run without privileges (--fix --unsafe)').length, 3);
    assert.equal(out.split('fails until it is granted').length, 2);
  });
});
