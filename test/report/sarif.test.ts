/** SARIF that code scanning takes: valid by the published schema, complete, and true to the texts it speaks of. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import Ajv from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import { indexLines, offsetAt } from '../../server/src/base/line-index.ts';
import { registry } from '../../server/src/generated/registry.ts';
import type { Report } from '../../server/src/report/report.ts';
import { toSarif } from '../../server/src/report/sarif.ts';
import { root } from '../harness/root.ts';
import { fullReport } from './full-report.ts';
import { reportOf, reportOfFolder } from './sample-report.ts';

interface Region {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly snippet?: { readonly text: string };
}
interface Place {
  readonly artifactLocation: { readonly uri: string; readonly uriBaseId: string; readonly index?: number };
  readonly region?: Region;
  readonly contextRegion?: { readonly startLine: number; readonly endLine: number };
}
interface Located {
  readonly id?: number;
  readonly physicalLocation: Place;
  readonly logicalLocations?: readonly { readonly name?: string; readonly kind?: string }[];
}
interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations: readonly Located[];
  readonly partialFingerprints: Readonly<Record<string, string>>;
  readonly relatedLocations?: readonly Located[];
  readonly fixes?: readonly {
    readonly description: { readonly text: string };
    readonly artifactChanges: readonly {
      readonly replacements: readonly {
        readonly deletedRegion: Region;
        readonly insertedContent?: { readonly text: string };
      }[];
    }[];
    readonly properties: { readonly applicability: string };
  }[];
  readonly suppressions?: readonly { readonly justification: string; readonly kind: string }[];
  readonly baselineState?: string;
}
interface Descriptor {
  readonly id: string;
  readonly name: string;
  readonly shortDescription: { readonly text: string };
  readonly fullDescription: { readonly text: string };
  readonly help: { readonly text: string; readonly markdown: string };
  readonly relationships: readonly {
    readonly target: { readonly id: string; readonly toolComponent: { name: string; index: number } };
  }[];
  readonly properties: Readonly<Record<string, unknown>> & { readonly tags: readonly string[] };
}
interface Run {
  readonly tool: {
    readonly driver: { readonly rules: readonly Descriptor[]; readonly notifications: readonly unknown[] };
  };
  readonly results: readonly Result[];
  readonly artifacts: readonly { readonly location: { readonly uri: string } }[];
  readonly taxonomies: readonly {
    readonly name: string;
    readonly taxa: readonly { readonly id: string }[];
  }[];
  readonly invocations: readonly [
    {
      readonly toolExecutionNotifications: readonly {
        readonly descriptor: { readonly id: string; readonly index: number };
        readonly level: string;
        readonly message: { readonly text: string };
        readonly locations: readonly Located[];
      }[];
    },
  ];
}

const pages: Record<'rules', Record<string, string>> = JSON.parse(
  readFileSync(join(root, 'dist/pages.json'), 'utf8'),
);
// One pattern of the schema is no regular expression in Unicode mode.
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats(ajv);
const validate = ajv.compile(
  JSON.parse(readFileSync(join(root, 'test/report/sarif-2.1.0.schema.json'), 'utf8')),
);

function sarifOf(report: Report): string {
  return toSarif(report, (id) => pages.rules[id], registry.rules);
}

/** The one run of the log, which must be valid. */
function runOf(report: Report): Run {
  const log: { runs: [Run] } = JSON.parse(sarifOf(report));
  assert.ok(validate(log), ajv.errorsText(validate.errors));
  assert.equal(log.runs.length, 1);
  return log.runs[0];
}

/** Texts that try to be more than text. */
const HOSTILE = {
  'a b/<script>alert(1)</script>/"quoted"/Dockerfile': 'FROM debian\nUSER root\nRUN sudo ls\n',
  'ünïcode/%41/👩‍🚀/#hash?query/compose.yaml': [
    'services:',
    '  "<img src=x onerror=alert(1)>":',
    '    image: "nginx"',
    '    privileged: true',
    `  "\u202egnp.exe\u2066": {image: '${'x'.repeat(10_000)}', privileged: true}`,
    '  emoji: {labels: ["👩‍🚀👩‍🚀"], privileged: true, image: "redis:8.2"}',
    '',
  ].join('\r\n'),
  'c:/odd/..%2F..%2Fetc/Dockerfile':
    'FROM alpine:3.22\nENV API_TOKEN="ghp_0123456789abcdefghijklmnopqrstuvwxyz"\n',
  'half/compose.yaml':
    'services:\n  web:\n    image: nginx:1.31\n    privileged: tr\ud83d\n  db: {privileged: true\n',
};

const sample = reportOfFolder(join(root, 'sample'));
const hostile = reportOf(HOSTILE);

test('the schema refuses what is not SARIF, and takes what is', () => {
  assert.equal(validate({ version: '2.1.0' }), false);
  assert.equal(validate({ version: '2.1.0', runs: [{ tool: { driver: {} } }] }), false);
  assert.ok(validate({ version: '2.1.0', runs: [{ tool: { driver: { name: 'x' } }, results: [] }] }));
});

for (const [name, report] of Object.entries({ sample, hostile, empty: reportOf({}) })) {
  test(`${name}: every finding is a result, in the same order, with its place and its fixes`, () => {
    const { results } = runOf(report);
    const findings = report.files.flatMap((file) => file.findings.map((finding) => ({ file, finding })));
    assert.equal(results.length, findings.length);
    for (const [index, { file, finding }] of findings.entries()) {
      const result = results[index];
      const place = result?.locations[0]?.physicalLocation;
      assert.ok(result && place?.region);
      assert.equal(result.ruleId, finding.ruleId);
      assert.equal(result.message.text, finding.message);
      assert.deepEqual(result.partialFingerprints, { 'bulkhead/v1': finding.fingerprint });
      assert.equal(
        decodeURIComponent(place.artifactLocation.uri),
        (finding.path ?? file.path).replace(/\p{Cs}/gu, '\uFFFD'),
      );
      assert.equal(place.region.startLine, finding.range.start.line + 1);
      assert.equal(place.region.startColumn, finding.range.start.character + 1);
      assert.equal(place.region.endLine, finding.range.end.line + 1);
      assert.equal(place.region.endColumn, finding.range.end.character + 1);
      assert.equal(result.relatedLocations?.length ?? 0, finding.related.length);
      assert.equal(result.fixes?.length ?? 0, finding.fixes.filter(({ edits }) => edits.length > 0).length);
    }
  });

  test(`${name}: every index leads to what it names`, () => {
    const { tool, results, artifacts, taxonomies, invocations } = runOf(report);
    const { rules, notifications } = tool.driver;
    for (const { ruleId, ruleIndex, locations, relatedLocations = [] } of results) {
      assert.equal(rules[ruleIndex]?.id, ruleId);
      for (const { physicalLocation } of [...locations, ...relatedLocations]) {
        const { uri, index, uriBaseId } = physicalLocation.artifactLocation;
        assert.equal(uriBaseId, '%SRCROOT%');
        if (index !== undefined) assert.equal(artifacts[index]?.location.uri, uri);
      }
    }
    for (const { target } of rules.flatMap(({ relationships }) => relationships)) {
      const taxonomy = taxonomies[target.toolComponent.index];
      assert.equal(taxonomy?.name, target.toolComponent.name);
      assert.ok(taxonomy.taxa.some(({ id }) => id === target.id));
    }
    for (const { descriptor } of invocations[0].toolExecutionNotifications) {
      assert.ok(JSON.stringify(notifications[descriptor.index]).includes(`"${descriptor.id}"`));
    }
  });

  test(`${name}: nothing names a place on this machine`, () => {
    const text = sarifOf(report);
    assert.ok(!text.includes('file:/') && !text.includes(root));
    assert.ok(!/\p{Cs}/u.test(text), 'half a pair of surrogates stands alone');
  });
}

test('a snippet is what stands in its region, and a context holds its region', () => {
  let snippets = 0;
  for (const { locations } of runOf(sample).results) {
    const { artifactLocation, region, contextRegion } = locations[0]?.physicalLocation ?? {};
    assert.ok(artifactLocation && region);
    if (contextRegion) {
      assert.ok(contextRegion.startLine <= region.startLine && region.endLine <= contextRegion.endLine);
    }
    if (!region.snippet) continue;
    snippets++;
    const lines = indexLines(
      readFileSync(join(root, 'sample', decodeURIComponent(artifactLocation.uri)), 'utf8'),
    );
    const start = offsetAt(lines, { line: region.startLine - 1, character: region.startColumn - 1 });
    const end = offsetAt(lines, { line: region.endLine - 1, character: region.endColumn - 1 });
    assert.equal(region.snippet.text, hiddenLike(region.snippet.text, lines.text.slice(start, end)));
  }
  assert.ok(snippets > 20);
});

/** A text with those characters hidden that are hidden in another: a secret is not handed on. */
function hiddenLike(shown: string, text: string): string {
  return [...text].map((character, index) => (shown[index] === '•' ? '•' : character)).join('');
}

test('of long lines no region claims to show all', () => {
  const line = `ENV ${'A=b '.repeat(200)} API_KEY=${'z1'.repeat(200)} TLS=1`;
  const { results } = runOf(reportOf({ Dockerfile: `FROM debian:13\n${line}\nUSER 1000\n` }));
  for (const { locations } of results) {
    const region = locations[0]?.physicalLocation.region;
    assert.ok(region);
    if (region.snippet) assert.equal(region.snippet.text.length, region.endColumn - region.startColumn);
  }
  assert.ok(results.some(({ locations }) => locations[0]?.physicalLocation.region?.snippet === undefined));
});

test('fixes are edits from 1 on, the safe ones first, and unsafe ones say what may break', () => {
  const report = reportOf({
    'compose.yaml': 'version: "3"\nservices:\n  web:\n    image: nginx:1.31\n    privileged: true\n',
  });
  const { results } = runOf(report);
  const obsolete = results.find(({ ruleId }) => ruleId === 'no-obsolete-version');
  assert.deepEqual(obsolete?.fixes?.[0]?.artifactChanges[0]?.replacements, [
    { deletedRegion: { startLine: 1, startColumn: 1, endLine: 2, endColumn: 1 } },
  ]);
  const privileged = results.find(({ ruleId }) => ruleId === 'no-privileged');
  assert.match(privileged?.fixes?.[0]?.description.text ?? '', /What may break: \S/u);
  for (const { fixes = [] } of [...results, ...runOf(sample).results]) {
    const order = fixes.map(({ properties }) => properties.applicability);
    assert.deepEqual(order, [...order].sort());
  }
});

test('rules say what code scanning asks for, within its limits', () => {
  const { rules } = runOf(sample).tool.driver;
  assert.deepEqual(
    rules.map(({ id }) => id),
    registry.rules.map(({ id }) => id).sort(),
  );
  for (const rule of rules) {
    const { name, shortDescription, fullDescription, help, properties } = rule;
    assert.ok(name.length <= 255 && shortDescription.text.length <= 1024, rule.id);
    assert.ok(fullDescription.text.length > 20 && fullDescription.text.length <= 1024, rule.id);
    assert.notEqual(fullDescription.text, shortDescription.text, rule.id);
    assert.ok(properties.tags.includes('security') && properties.tags.length <= 10, rule.id);
    const score = properties['security-severity'];
    assert.ok(typeof score === 'string' && Number(score) > 0 && Number(score) <= 10, rule.id);
    assert.match(String(properties['precision']), /^(?:very-high|high|medium|low)$/u);
    assert.match(String(properties['problem.severity']), /^(?:error|warning|recommendation)$/u);
    for (const [, target = ''] of help.markdown.matchAll(/\]\(([^)]*)\)/gu)) {
      assert.match(target, /^https?:/u, `${rule.id} links to a page that a reader of the file has not`);
    }
    assert.match(help.markdown, /^## /mu);
    assert.doesNotMatch(help.text, /^#|\]\(/mu);
    assert.ok(!('helpUri' in rule), 'no page of ours is public');
  }
});

test('weaknesses are tags that code scanning knows', () => {
  const tags = runOf(sample).tool.driver.rules.flatMap(({ properties }) => properties.tags);
  assert.ok(tags.includes('external/cwe/cwe-250') && tags.includes('external/cwe/cwe-295'));
});

test('what was not checked is a notification', () => {
  const report = reportOf({
    'compose.yaml': 'services:\n  web:\n    image: ${UNSET_IMAGE}\n    env_file: missing.env\n',
    'broken/compose.yaml': 'services:\n  web: {image: nginx:1.31\n',
    'long/Dockerfile': `FROM debian:13\n${'# x\n'.repeat(600_000)}`,
    '.gitlab-ci.yml': 'job: {script: [docker run --privileged x]}\n',
  });
  const notices = runOf(report).invocations[0].toolExecutionNotifications;
  const named = notices.map(({ descriptor, level, locations }) => ({
    id: descriptor.id,
    level,
    uri: locations[0]?.physicalLocation.artifactLocation.uri,
  }));
  for (const { path, gaps, problems } of report.files) {
    const own = named.filter(({ uri }) => uri === path);
    assert.ok(own.length >= gaps.length + problems.length, path);
  }
  assert.ok(
    named.some(
      ({ id, level, uri }) => id === 'not-checked' && level === 'error' && uri === 'long/Dockerfile',
    ),
  );
  assert.ok(named.some(({ id, uri }) => id === 'problem' && uri === 'broken/compose.yaml'));
  assert.ok(named.some(({ id, uri }) => id === 'not-understood' && uri === '.gitlab-ci.yml'));
});

test('an exception is a suppression with its reason; the others say that they have none', () => {
  const { results } = runOf(fullReport());
  const suppressed = results.flatMap(({ suppressions }) => suppressions ?? []);
  assert.deepEqual(
    new Map(suppressed.map(({ kind, justification }) => [justification, kind])),
    new Map([
      ['It is a test machine.', 'inSource'],
      ['<b>Legacy</b>, see *the ticket*.', 'external'],
      [undefined, 'inSource'],
    ]),
  );
  const others = results.filter(({ suppressions }) => suppressions?.length === 0);
  assert.equal(others.length + suppressed.length, results.length);
  assert.ok(runOf(sample).results.every(({ suppressions }) => suppressions === undefined));
});

test('beside an earlier report, results are new or unchanged', () => {
  const [first, ...rest] = sample.files.flatMap(({ findings }) => findings.map((one) => one.fingerprint));
  assert.ok(first !== undefined);
  const comparison = {
    date: '2026-03-01',
    title: 'shop',
    mended: [],
    added: [first],
    remaining: rest,
    unknown: [],
    cautions: [],
  };
  const states = runOf({ ...sample, comparison }).results.map(({ baselineState }) => baselineState);
  assert.deepEqual(states, ['new', ...rest.map(() => 'unchanged')]);
});

test('the same files in another order give the same bytes', () => {
  const backwards = Object.fromEntries(Object.entries(HOSTILE).reverse());
  assert.equal(sarifOf(reportOf(backwards)), sarifOf(hostile));
});

test('a service or stage is a logical location', () => {
  const kinds = runOf(sample).results.flatMap(({ locations }) => locations[0]?.logicalLocations ?? []);
  assert.ok(kinds.some(({ name, kind }) => name === 'worker' && kind === 'service'));
  assert.ok(kinds.some(({ name, kind }) => name === 'packages' && kind === 'stage'));
});
