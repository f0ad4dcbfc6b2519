/** What `check` prints, and how it ends. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ADDS, inSandbox, parseJson, PRIVILEGED, QUIET } from './sandbox.ts';

test('a clean folder ends with 0 and one line', () => {
  inSandbox({ Dockerfile: QUIET }, ({ run }) => {
    assert.deepEqual(run(['check']), { code: 0, out: 'Checked 1 file: nothing found.\n', err: '' });
  });
});

test('a finding shows its place, its lines with marks, and what to do', () => {
  inSandbox({ 'app/Dockerfile': ADDS }, ({ run }) => {
    const { code, out } = run(['check']);
    assert.equal(code, 0);
    const expected = [
      ' --> app/Dockerfile:2:1',
      '  |',
      '2 | ADD app.conf /etc/app.conf',
      '  | ^^^',
      '  = fix: Use COPY (--fix)',
      '',
      'Found 1 info in 1 file.',
      '1 can be fixed with --fix; --diff shows how.',
      '',
    ].join('\n');
    assert.match(out, /^info\[prefer-copy\]: /);
    assert.ok(out.endsWith(expected), out);
  });
});

test('marks stand under wide characters, tabs and emoji', () => {
  const text = 'FROM alpine:3.20\nRUN echo 漢字 👩‍👩‍👧\t&& sudo apk add curl\nUSER 10001\n';
  inSandbox({ Dockerfile: text }, ({ run }) => {
    const rows = run(['check', '--fail-on=never']).out.split('\n');
    const line = rows.findIndex((row) => row.startsWith('2 | '));
    assert.equal(rows[line], '2 | RUN echo 漢字 👩‍👩‍👧    && sudo apk add curl');
    // 漢字 takes four columns and the family two: the marks begin in column 4 + 23.
    assert.equal(rows[line + 1], `  | ${' '.repeat(23)}^^^^`);
  });
});

test('a long line is cut around its marks', () => {
  const text = `FROM alpine:3.20\nRUN echo ${'x'.repeat(500)} && sudo true && echo ${'y'.repeat(500)}\nUSER 1\n`;
  inSandbox({ Dockerfile: text }, ({ run }) => {
    const rows = run(['check', '--fail-on=never']).out.split('\n');
    const line = rows.find((row) => row.startsWith('2 | ')) ?? '';
    assert.ok(line.length <= 120, `${line.length} columns`);
    assert.match(line, /^2 \| …x+ && sudo true && echo y+…$/);
    const marks = rows[rows.indexOf(line) + 1] ?? '';
    assert.equal(line.slice(marks.indexOf('^'), marks.lastIndexOf('^') + 1), 'sudo');
  });
});

test('nothing that steers a terminal is printed as it is', () => {
  const text = 'FROM alpine:3.20\nRUN echo "\u001B[31m\u009B1m\u202E" && sudo true\nUSER 1\n';
  inSandbox({ 'a\u001B[2Jb/Dockerfile': text }, ({ run }) => {
    for (const args of [['check'], ['check', '--format=json'], ['check', 'a\u001B[2Jb/nothing']]) {
      const { out, err } = run(args);
      assert.doesNotMatch((out + err).replaceAll('\n', ''), /[\p{Cc}\u202E]/u);
    }
    assert.match(run(['check']).out, /RUN echo "␛\[31m�1m�" && sudo true/);
  });
});

test('colours come with --color or FORCE_COLOR, and go with NO_COLOR and --no-color', () => {
  inSandbox({ 'compose.yaml': PRIVILEGED }, ({ run }) => {
    const isColoured = (args: string[], env: Record<string, string> = {}): boolean =>
      run(['check', ...args], { env }).out.includes('\u001B[');
    assert.equal(isColoured([]), false);
    assert.equal(isColoured(['--color']), true);
    assert.equal(isColoured([], { FORCE_COLOR: '1' }), true);
    assert.equal(isColoured([], { FORCE_COLOR: '0' }), false);
    assert.equal(isColoured([], { FORCE_COLOR: '1', NO_COLOR: '1' }), false);
    assert.equal(isColoured(['--no-color'], { FORCE_COLOR: '1' }), false);
    assert.equal(isColoured(['--color'], { NO_COLOR: '1' }), true);
  });
});

test('--fail-on sets the bar', () => {
  inSandbox({ 'compose.yaml': PRIVILEGED, Dockerfile: ADDS }, ({ run }) => {
    assert.equal(run(['check']).code, 1);
    assert.equal(run(['check', '--fail-on=error']).code, 1);
    assert.equal(run(['check', '--fail-on=never']).code, 0);
    assert.equal(run(['check', '--fail-on=warning', 'Dockerfile']).code, 0);
    assert.equal(run(['check', '--fail-on=info', 'Dockerfile']).code, 1);
  });
});

test('--quiet prints only what reaches the bar', () => {
  inSandbox({ 'compose.yaml': PRIVILEGED, Dockerfile: ADDS }, ({ run }) => {
    const { out } = run(['check', '--quiet']);
    assert.match(out, /^error\[no-privileged\]/);
    assert.doesNotMatch(out, /prefer-copy|require-hardening|Found/);
  });
});

test('JSON has the files, their findings and positions as in LSP', () => {
  inSandbox({ 'a/compose.yaml': `# 🚢\n${PRIVILEGED}`, Dockerfile: QUIET }, ({ run }) => {
    const ended = run(['check', '--format', 'json', 'a', './Dockerfile']);
    assert.equal(ended.code, 1);
    const { version, files, problems } = parseJson(ended);
    assert.equal(version, 1);
    assert.deepEqual(problems, []);
    assert.deepEqual(
      files.map(({ path }) => path),
      ['a/compose.yaml', './Dockerfile'],
    );
    const finding = files[0]?.findings.find(({ ruleId }) => ruleId === 'no-privileged');
    assert.deepEqual(Object.keys(finding ?? {}), [
      'ruleId',
      'severity',
      'message',
      'range',
      'related',
      'fixes',
    ]);
    assert.equal(finding?.severity, 'error');
    assert.deepEqual(finding?.range, { start: { line: 4, character: 4 }, end: { line: 4, character: 20 } });
    assert.deepEqual(finding?.fixes, [{ title: 'Run without privileges', applicability: 'unsafe' }]);
    assert.deepEqual(files[1], { path: './Dockerfile', findings: [], excepted: [] });
  });
});

test('JSON counts UTF-16 units before a range', () => {
  const text = 'services:\n  web: { "image": "nginx:1.29", labels: { a: "🚢漢" }, privileged: true }\n';
  inSandbox({ 'compose.yaml': text }, ({ run }) => {
    const { files } = parseJson(run(['check', '--format=json']));
    const finding = files[0]?.findings.find(({ ruleId }) => ruleId === 'no-privileged');
    const line = text.split('\n')[1] ?? '';
    const character = line.indexOf('privileged');
    assert.deepEqual(finding?.range, {
      start: { line: 1, character },
      end: { line: 1, character: character + 'privileged: true'.length },
    });
  });
});

test('a value that comes from elsewhere names that place', () => {
  const text = 'x-base: &base\n  privileged: true\nservices:\n  web:\n    <<: *base\n    image: nginx:1.29\n';
  inSandbox({ 'sub/compose.yaml': text }, ({ run }) => {
    const { files } = parseJson(run(['check', '--format=json', 'sub']));
    const finding = files[0]?.findings.find(({ ruleId }) => ruleId === 'no-privileged');
    assert.deepEqual(
      finding?.related.map(({ path }) => path),
      ['sub/compose.yaml'],
    );
    assert.match(run(['check', 'sub']).out, /= note: the value comes from here: sub\/compose\.yaml:\d+:\d+/);
  });
});

test('a check that met no file does not say that all is well', () => {
  inSandbox({}, ({ run }) => {
    assert.deepEqual(run(['check', 'missing.yaml']), {
      code: 2,
      out: 'No Dockerfile or Compose file was checked.\n',
      err: 'bulkhead: missing.yaml: no such file or folder\n',
    });
  });
});
