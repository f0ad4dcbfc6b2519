/** One run says the same in every format, and the same as `check`. */
import assert from 'node:assert/strict';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Report } from '../../server/src/report/report.ts';
import { corpusFolder } from '../corpus/files.ts';
import { inSandbox, type Json, parseJson, type Sandbox } from '../cli/sandbox.ts';
import { root } from '../harness/root.ts';

/** A finding as everybody names it: path, place, rule, severity, message. */
function key(
  path: string,
  finding: { ruleId: string; severity: string; message: string; range: unknown },
): string {
  return JSON.stringify([path, finding.ruleId, finding.severity, finding.message, finding.range]);
}

function keysOf({ files }: Json | Report): string[] {
  // What stands in another file than the one that leads there has that one's path.
  return files
    .flatMap(({ path, findings }) =>
      findings.map((finding) => key('path' in finding ? String(finding.path) : path, finding)),
    )
    .sort();
}

interface Sarif {
  readonly runs: readonly {
    readonly results: readonly {
      readonly ruleId: string;
      readonly message: { readonly text: string };
      readonly partialFingerprints: Readonly<Record<string, string>>;
    }[];
  }[];
}

function agree({ run }: Sandbox, ...options: readonly string[]): void {
  const made = (format: string): string => run(['report', '--format', format, ...options]).out;
  const report = JSON.parse(made('json')) as Report;
  const checked = parseJson(run(['check', '--format=json', '--fail-on=never', ...options]));
  const keys = keysOf(report);
  assert.ok(keys.length > 0);
  assert.deepEqual(keys, keysOf(checked), 'check');

  const findings = report.files.flatMap((file) =>
    file.findings.map((finding) => ({ path: file.path, ...finding })),
  );
  const prints = findings.map(({ fingerprint }) => fingerprint).sort();
  const html = [...made('html').matchAll(/<li class="finding[^"]*" id="f-([^"]+)"/gu)].map(([, id]) => id);
  assert.deepEqual(html.sort(), prints, 'html');

  const { runs } = JSON.parse(made('sarif')) as Sarif;
  const results = runs.flatMap((each) => each.results);
  assert.deepEqual(
    results.flatMap((result) => Object.values(result.partialFingerprints)).sort(),
    prints,
    'sarif',
  );
  const rulesOf = (list: readonly { readonly ruleId: string }[]): string[] =>
    list.map(({ ruleId }) => ruleId).sort();
  assert.deepEqual(rulesOf(results), rulesOf(findings), 'rules of sarif');

  // Markdown has no fingerprints; severity and line of each finding stand in the section between these headings.
  const [, section = ''] = /\n## Findings\n([\s\S]*?)\n## By standard\n/u.exec(made('markdown')) ?? [];
  const items = section.split('\n').filter((line) => line.startsWith('- **'));
  const lines = items.map((item) => `${item.split('**')[1] ?? ''}:${/:(\d+) ?`/u.exec(item)?.[1] ?? ''}`);
  const expected = findings.map(({ severity, range }) => `${severity}:${range.start.line + 1}`);
  assert.deepEqual(lines.sort(), expected.sort(), 'markdown');
}

test('on the sample', () => {
  inSandbox({}, (sandbox) => {
    cpSync(join(root, 'sample'), sandbox.folder, { recursive: true });
    agree(sandbox);
    agree(sandbox, '--strict');
    agree(sandbox, '-j', '3');
  });
});

test('on projects of several files', () => {
  const main = 'include: [db/compose.yaml]\nservices:\n  web:\n    image: nginx:1.27\n';
  const files = {
    '.env': 'MODE=host\n',
    'compose.yaml': main,
    'compose.override.yaml': 'services:\n  web:\n    privileged: true\n',
    'other.yaml': main,
    'db/compose.yaml': 'services:\n  db:\n    image: postgres:16\n    network_mode: ${MODE}\n',
  };
  inSandbox(files, (sandbox) => {
    agree(sandbox);
    assert.equal(sandbox.run(['check']).out.split('[no-open-port]').length, 2);
  });
});

test('on files with hostile names and values', () => {
  const names = [
    '<script>alert(1)</script>',
    '`a` | [b](c)',
    '"quotes" & \'so\'',
    '\u202Erevo',
    'x'.repeat(200),
  ];
  const services = names
    .map(
      (name, i) =>
        `  ${JSON.stringify(name)}:\n    image: nginx\n    privileged: true\n    ports: ["80${i}:80"]\n`,
    )
    .join('');
  const files = Object.fromEntries(
    names.flatMap((name) => {
      const folder = name.replaceAll('/', '∕');
      return [
        [`${folder}/compose.yaml`, `services:\n${services}`],
        [`${folder}/Dockerfile`, `FROM nginx\nRUN sudo echo "${name}"\nADD ${JSON.stringify(name)} /\n`],
      ];
    }),
  );
  inSandbox(files, agree);
});

const corpus = corpusFolder;
if (corpus === undefined) {
  test('the corpus is not on this machine (BULKHEAD_CORPUS is not set)', () => {
    assert.equal(corpus, undefined);
  });
} else {
  test('on the Compose files of the corpus', () => {
    inSandbox({}, (sandbox) => {
      cpSync(join(corpus, 'compose'), sandbox.folder, { recursive: true });
      agree(sandbox);
    });
  });
}
