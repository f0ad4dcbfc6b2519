/** Configuration on the command line: flags, files that are wrong, `config` and `init`. */
import assert from 'node:assert/strict';
import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { checkedPaths, inSandbox, parseJson, PRIVILEGED, QUIET, type Sandbox } from './sandbox.ts';

function severities({ run }: Sandbox, ...args: readonly string[]): readonly string[] {
  const { files } = parseJson(run(['check', '--format=json', ...args]));
  return files.flatMap(({ path, findings }) =>
    findings.filter(({ ruleId }) => ruleId === 'no-privileged').map(({ severity }) => `${path} ${severity}`),
  );
}

test('the nearest file counts more, and what it does not say comes from above', () => {
  const files = {
    '.bulkhead.yaml': 'rules: { no-privileged: info, require-hardening: off }\n',
    'compose.yaml': PRIVILEGED,
    'a/.bulkhead.json': '// strict here\n{ "rules": { "no-privileged": "warning" } }\n',
    'a/compose.yaml': PRIVILEGED,
    'b/.bulkhead.yml': 'root: true\n',
    'b/compose.yaml': PRIVILEGED,
  };
  inSandbox(files, (sandbox) => {
    const expected = ['a/compose.yaml warning', 'b/compose.yaml error', 'compose.yaml info'];
    assert.deepEqual(severities(sandbox), expected);
    assert.deepEqual(severities(sandbox, '-j', '2'), expected);
    const { out } = sandbox.run(['check']);
    assert.equal(out.split('[require-hardening]').length, 2, out);
    assert.match(out, /in 3 of 3 files\./);
  });
});

test('patterns of a file that is named count from where the command runs', () => {
  const files = {
    'ci/shared.yaml': 'overrides: [{ paths: [legacy/compose.yaml], rules: { no-privileged: off } }]\n',
    'compose.yaml': PRIVILEGED,
    'legacy/compose.yaml': PRIVILEGED,
  };
  inSandbox(files, (sandbox) => {
    assert.deepEqual(severities(sandbox, '--config', 'ci/shared.yaml'), ['compose.yaml error']);
  });
});

test('flags take another file, none, or another profile', () => {
  const files = {
    '.bulkhead.yaml': 'rules: { no-privileged: off }\n',
    'ci/strict.yaml': 'rules: { no-privileged: hint }\n',
    'compose.yaml': PRIVILEGED,
    Dockerfile: 'ARG BASE\nFROM $BASE\nUSER 1000\n',
  };
  inSandbox(files, (sandbox) => {
    assert.deepEqual(severities(sandbox), []);
    assert.deepEqual(severities(sandbox, '--no-config'), ['compose.yaml error']);
    assert.deepEqual(severities(sandbox, '--config', 'ci/strict.yaml'), ['compose.yaml hint']);
    assert.deepEqual(severities(sandbox, '--config', 'ci/strict.yaml', '-j', '2'), ['compose.yaml hint']);
    const isStrict = (...args: string[]): boolean =>
      sandbox.run(['check', 'Dockerfile', ...args]).out !== sandbox.run(['check', 'Dockerfile']).out;
    assert.equal(isStrict('--strict'), isStrict('--profile=strict'));
    assert.equal(isStrict('--profile=recommended'), false);
    // Flags are louder than files.
    sandbox.write('.bulkhead.yaml', 'profile: strict\n');
    const recommended = sandbox.run(['check', '--no-config', 'compose.yaml']);
    assert.deepEqual(sandbox.run(['check', '--profile=recommended', 'compose.yaml']), recommended);
    assert.equal(
      sandbox.run(['check', '--strict', '--no-config']).out,
      sandbox.run(['check', '--profile=strict', '--no-config']).out,
    );
    // A report takes the same.
    const report = parseJson(sandbox.run(['report', '--format=json', '--config', 'ci/strict.yaml']));
    const found = report.files.flatMap(({ findings }) => findings);
    assert.equal(found.find(({ ruleId }) => ruleId === 'no-privileged')?.severity, 'hint');
  });
});

test('wrong use of the flags is said in one line', () => {
  const profiles = "option '--profile' takes recommended, strict or development, not";
  const lines: readonly (readonly [readonly string[], string])[] = [
    [['check', '--config=nowhere.yaml'], "option '--config': 'nowhere.yaml': no such file or folder"],
    [['check', '--config=folder'], "option '--config': 'folder': not a file"],
    [['check', '--baseline=nowhere.json'], "option '--baseline': 'nowhere.json': no such file or folder"],
    [['check', '--config=a.yaml', '--no-config'], "'--config' and '--no-config' contradict each other"],
    [
      ['check', '--baseline=a.yaml', '--no-baseline'],
      "'--baseline' and '--no-baseline' contradict each other",
    ],
    [['check', '--profile=strickt'], `${profiles} 'strickt'; did you mean 'strict'?`],
    [['check', '--profile=x'], `${profiles} 'x'`],
    [
      ['check', '--strict', '--profile=development'],
      "'--strict' means '--profile strict'; leave out '--profile development'",
    ],
    [['check', '--ratchet', '--no-baseline'], "'--ratchet' needs the baseline; leave out '--no-baseline'"],
    [['check', '--no-confg'], "unknown option '--no-confg'; did you mean '--no-config'?"],
    [['report', '--config=nowhere.yaml'], "option '--config': 'nowhere.yaml': no such file or folder"],
    [['config', 'nowhere'], 'nowhere: no such file or folder'],
    [['config', 'a.yaml', 'folder'], 'one file or folder at a time'],
    [['config', '--format=yaml'], "option '--format' takes text or json, not 'yaml'"],
    [['confg'], "unknown command 'confg'; did you mean 'config'?"],
    [['init', 'nowhere'], 'nowhere: no such folder'],
    [['init', 'a.yaml'], 'a.yaml: is no folder'],
    [['init', 'a', 'b'], 'one folder at a time'],
  ];
  inSandbox({ Dockerfile: QUIET, 'a.yaml': '{}\n', 'folder/x': '' }, ({ run }) => {
    for (const [args, message] of lines) {
      assert.deepEqual(run(args), { code: 2, out: '', err: `bulkhead: ${message}\n` }, args.join(' '));
    }
  });
});

test('a wrong configuration is shown with its place, and nothing else is done', () => {
  const files = {
    'compose.yaml': PRIVILEGED,
    'a/.bulkhead.yaml': 'profil: strict\nrules:\n  no-privilegd: off\n',
    'a/compose.yaml': PRIVILEGED,
  };
  inSandbox(files, (sandbox) => {
    const { code, out, err } = sandbox.run(['check']);
    assert.equal(code, 2);
    assert.match(out, /^error: .*'profil'.*did you mean 'profile'\?\n --> a\/\.bulkhead\.yaml:1:1\n/m);
    assert.match(out, /^error: .*'no-privilegd'.*\n --> a\/\.bulkhead\.yaml:3:3\n/m);
    assert.doesNotMatch(out, /\[no-privileged\]|Found|Checked/);
    assert.equal(err, 'bulkhead: nothing was checked, because the configuration is wrong\n');
    const json = parseJson(sandbox.run(['check', '--format=json']));
    assert.deepEqual(json.files, []);
    assert.deepEqual(
      json.problems.map(({ path, severity }) => [path, severity]),
      [
        ['a/.bulkhead.yaml', 'error'],
        ['a/.bulkhead.yaml', 'error'],
      ],
    );
    for (const args of [['report', 'a'], ['report'], ['config', 'a'], ['check', 'a/compose.yaml', '--fix']]) {
      const ended = sandbox.run(args);
      assert.equal(ended.code, 2, args.join(' '));
      assert.match(ended.out + ended.err, / --> a\/\.bulkhead\.yaml:1:1\n/);
    }
    const piped = sandbox.run(['check', '--stdin-filename', 'a/Dockerfile'], { input: QUIET });
    assert.equal(piped.code, 2);
    assert.match(piped.out, / --> a\/\.bulkhead\.yaml:1:1\n/);
    // What it does not apply to, and a run without it, are checked.
    assert.equal(sandbox.run(['check', 'compose.yaml']).code, 1);
    assert.equal(sandbox.run(['check', '--no-config']).code, 1);
    assert.equal(sandbox.run(['config']).code, 0);
    // A file that is named is judged whatever it is called.
    sandbox.write('ours.txt', 'profile: wrong\n');
    const named = sandbox.run(['check', '--config', 'ours.txt']);
    assert.equal(named.code, 2);
    assert.match(named.out, / --> ours\.txt:1:10\n/);
  });
});

test('a configuration on standard input is judged in place of the file', () => {
  inSandbox({ '.bulkhead.yaml': 'profile: strickt\n' }, (sandbox) => {
    const args = ['check', '--stdin-filename', '.bulkhead.yaml'];
    assert.equal(sandbox.run(args, { input: 'profile: strict\n' }).code, 0);
    const { code, out } = sandbox.run(args, { input: 'rulez: {}\n' });
    assert.equal(code, 1);
    assert.match(out, /^error: There is no key 'rulez'/u);
  });
});

test('a configuration that cannot be read is not taken for absent', () => {
  inSandbox({ 'a/compose.yaml': PRIVILEGED, folder: '' }, (sandbox) => {
    const refuses = (reason: RegExp): void => {
      const { code, out, err } = sandbox.run(['check', 'a']);
      assert.deepEqual([code, out], [2, '']);
      assert.match(err, reason);
      assert.match(err, /\nbulkhead: nothing was checked, because the configuration is wrong\n$/);
    };
    const file = join(sandbox.folder, '.bulkhead.yaml');
    symlinkSync('nowhere', file);
    refuses(/^bulkhead: \.bulkhead\.yaml: no such file or folder\n/);
    // A search that meets the file says why it cannot be read; once is enough.
    assert.deepEqual(sandbox.run(['check']).err.split('\n').slice(0, 2), [
      'bulkhead: .bulkhead.yaml: a link to a file that does not exist',
      'bulkhead: nothing was checked, because the configuration is wrong',
    ]);
    rmSync(file);
    symlinkSync('.bulkhead.yaml', file);
    refuses(/^bulkhead: \.bulkhead\.yaml: a link that leads back to itself\n/);
    rmSync(file);
    sandbox.write('.bulkhead.yaml', '\0');
    refuses(/^bulkhead: \.bulkhead\.yaml: is not a text file: it has NUL bytes\n/);
    rmSync(file);
    // A folder of that name says nothing.
    mkdirSync(file);
    assert.equal(sandbox.run(['check', 'a']).code, 1);
  });
});

test('a configuration may be long, empty, or go round in circles', () => {
  inSandbox({ 'compose.yaml': PRIVILEGED }, (sandbox) => {
    const texts: readonly (readonly [string, number])[] = [
      ['', 1],
      ['# nothing\n', 1],
      ['exclude: ["**"]\n', 0],
      ['exclude: ["nothing/**/like/*/this"]\n', 1],
      [`rules:\n${'  no-*: off\n'.repeat(2)}`, 2],
      [`exclude:\n${'  - a\n'.repeat(200_000)}`, 2],
      ['rules: &r\n  no-sudo: *r\n', 2],
      ['except: [{ rules: no-privileged, until: 2027-02-30 }]\n', 2],
    ];
    for (const [text, code] of texts) {
      sandbox.write('.bulkhead.yaml', text);
      const ended = sandbox.run(['check']);
      assert.equal(ended.code, code, text.slice(0, 80));
      assert.doesNotMatch(ended.out + ended.err, /bug in Bulkhead/);
    }
  });
});

test('files that contradict each other are wrong where the lower one says it', () => {
  const files = {
    '.bulkhead.yaml': 'exceptions: { comments: forbidden, longest: 90 }\n',
    'a/.bulkhead.yaml': 'exceptions:\n  comments: allowed\n  longest: 180\n',
    'a/Dockerfile': QUIET,
  };
  inSandbox(files, ({ run }) => {
    const { code, out } = run(['check']);
    assert.equal(code, 2);
    assert.match(out, / --> a\/\.bulkhead\.yaml:2:\d+\n/);
    assert.match(out, / --> a\/\.bulkhead\.yaml:3:\d+\n/);
  });
});

test('what the configuration leaves out is silent in a folder and named on the line', () => {
  const files = {
    '.bulkhead.yaml': 'exclude: [vendor/, "*.old.yaml"]\n',
    'compose.yaml': QUIET_COMPOSE,
    'compose.old.yaml': PRIVILEGED,
    'vendor/a/compose.yaml': PRIVILEGED,
  };
  inSandbox(files, (sandbox) => {
    assert.deepEqual(
      checkedPaths(sandbox).filter((path) => !path.startsWith('.')),
      ['compose.yaml'],
    );
    assert.equal(sandbox.run(['check']).err, '');
    const named = sandbox.run(['check', 'compose.old.yaml']);
    assert.equal(named.code, 0);
    assert.equal(
      named.err,
      "bulkhead: compose.old.yaml: is left out by the configuration and was not checked; 'bulkhead config compose.old.yaml' says where\n" +
        'bulkhead: the configuration leaves out all that there is to check in compose.old.yaml\n',
    );
    assert.match(sandbox.run(['check', 'vendor']).err, /leaves out all that there is to check in vendor/);
    const report = parseJson(sandbox.run(['report', '--format=json']));
    assert.deepEqual(
      report.files.map(({ path }) => path).filter((path) => path.endsWith('compose.yaml')),
      ['compose.yaml'],
    );
    const { out } = sandbox.run(['config', 'vendor/a/compose.yaml']);
    assert.match(out, /^# Left out and not checked: 'vendor\/' in \.bulkhead\.yaml:1$/m);
    // A folder that is left out is not judged for what is written in it.
    sandbox.write('vendor/.bulkhead.yaml', 'nonsense: 1\n');
    assert.equal(sandbox.run(['check']).code, 0);
  });
});

const QUIET_COMPOSE = 'services: {}\n';

test('config prints what applies and who says it', () => {
  const files = {
    '.bulkhead.yaml': [
      'profile: strict',
      'rules:',
      '  no-privileged: warning',
      '  no-open-*: off',
      'trusted-registries: [docker.io/library, "registry.example.com:5000"]',
      'exceptions: { longest: 180 }',
      'overrides:',
      '  - paths: [dev/]',
      '    profile: development',
      'except:',
      '  - rules: no-sudo',
      '    paths: [dev/]',
      '    until: 2027-03-31',
      '    reason: "yes: it does"',
      '',
    ].join('\n'),
    'dev/.bulkhead.yaml': 'rules: { no-privileged: hint }\ndevelopment: { paths: [x/] }\n',
    'dev/x/Dockerfile': QUIET,
    'other/Dockerfile': QUIET,
  };
  inSandbox(files, (sandbox) => {
    const { code, out } = sandbox.run(['config', 'dev/x/Dockerfile']);
    assert.equal(code, 0);
    const rows = out.split('\n').map((row) => row.replace(/ {3,59}#/u, ' #').replace('  #', ' #'));
    for (const row of [
      "# What applies to 'dev/x/Dockerfile'.",
      '# Read, the nearest first: dev/.bulkhead.yaml, .bulkhead.yaml',
      "# For development: 'x/' in development.paths (dev/.bulkhead.yaml:2)",
      'profile: development # .bulkhead.yaml:9',
      '  no-privileged: hint # dev/.bulkhead.yaml:1',
      '  no-open-port: off # .bulkhead.yaml:4',
      '  - docker.io/library # .bulkhead.yaml:5',
      '  - registry.example.com:5000 # .bulkhead.yaml:5',
      '  longest: 180 # .bulkhead.yaml:6',
      '  reason: required # default',
      '  - rules: [no-sudo] # .bulkhead.yaml:11',
      '    until: 2027-03-31',
      '    reason: "yes: it does"',
    ]) {
      assert.ok(rows.includes(row), `${row}\n${out}`);
    }
    // Every origin of a value that is no long list begins in one column.
    const columns = out.split('\n').flatMap((row) => (/\S {2,59}#/u.test(row) ? row.indexOf('#') : []));
    assert.equal(new Set(columns).size, 1, out);
    const folder = sandbox.run(['config', 'dev']).out;
    assert.match(folder, /^# What applies to files in 'dev'\.$/m);
    assert.match(folder, /^profile: development /m);
    assert.match(sandbox.run(['config', '--no-config']).out, /^profile: recommended +# default$/m);
    assert.match(sandbox.run(['config', '--no-baseline']).out, /^baseline: false +# command line$/m);
    assert.match(sandbox.run(['config', '--strict']).out, /^profile: strict +# command line$/m);
    assert.match(sandbox.run(['config', 'other/Dockerfile']).out, /^profile: strict +# \.bulkhead\.yaml:1$/m);
    assert.ok(sandbox.run(['config', '--color']).out.includes('\u001B[2m# .bulkhead.yaml:1'));
  });
});

test('config prints YAML that says the same when it is a configuration itself', () => {
  const text = [
    'rules:',
    '  no-privileged: { severity: warning }',
    'trusted-registries: ["registry.example.com:5000"]',
    'credential-names: ["*_PASSCODE", "null", "1", "a b"]',
    'sensitive-paths: [/srv/vault, "/with: colon", "# hash"]',
    'exceptions: { longest: 180, foreign: ignored }',
    '',
  ].join('\n');
  inSandbox({ '.bulkhead.yaml': text, Dockerfile: QUIET }, (sandbox) => {
    const { out } = sandbox.run(['config', 'Dockerfile']);
    sandbox.write('again/.bulkhead.yaml', `root: true\n${out}`);
    sandbox.write('again/Dockerfile', QUIET);
    const again = sandbox.run(['config', 'again/Dockerfile']);
    assert.deepEqual([again.code, again.err], [0, '']);
    const said = (json: string): unknown => {
      const { rules, trustedRegistries, credentialNames, sensitivePaths, exceptions } = JSON.parse(
        json,
      ) as Record<string, unknown>;
      const values = { rules, trustedRegistries, credentialNames, sensitivePaths, exceptions };
      return JSON.parse(
        JSON.stringify(values, (key, value: unknown) => (key === 'at' || key === 'by' ? undefined : value)),
      );
    };
    const json = (path: string): unknown => said(sandbox.run(['config', '--format=json', path]).out);
    assert.deepEqual(json('again/Dockerfile'), json('Dockerfile'));
  });
});

test('config as JSON has every value with its place', () => {
  inSandbox({ '.bulkhead.yaml': 'profile: strict\n', Dockerfile: QUIET }, ({ run }) => {
    const said = JSON.parse(run(['config', 'Dockerfile', '--format=json']).out) as Record<string, unknown>;
    assert.deepEqual(said['files'], ['.bulkhead.yaml']);
    assert.deepEqual(said['profile'], {
      value: 'strict',
      by: 'file',
      at: { path: '.bulkhead.yaml', line: 0, character: 9 },
    });
    assert.equal(said['isDevelopment'], false);
    assert.equal(said['version'], 1);
  });
});

test('init writes a file that changes nothing, and never overwrites one', () => {
  inSandbox({ 'compose.yaml': PRIVILEGED, 'a/.bulkhead.json': '{}\n' }, (sandbox) => {
    const before = sandbox.run(['check']);
    const { code, out } = sandbox.run(['init']);
    assert.equal(code, 0);
    assert.match(out, /^Wrote \.bulkhead\.yaml, /);
    assert.match(out, /bulkhead baseline/);
    assert.deepEqual(sandbox.run(['check']), before);
    const text = sandbox.read('.bulkhead.yaml');
    assert.equal(sandbox.run(['init', '--stdout']).out, text);
    const again = sandbox.run(['init']);
    assert.deepEqual(again, {
      code: 2,
      out: '',
      err: 'bulkhead: .bulkhead.yaml is there already, and stays as it is\n',
    });
    assert.equal(
      sandbox.run(['init', 'a']).err,
      'bulkhead: a/.bulkhead.json is there already, and stays as it is\n',
    );
    mkdirSync(join(sandbox.folder, 'b'));
    assert.match(sandbox.run(['init', 'b']).out, /^Wrote b\/\.bulkhead\.yaml, /);
  });
});

test('init changes nothing below a folder that asks for more', () => {
  inSandbox({ '.bulkhead.yaml': 'profile: strict\n', 'a/compose.yaml': PRIVILEGED }, (sandbox) => {
    const before = sandbox.run(['config', 'a']).out;
    assert.equal(sandbox.run(['init', 'a']).code, 0);
    const after = sandbox.run(['config', 'a']).out;
    assert.match(after, /^profile: strict +# \.bulkhead\.yaml:1$/mu);
    assert.equal(after.replace('a/.bulkhead.yaml, ', ''), before);
  });
});

test('every example of the first configuration is right', () => {
  inSandbox({ 'compose.yaml': QUIET_COMPOSE }, (sandbox) => {
    const { out } = sandbox.run(['init', '--stdout']);
    const whole = out.replace(/^#(?! \S|$| {3}#)/gmu, '');
    assert.match(whole, /^root: true\n(?:.*\n)*except:\n {2}- rules:/mu);
    sandbox.write('.bulkhead.yaml', whole);
    const { code, out: said, err } = sandbox.run(['check']);
    assert.deepEqual([code, err], [0, ''], said);
    assert.doesNotMatch(said, /error|warning/u);
  });
});
