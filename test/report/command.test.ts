/** `bulkhead report`: where the document goes, what decides its format, how it ends, and what it says of files it cannot read. */
import assert from 'node:assert/strict';
import { chmodSync, readdirSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { Report } from '../../server/src/report/report.ts';
import { ADDS, type Ended, inSandbox, PRIVILEGED, QUIET } from '../cli/sandbox.ts';

function parse({ out }: Pick<Ended, 'out'>): Report {
  return JSON.parse(out) as Report;
}

describe('the format', () => {
  test('is Markdown by itself, or what --format says', () => {
    inSandbox({ Dockerfile: QUIET }, ({ run }) => {
      assert.match(run(['report']).out, /^# Hardening report: /u);
      assert.match(run(['report', '--format=html']).out, /^<!doctype html>/iu);
      assert.equal(parse(run(['report', '--format=json'])).version, 1);
      assert.match(run(['report', '--format=sarif']).out, /"version": ?"2\.1\.0"/u);
    });
  });

  test('follows the ending of the file, unless --format says otherwise', () => {
    inSandbox({ Dockerfile: QUIET }, ({ run, read }) => {
      const begins: readonly (readonly [string, RegExp])[] = [
        ['r.html', /^<!doctype html>/iu],
        ['r.HTM', /^<!doctype html>/iu],
        ['r.md', /^# Hardening/u],
        ['r.json', /^\{"version":1/u],
        ['r.sarif', /"2\.1\.0"/u],
        ['r.sarif.json', /"2\.1\.0"/u],
      ];
      for (const [name, begin] of begins) {
        assert.deepEqual(run(['report', '-o', name]), { code: 0, out: '', err: '' }, name);
        assert.match(read(name), begin, name);
      }
      run(['report', '-o', 'r.html', '--format', 'markdown']);
      assert.match(read('r.html'), /^# Hardening/u);
    });
  });

  test('must be said where nothing says it', () => {
    inSandbox({ Dockerfile: QUIET }, ({ run, folder }) => {
      const { code, err } = run(['report', '-o', 'report.txt']);
      assert.equal(code, 2);
      assert.equal(err, "bulkhead: the name 'report.txt' says no format; add '--format html'\n");
      assert.deepEqual(readdirSync(folder), ['Dockerfile']);
      assert.match(run(['report', '--format=pdf']).err, /html, markdown, json or sarif, not 'pdf'/u);
    });
  });
});

describe('the file', () => {
  test('is replaced at once, keeps its mode, and leaves nothing beside it', () => {
    inSandbox({ Dockerfile: QUIET, 'out/r.md': 'old' }, ({ run, folder, read }) => {
      chmodSync(join(folder, 'out/r.md'), 0o640);
      symlinkSync('r.md', join(folder, 'out/link.md'));
      assert.equal(run(['report', '-o', 'out/link.md']).code, 0);
      assert.match(read('out/r.md'), /^# Hardening/u);
      assert.equal(statSync(join(folder, 'out/r.md')).mode & 0o777, 0o640);
      assert.deepEqual(readdirSync(join(folder, 'out')).sort(), ['link.md', 'r.md']);
    });
  });

  test('that cannot be written is told before any work is done', () => {
    inSandbox({ Dockerfile: QUIET, 'a/b': '' }, ({ run }) => {
      const told: readonly (readonly [string, RegExp])[] = [
        ['a', /'a' is a folder/u],
        ['missing/r.md', /'missing\/r\.md' cannot be written: no such file or folder/u],
        ['a/b/r.md', /cannot be written/u],
      ];
      for (const [name, reason] of told) {
        const { code, out, err } = run(['report', '-o', name, '--format=html']);
        assert.deepEqual([code, out], [2, '']);
        assert.match(err, reason);
      }
    });
  });

  test('named - is standard output', () => {
    inSandbox({ Dockerfile: QUIET }, ({ run }) => {
      assert.match(run(['report', '-o', '-']).out, /^# Hardening/u);
    });
  });
});

describe('paths', () => {
  const files = { 'shop/compose.yaml': PRIVILEGED, 'shop/web/Dockerfile': ADDS, 'other/Dockerfile': QUIET };
  const pathsOf = ({ files: reviews }: Report): string[] => reviews.map(({ path }) => path);

  test('begin in the folder that is named, which is the title', () => {
    inSandbox(files, ({ run }) => {
      for (const name of ['shop', './shop/', 'other/../shop']) {
        const report = parse(run(['report', '--format=json', name]));
        assert.equal(report.title, 'shop');
        assert.deepEqual(pathsOf(report), ['compose.yaml', 'web/Dockerfile']);
      }
    });
  });

  test('begin in the current folder for files and several folders', () => {
    inSandbox(files, ({ run, folder }) => {
      const report = parse(run(['report', '--format=json', 'shop/web', 'other']));
      assert.deepEqual(pathsOf(report), ['other/Dockerfile', 'shop/web/Dockerfile']);
      assert.equal(report.title, folder.split('/').at(-1));
      const single = parse(run(['report', '--format=json', 'shop/compose.yaml']));
      assert.deepEqual(pathsOf(single), ['shop/compose.yaml']);
    });
  });

  test('of the machine appear nowhere', () => {
    inSandbox({ ...files, 'shop/.env': 'A=1\n' }, ({ run, folder }) => {
      for (const format of ['html', 'markdown', 'json', 'sarif']) {
        assert.ok(!run(['report', '--format', format, join(folder, 'shop')]).out.includes(folder), format);
      }
    });
  });
});

describe('the end', () => {
  test('is 0 whatever was found, unless --fail-on says otherwise', () => {
    inSandbox({ 'compose.yaml': PRIVILEGED }, ({ run }) => {
      assert.equal(run(['report']).code, 0);
      assert.equal(run(['report', '--fail-on=error']).code, 1);
      assert.equal(run(['report', '--fail-on=never']).code, 0);
    });
    inSandbox({ Dockerfile: ADDS }, ({ run }) => {
      assert.equal(run(['report', '--fail-on=warning']).code, 0);
      assert.equal(run(['report', '--fail-on=info']).code, 1);
    });
  });

  test('is that of a check where a baseline has what was found', () => {
    inSandbox({ 'compose.yaml': PRIVILEGED }, ({ run, write }) => {
      assert.equal(run(['baseline']).code, 0);
      assert.equal(run(['check', '--fail-on=hint']).code, 0);
      assert.equal(run(['report', '--fail-on=hint']).code, 0);
      assert.equal(run(['report', '--fail-on=error', '--no-baseline']).code, 1);
      write('b/compose.yaml', PRIVILEGED);
      assert.equal(run(['report', '--fail-on=error']).code, 1);
    });
  });

  test('is 2 where a file could not be checked, and the report says which', () => {
    inSandbox({ Dockerfile: QUIET, 'b/Dockerfile': 'FROM a\0' }, ({ run, folder }) => {
      symlinkSync('nowhere', join(folder, 'compose.yaml'));
      const ended = run(['report', '--format=json']);
      assert.equal(ended.code, 2);
      const lines = ended.err.trimEnd().split('\n');
      assert.deepEqual(lines, [
        'bulkhead: compose.yaml: a link to a file that does not exist',
        'bulkhead: b/Dockerfile: This is not a text file: it has NUL bytes.',
      ]);
      const statuses = parse(ended).files.map(({ path, status }) => `${path}: ${status}`);
      assert.deepEqual(statuses, ['Dockerfile: judged', 'b/Dockerfile: unread', 'compose.yaml: unread']);
    });
  });

  test('without a file to check is told', () => {
    inSandbox({ 'notes.txt': '' }, ({ run }) => {
      const { code, out, err } = run(['report']);
      assert.equal(code, 0);
      assert.match(out, /no file that configures containers/u);
      assert.equal(err, 'bulkhead: no Dockerfile or Compose file in .\n');
    });
  });

  test('of a path that is not there is trouble', () => {
    inSandbox({ Dockerfile: QUIET }, ({ run }) => {
      const { code, err } = run(['report', 'nowhere']);
      assert.equal(code, 2);
      assert.match(err, /nowhere: no such file or folder/u);
      assert.match(run(['report', '']).err, /a path is empty/u);
    });
  });

  test('of --help says that a report is no gate', () => {
    inSandbox({}, ({ run }) => {
      const { code, out } = run(['report', '--help']);
      assert.equal(code, 0);
      assert.match(out, /A report is no gate/u);
      assert.equal(run(['help', 'report']).out, out);
    });
  });
});

describe('--compare', () => {
  test('says what changed since an earlier report', () => {
    inSandbox({ 'compose.yaml': PRIVILEGED, Dockerfile: ADDS }, ({ run, write }) => {
      run(['report', '-o', 'before.json']);
      write('compose.yaml', PRIVILEGED.replace('    privileged: true\n', ''));
      const { comparison } = parse(run(['report', '--format=json', '--compare', 'before.json']));
      assert.deepEqual(
        comparison?.mended.map(({ ruleId }) => ruleId),
        ['no-privileged'],
      );
      assert.match(run(['report', '--compare=before.json']).out, /^## Before and after$/mu);
    });
  });

  test('of what is no report ends before any work is done', () => {
    const files = {
      Dockerfile: QUIET,
      'a.json': '{}',
      'b.json': '{"a":',
      'v2.json': '{"version":2,"tool":{"name":"Bulkhead"}}',
    };
    inSandbox(files, ({ run }) => {
      const told: readonly (readonly [string, RegExp])[] = [
        ['a.json', /'a\.json': is not a report of Bulkhead: make one with/u],
        ['b.json', /'b\.json': is not JSON/u],
        ['v2.json', /is a report of version 2/u],
        ['none.json', /'none\.json': no such file or folder/u],
        ['.', /folder/u],
      ];
      for (const [name, reason] of told) {
        const { code, out, err } = run(['report', `--compare=${name}`]);
        assert.deepEqual([code, out], [2, ''], name);
        assert.match(err, reason);
      }
    });
  });
});

test('the day is that of SOURCE_DATE_EPOCH where it is set', () => {
  inSandbox({ Dockerfile: QUIET }, ({ run }) => {
    const dayOf = (value: string): string =>
      parse(run(['report', '--format=json'], { env: { SOURCE_DATE_EPOCH: value } })).date;
    assert.equal(dayOf('1774915200'), '2026-03-31');
    assert.match(dayOf('soon'), /^\d{4}-\d{2}-\d{2}$/u);
  });
});

test('the day is the same in all time zones, so that exceptions end for everybody at once', () => {
  inSandbox({ Dockerfile: QUIET }, ({ run }) => {
    const dayIn = (zone: string): string =>
      parse(run(['report', '--format=json'], { env: { TZ: zone, SOURCE_DATE_EPOCH: '' } })).date;
    // It is never the same day in these two; whoever runs this over midnight in UTC is asked twice.
    const [east, west, again] = ['Etc/GMT-14', 'Etc/GMT+12', 'Etc/GMT-14'].map(dayIn);
    assert.ok(west === east || west === again, `${east} and ${west}`);
  });
});

test('what was ticked on the checklist is ticked in the report', () => {
  const ticks = '{"version":1,"ticked":{"data-partition":"2026-03-01","unknown":"2026-03-01"}}';
  inSandbox({ Dockerfile: QUIET, '.bulkhead-checklist.json': ticks }, ({ run, write }) => {
    const ticked = (): string[] =>
      parse(run(['report', '--format=json'])).checklist.flatMap(({ id, ticked }) => (ticked ? [id] : []));
    assert.deepEqual(ticked(), ['data-partition']);
    write('.bulkhead-checklist.json', '{');
    assert.match(run(['report']).err, /\.bulkhead-checklist\.json: is not JSON; nothing is ticked/u);
    assert.deepEqual(ticked(), []);
  });
});

test('--strict also tells what is in doubt, and the report says that it was asked for', () => {
  const text = 'services:\n  web:\n    image: nginx:1.29\n    ports:\n      - "${ADDRESS}:80:80"\n';
  inSandbox({ 'compose.yaml': text }, ({ run }) => {
    const count = (report: Report): number =>
      report.files.reduce((sum, { findings }) => sum + findings.length, 0);
    const plain = parse(run(['report', '--format=json']));
    const strict = parse(run(['report', '--format=json', '--strict']));
    assert.deepEqual([plain.strict, strict.strict], [false, true]);
    assert.ok(count(strict) > count(plain));
  });
});

test('any number of threads makes the same bytes', () => {
  const files = Object.fromEntries(
    Array.from({ length: 90 }, (_, i) => [
      `${i}/${i % 2 ? 'Dockerfile' : 'compose.yaml'}`,
      i % 2 ? ADDS : PRIVILEGED,
    ]),
  );
  inSandbox(files, ({ run }) => {
    const one = run(['report', '--format=json', '-j1']);
    assert.equal(one.err, '');
    for (const jobs of ['2', '5']) assert.deepEqual(run(['report', '--format=json', '-j', jobs]), one);
  });
});

test('a YAML file of another kind is left out; one that is named is told of', () => {
  inSandbox({ 'config.yaml': 'a: 1\n', Dockerfile: QUIET }, ({ run }) => {
    assert.deepEqual(
      parse(run(['report', '--format=json'])).files.map(({ path }) => path),
      ['Dockerfile'],
    );
    const named = run(['report', 'config.yaml']);
    assert.match(named.err, /config\.yaml: is neither a Dockerfile nor a Compose file and was not checked/u);
  });
});
