/** The other commands, and what is said of wrong use. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../harness/root.ts';
import { inSandbox, QUIET } from './sandbox.ts';

const ruleIds = readdirSync(join(root, 'server/src/rules'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();

test('--version and --help', () => {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  inSandbox({}, ({ run }) => {
    assert.deepEqual(run(['--version']), { code: 0, out: `bulkhead ${version}\n`, err: '' });
    assert.equal(run(['-V']).out, `bulkhead ${version}\n`);
    for (const args of [['--help'], ['help'], ['-h']])
      assert.match(run(args).out, /^Usage: bulkhead <command>/m);
    const listed = [...run(['--help']).out.matchAll(/^ {2}([a-z]+) /gmu)].map(([, name]) => name ?? '');
    assert.equal(new Set(listed).size, listed.length);
    for (const name of listed) {
      const { code, out } = run([name, '--help']);
      assert.equal(code, 0);
      assert.match(out, new RegExp(`^Usage: bulkhead ${name}`, 'm'));
      assert.equal(run(['help', name]).out, out);
    }
    const bare = run([]);
    assert.equal(bare.code, 2);
    assert.match(bare.err, /^Usage:/m);
  });
});

test('wrong use is said in one line, with what was meant', () => {
  const lines: readonly (readonly [readonly string[], string])[] = [
    [['chekc'], "unknown command 'chekc'; did you mean 'check'?"],
    [['src'], "unknown command 'src'; to check a path, say 'bulkhead check src'"],
    [['--fix'], "unknown option '--fix'; 'bulkhead --help' says what there is"],
    [['check', '--fixx'], "unknown option '--fixx'; did you mean '--fix'?"],
    [['check', '-x'], "unknown option '-x'"],
    [['check', '--format=xml'], "option '--format' takes text or json, not 'xml'"],
    [['check', '--format'], "option '--format' needs a value"],
    [['check', '--format', '--fix'], "option '--format' needs a value"],
    [['check', '--fix=yes'], "option '--fix' takes no value"],
    [['check', '--fail-on=bad'], "option '--fail-on' takes error, warning, info, hint or never, not 'bad'"],
    [['check', '--jobs=0'], "option '--jobs' takes a number from 1 to 256, not '0'"],
    [['check', '--unsafe'], "'--unsafe' needs '--fix' or '--diff'"],
    [['check', '--diff', '--format=json'], "'--diff' prints text; leave out '--format json'"],
    [['check', ''], 'a path is empty'],
    [
      ['check', '--stdin-filename=x', 'y'],
      "'--stdin-filename' takes the text from standard input; leave out the paths",
    ],
    [['explain'], "which rule or topic? 'bulkhead explain --list' lists them"],
    [['explain', 'zzzzzzz'], "unknown rule or topic 'zzzzzzz'; 'bulkhead explain --list' lists them"],
    [['rules', 'x'], "'rules' takes no 'x'"],
    [['lsp'], "say how to talk: 'bulkhead lsp --stdio'"],
  ];
  inSandbox({ Dockerfile: QUIET }, ({ run }) => {
    for (const [args, message] of lines) {
      assert.deepEqual(run(args), { code: 2, out: '', err: `bulkhead: ${message}\n` }, args.join(' '));
    }
  });
});

test('a path that begins with a dash stands behind --', () => {
  inSandbox({ '-x/Dockerfile': QUIET }, ({ run }) => {
    assert.equal(run(['check', '--', '-x']).out, 'Checked 1 file: nothing found.\n');
  });
});

test('explain prints the page of every rule', () => {
  inSandbox({}, ({ run }) => {
    for (const id of ruleIds) {
      const { code, out } = run(['explain', id]);
      assert.equal(code, 0);
      assert.match(out, new RegExp(`^${id}\n`));
      for (const heading of ['What it does', 'Why it matters', 'How to fix']) {
        assert.match(out, new RegExp(`^${heading}$`, 'm'), id);
      }
      assert.doesNotMatch(out, /```|\*\*|^#{2,6} [A-Z]|^\|/m, id);
    }
    assert.ok(run(['explain', '--color', 'no-privileged']).out.startsWith('\u001B[1mno-privileged'));
  });
});

test('explain of an unknown name names the nearest, rules and topics alike', () => {
  inSandbox({}, ({ run }) => {
    const { code, err } = run(['explain', 'no-priviledged']);
    assert.equal(code, 2);
    assert.equal(err, "bulkhead: unknown rule or topic 'no-priviledged'; did you mean no-privileged?\n");
    assert.match(
      run(['explain', 'socket']).err,
      /did you mean no-engine-socket, engine-access#the-socket-inside-a-container\?/,
    );
    assert.match(run(['explain', 'capabilites']).err, /did you mean capabilities\?/);
    assert.match(run(['explain', 'seccomp']).err, /did you mean .*confinement#seccomp/);
    // A name is looked up, never made a path.
    assert.match(run(['explain', '../../package']).err, /^bulkhead: unknown rule or topic/);
  });
});

test('rules lists every rule, as a table and as JSON', () => {
  inSandbox({}, ({ run }) => {
    const rows = run(['rules']).out.trimEnd().split('\n');
    assert.match(rows[0] ?? '', /^Rule +Severity +Fix +Summary$/);
    assert.deepEqual(
      rows.slice(1).map((row) => row.split(' ')[0]),
      ruleIds,
    );
    const { rules } = JSON.parse(run(['rules', '--format=json']).out) as {
      rules: readonly { id: string; severity: string; fix: string; summary: string }[];
    };
    assert.deepEqual(
      rules.map(({ id }) => id),
      ruleIds,
    );
    for (const { severity, fix, summary } of rules) {
      assert.match(severity, /^(?:error|warning|info|hint)$/);
      assert.match(fix, /^(?:none|safe|unsafe)$/);
      assert.match(summary, /^(?:Disallow|Require|Prefer) /);
    }
  });
});
