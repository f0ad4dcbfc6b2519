/** What exceptions and baselines make of a check's output, and what `--fix` does with exceptions. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inSandbox, type Json, type JsonFinding, parseJson, PRIVILEGED, type Sandbox } from './sandbox.ts';

const REASON = 'the tunnel needs it until the new kernel is there';
const EXCEPTED = PRIVILEGED.replace(
  '    privileged',
  `    # bulkhead: ignore no-privileged until 2026-06-30 -- ${REASON}\n    privileged`,
);
/** The first day of 2026. */
const env = { SOURCE_DATE_EPOCH: String(Date.UTC(2026, 0, 1) / 1000) };

interface JsonExcepted extends JsonFinding {
  readonly exception: Readonly<Record<string, unknown>>;
}

interface FullJson extends Json {
  readonly files: readonly {
    readonly path: string;
    readonly findings: readonly (JsonFinding & { readonly known?: true; readonly development?: true })[];
    readonly excepted: readonly JsonExcepted[];
  }[];
  readonly mended: readonly Readonly<Record<string, unknown>>[];
}

function jsonOf(sandbox: Sandbox, ...args: readonly string[]): FullJson {
  return parseJson(sandbox.run(['check', '--format=json', ...args], { env })) as FullJson;
}

function rulesOf(sandbox: Sandbox, ...args: readonly string[]): readonly string[] {
  return jsonOf(sandbox, ...args).files.flatMap(({ path, findings }) =>
    findings.map(({ ruleId }) => `${path} ${ruleId}`),
  );
}

test('what an exception covers fails nothing, is counted at the end, and shown on request', () => {
  inSandbox({ 'compose.yaml': EXCEPTED }, (sandbox) => {
    const { code, out } = sandbox.run(['check'], { env });
    assert.equal(code, 0);
    assert.doesNotMatch(out, /no-privileged/);
    assert.match(out, /^1 excepted; --no-exceptions shows it\.$/m);
    const shown = sandbox.run(['check', '--no-exceptions'], { env });
    assert.equal(shown.code, 1);
    assert.match(shown.out, /^error\[no-privileged\]/m);
    assert.doesNotMatch(shown.out, /excepted|-exception\]/);
    // Six months later it is over.
    const later = { SOURCE_DATE_EPOCH: String(Date.UTC(2026, 6, 1) / 1000) };
    const over = sandbox.run(['check'], { env: later });
    assert.equal(over.code, 1);
    assert.match(over.out, /^error\[no-privileged\]/m);
    assert.match(over.out, /^warning\[no-expired-exception\]/m);
  });
});

test('JSON tells what is excepted, by what, why and until when', () => {
  inSandbox({ 'compose.yaml': EXCEPTED }, (sandbox) => {
    const [file] = jsonOf(sandbox).files;
    assert.deepEqual(
      file?.excepted.map(({ ruleId, severity, exception }) => ({ ruleId, severity, exception })),
      [
        {
          ruleId: 'no-privileged',
          severity: 'error',
          exception: {
            form: 'comment',
            scope: 'entry',
            reason: REASON,
            until: '2026-06-30',
            path: 'compose.yaml',
            range: { start: { line: 3, character: 4 }, end: { line: 3, character: 106 } },
          },
        },
      ],
    );
  });
  const foreign = 'FROM alpine:3.20\n# hadolint ignore=DL3004\nRUN sudo apk add curl\nUSER 1000\n';
  inSandbox({ Dockerfile: foreign }, (sandbox) => {
    const [file] = jsonOf(sandbox).files;
    assert.deepEqual(
      file?.excepted.map(({ ruleId, exception }) => [ruleId, exception['form'], exception['tool']]),
      [['no-sudo', 'foreign', 'hadolint']],
    );
    sandbox.write('.bulkhead.yaml', 'exceptions: { foreign: ignored }\n');
    assert.deepEqual(jsonOf(sandbox).files[1]?.excepted, []);
  });
});

const HARDENED =
  '    security_opt: [no-new-privileges:true]\n    cap_drop: [ALL]\n    mem_limit: 512m\n    pids_limit: 200\n    read_only: true\n    user: "1000"\n';
const DIGEST = `@sha256:${'a'.repeat(64)}`;
const UNUSED = '    # bulkhead: ignore no-privileged -- it was so once, for reasons of the tunnel\n';
const USED_ELSEWHERE = '    # bulkhead: ignore no-open-port -- the tunnel needs the network of the host\n';
/** Only the file that includes `db` knows the variable, so only its analysis uses the exception there. */
const PROJECT = {
  '.env': 'MODE=host\n',
  'compose.yaml': `include: [db/compose.yaml]\nservices:\n  web:\n    image: nginx:1.27${DIGEST}\n${HARDENED}`,
  'db/compose.yaml': `services:\n  db:\n    image: postgres:16${DIGEST}\n${HARDENED}${UNUSED}    init: true\n${USED_ELSEWHERE}    network_mode: \${MODE}\n`,
};

test('an exception is not called unused when another file of the run uses it', () => {
  inSandbox(PROJECT, (sandbox) => {
    for (const jobs of ['1', '2']) {
      const { code, out } = sandbox.run(['check', '-j', jobs]);
      assert.equal(code, 0);
      assert.equal(out.split('[no-unused-exception]').length, 2, out);
      assert.match(out, /--> db\/compose\.yaml:10:5/);
      assert.match(out, /^1 excepted; /m);
      assert.match(out, /^1 can be fixed with --fix/m);
      assert.deepEqual(rulesOf(sandbox, '-j', jobs), ['db/compose.yaml no-unused-exception']);
    }
    // The order of the files stays, whatever is held back.
    sandbox.write('z/compose.yaml', PRIVILEGED);
    sandbox.write('a/compose.yaml', PRIVILEGED);
    const paths = [...new Set(jsonOf(sandbox).files.map(({ path }) => path))];
    assert.deepEqual(paths, ['a/compose.yaml', 'compose.yaml', 'db/compose.yaml', 'z/compose.yaml']);
  });
});

test('--fix and --diff remove the exceptions that no file of the run uses, and no others', () => {
  inSandbox(PROJECT, (sandbox) => {
    const { out } = sandbox.run(['check', '--diff']);
    assert.match(out, /^- {4}# bulkhead: ignore no-privileged /m);
    assert.doesNotMatch(out, /^- {4}# bulkhead: ignore no-open-port /m);
    const fixed = sandbox.run(['check', '--fix']);
    assert.match(fixed.out, /^Fixed 1 finding\.$/m);
    assert.equal(sandbox.read('db/compose.yaml'), PROJECT['db/compose.yaml'].replace(UNUSED, ''));
    assert.match(sandbox.run(['check', '--fix']).out, /^Checked 2 files: nothing found\.$/m);
  });
});

test('a file that is named alone keeps its unused exceptions, as others may use them', () => {
  inSandbox(PROJECT, (sandbox) => {
    const { out } = sandbox.run(['check', '--fix', 'db/compose.yaml']);
    assert.match(out, /not fixed here: Another file may use it, which shows when the folder is checked; /);
    assert.equal(sandbox.read('db/compose.yaml'), PROJECT['db/compose.yaml']);
    const input = PROJECT['db/compose.yaml'];
    const piped = sandbox.run(['check', '--fix', '--stdin-filename', 'db/compose.yaml'], { input });
    assert.equal(piped.out, input);
  });
});

test('--fix renames an unknown rule when one is near, and leaves what a person must fill in', () => {
  const text = PRIVILEGED.replace(
    '    privileged',
    '    # bulkhead: ignore no-privilegd -- the tunnel needs it\n    privileged',
  );
  const bare = PRIVILEGED.replace('    privileged', '    # bulkhead: ignore no-privileged\n    privileged');
  inSandbox({ 'a/compose.yaml': text, 'b/compose.yaml': bare }, (sandbox) => {
    const before = sandbox.run(['check', '--fail-on=never']).out;
    assert.match(before, /no-unknown-exception/);
    assert.match(before, /^1 can be fixed with --fix, /m);
    sandbox.run(['check', '--fix']);
    assert.equal(sandbox.read('a/compose.yaml'), text.replace('no-privilegd', 'no-privileged'));
    assert.equal(sandbox.read('b/compose.yaml'), bare);
    assert.deepEqual(
      rulesOf(sandbox).filter((each) => !each.includes('hardening')),
      ['b/compose.yaml require-exception-reason'],
    );
  });
});

test('what the configuration lists is an exception with a place, and judged with the folder', () => {
  const configuration = `except:\n  - rules: [no-privileged, no-sudo]\n    paths: [/compose.yaml]\n    reason: ${REASON}\n`;
  inSandbox({ 'compose.yaml': PRIVILEGED, '.bulkhead.yaml': configuration }, (sandbox) => {
    const { files } = jsonOf(sandbox);
    const found = files.flatMap(({ excepted }) => excepted);
    assert.deepEqual(
      found.map(({ ruleId, exception }) => [ruleId, exception['form'], exception['path']]),
      [['no-privileged', 'configuration', '.bulkhead.yaml']],
    );
    assert.deepEqual(rulesOf(sandbox).slice(0, 1), ['.bulkhead.yaml no-unused-exception']);
    // It is no file to check, but what is wrong with it stands in a file.
    assert.match(sandbox.run(['check']).out, /in 2 of 2 files\./);
    assert.deepEqual(rulesOf(sandbox, 'compose.yaml'), ['compose.yaml require-hardening']);
    assert.deepEqual(rulesOf(sandbox, '.bulkhead.yaml'), ['.bulkhead.yaml no-unused-exception']);
  });
});

test('what the baseline has is not listed and fails nothing; what is new does', () => {
  inSandbox({ 'compose.yaml': PRIVILEGED }, (sandbox) => {
    assert.equal(sandbox.run(['baseline']).code, 0);
    const { code, out } = sandbox.run(['check']);
    assert.equal(code, 0);
    assert.equal(
      out,
      'Checked 1 file: nothing new found.\n2 known in .bulkhead-baseline.json; --no-baseline shows them.\n',
    );
    assert.equal(sandbox.run(['check', '--fail-on=hint']).code, 0);
    assert.equal(sandbox.run(['check', '--no-baseline']).code, 1);
    const known = jsonOf(sandbox).files.flatMap(({ findings }) => findings);
    assert.deepEqual(
      known.map(({ ruleId, severity, known: isKnown }) => [ruleId, severity, isKnown]),
      [
        ['require-hardening', 'hint', true],
        ['no-privileged', 'hint', true],
      ],
    );
    sandbox.write('compose.yaml', `${PRIVILEGED}    network_mode: host\n`);
    const more = sandbox.run(['check']);
    assert.equal(more.code, 1);
    assert.match(more.out, /^warning\[no-open-port\]/m);
    assert.doesNotMatch(more.out, /no-privileged/);
  });
});

test('mended entries are told, and fail with --ratchet', () => {
  inSandbox({ 'compose.yaml': PRIVILEGED, Dockerfile: 'FROM alpine:3.20\nUSER 1\n' }, (sandbox) => {
    sandbox.run(['baseline']);
    sandbox.write('compose.yaml', PRIVILEGED.replace('    privileged: true\n', ''));
    const { code, out } = sandbox.run(['check']);
    assert.equal(code, 0);
    const said = "1 mended in .bulkhead-baseline.json; 'bulkhead baseline --prune' takes it out";
    assert.ok(out.endsWith(`${said}.\n`), out);
    const strict = sandbox.run(['check', '--ratchet', '--quiet']);
    assert.deepEqual(strict, { code: 1, out: '', err: `bulkhead: ${said}\n` });
    const [mended] = jsonOf(sandbox).mended;
    assert.equal(mended?.['baseline'], '.bulkhead-baseline.json');
    assert.equal(mended['rule'], 'no-privileged');
    // Of what was not looked at nobody knows.
    assert.equal(sandbox.run(['check', '--ratchet', 'Dockerfile']).code, 0);
    sandbox.run(['baseline', '--prune']);
    assert.equal(sandbox.run(['check', '--ratchet']).code, 0);
  });
});

test('a baseline that cannot be read stops the check, with its place', () => {
  const marks = '{"version": 1, "findings": [\n<<<<<<< ours\n=======\n>>>>>>> theirs\n]}\n';
  inSandbox({ 'compose.yaml': PRIVILEGED, '.bulkhead-baseline.json': marks }, (sandbox) => {
    const { code, out, err } = sandbox.run(['check']);
    assert.equal(code, 2);
    assert.match(out, /^ *--> \.bulkhead-baseline\.json:2:1$/m);
    assert.doesNotMatch(out, /no-privileged|Found|Checked/);
    assert.equal(err, 'bulkhead: nothing was checked, because the configuration is wrong\n');
    assert.equal(sandbox.run(['check', '--no-baseline']).code, 1);
  });
});

test('what is for development weighs less, and JSON says so', () => {
  inSandbox({ 'compose.dev.yaml': PRIVILEGED, 'compose.yaml': PRIVILEGED }, (sandbox) => {
    const found = jsonOf(sandbox).files.flatMap(({ path, findings }) =>
      findings
        .filter(({ ruleId }) => ruleId === 'no-privileged')
        .map(({ severity, development }) => [path, severity, development]),
    );
    assert.deepEqual(found, [
      ['compose.dev.yaml', 'warning', true],
      ['compose.yaml', 'error', undefined],
    ]);
  });
});

test('an exception with a slip is mended before what it is meant for, and keeps that', () => {
  const privileged = (comment: string) =>
    PRIVILEGED.replace('    privileged', `    # ${comment} -- ${REASON}\n    privileged`);
  for (const slip of ['bulkhead: ignore no-privilegd', 'bulkhead: disable no-privileged']) {
    inSandbox({ 'compose.yaml': privileged(slip) }, (sandbox) => {
      sandbox.run(['check', '--fix', '--unsafe'], { env });
      const text = sandbox.read('compose.yaml');
      assert.ok(text.includes(`# bulkhead: ignore no-privileged -- ${REASON}\n    privileged: true`), text);
    });
  }
});
