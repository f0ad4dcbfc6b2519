/** What a report says: fingerprints that last, grades that can be checked by hand, priorities, evidence, comparisons. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { registry } from '../../server/src/generated/registry.ts';
import { factsOf } from '../../server/src/report/html/facts.ts';
import { findingsOfItem } from '../../server/src/report/items.ts';
import { type Earlier, readEarlier } from '../../server/src/report/earlier.ts';
import { buildReport } from '../../server/src/report/build.ts';
import {
  CAPS,
  FULL_POINTS,
  LETTERS,
  MISSING_POINTS,
  MOST_COUNTED,
  numberOf,
  POINTS,
} from '../../server/src/report/grade.ts';
import { toHtml } from '../../server/src/report/html/to-html.ts';
import { toMarkdown } from '../../server/src/report/markdown.ts';
import { toJson } from '../../server/src/report/json.ts';
import type { GradedSubject, Report, ReviewFinding } from '../../server/src/report/report.ts';
import { reportOf, reportOfFolder } from './sample-report.ts';
import { join } from 'node:path';
import { root } from '../harness/root.ts';

const COMPOSE = `services:
  web:
    image: nginx
    ports:
      - "8080:80"
  worker:
    image: alpine:3.22
    privileged: true
`;

const DOCKERFILE = `FROM golang:1.25 AS build
RUN curl -fsSL https://install.example.com/tool.sh | sh

FROM debian
RUN sudo true
RUN sudo true
`;

function findingsIn(report: Report): ReviewFinding[] {
  return report.files.flatMap(({ findings }) => findings);
}

function printsOf(texts: Readonly<Record<string, string>>): string[] {
  return findingsIn(reportOf(texts))
    .map(({ fingerprint }) => fingerprint)
    .sort();
}

function subjectOf(report: Report, name: string): GradedSubject {
  const subject = report.subjects.find((each) => each.name === name);
  assert.ok(subject, `no subject is called ${name}`);
  return subject;
}

describe('fingerprints', () => {
  test('are all different, even of equal lines', () => {
    const prints = printsOf({
      'compose.yaml': COMPOSE,
      Dockerfile: DOCKERFILE,
      'other/Dockerfile': DOCKERFILE,
    });
    assert.ok(prints.length > 10);
    assert.equal(new Set(prints).size, prints.length);
  });

  test('do not move with lines, comments, line ends and the order of services', () => {
    const [web = '', worker = ''] = COMPOSE.slice('services:\n'.length).split(/(?=^ {2}worker)/mu);
    const before = printsOf({ 'compose.yaml': COMPOSE });
    for (const text of [
      `# a head\n\n${COMPOSE}`,
      COMPOSE.replaceAll('\n', '\r\n'),
      `services:\n${worker}${web}`,
      COMPOSE.replace('    ports:', '    # why\n    restart: always\n    ports:'),
      `${COMPOSE}  quiet:\n    build: .\n    user: "1000"\n`,
    ]) {
      const now = printsOf({ 'compose.yaml': text });
      assert.deepEqual(
        before.filter((print) => !now.includes(print)),
        [],
        text,
      );
    }
  });

  test('of a last stage without a name do not move with stages in front of it or with its version', () => {
    const before = printsOf({ Dockerfile: DOCKERFILE });
    const more = printsOf({ Dockerfile: `FROM busybox:1.37 AS first\n\n${DOCKERFILE}` });
    assert.deepEqual(
      before.filter((print) => !more.includes(print)),
      [],
    );
    const rooted = (text: string): string[] =>
      findingsIn(reportOf({ Dockerfile: text }))
        .filter(({ ruleId }) => ruleId === 'no-root-user')
        .map(({ fingerprint }) => fingerprint);
    const image = (version: string): string => `FROM python:${version}\nCMD ["python", "app.py"]\n`;
    assert.equal(rooted(image('3.13')).length, 1);
    assert.deepEqual(rooted(image('3.13')), rooted(image('3.14')));
  });

  test('differ from file to file, from service to service and from value to value', () => {
    const privileged = (path: string, text: string): string | undefined =>
      findingsIn(reportOf({ [path]: text })).find(({ ruleId }) => ruleId === 'no-privileged')?.fingerprint;
    const first = privileged('compose.yaml', COMPOSE);
    assert.ok(first !== undefined);
    assert.notEqual(privileged('a/compose.yaml', COMPOSE), first);
    assert.notEqual(privileged('compose.yaml', COMPOSE.replace('worker:', 'other:')), first);
    const ports = (port: string): string[] => printsOf({ 'compose.yaml': COMPOSE.replace('8080:80', port) });
    assert.notDeepEqual(ports('8081:80'), ports('8080:80'));
  });

  test('of a hint that lists what is missing stay when less is missing', () => {
    const less = COMPOSE.replace('    privileged: true\n', '    privileged: true\n    read_only: true\n');
    assert.deepEqual(printsOf({ 'compose.yaml': less }), printsOf({ 'compose.yaml': COMPOSE }));
  });
});

describe('grades', () => {
  test('follow from the findings by an arithmetic that can be done by hand', () => {
    const report = reportOfFolder(join(root, 'sample'));
    const byPrint = new Map(findingsIn(report).map((finding) => [finding.fingerprint, finding]));
    assert.ok(report.subjects.length > 5);
    for (const { grade, findings, name } of report.subjects) {
      const own = findings.flatMap((print) => byPrint.get(print) ?? []);
      const taken = own.map(({ ruleId, severity, missing }, index) => {
        const before = own
          .slice(0, index)
          .filter((each) => each.ruleId === ruleId && each.severity === severity);
        if (before.length >= MOST_COUNTED) return 0;
        return missing.length > 0 ? missing.length * MISSING_POINTS : POINTS[severity];
      });
      const sum = taken.reduce((a, b) => a + b, 0);
      assert.equal(own.length, findings.length, name);
      assert.equal(grade.points, Math.max(0, FULL_POINTS - sum), name);
      assert.equal(
        grade.deductions.reduce((total, { points }) => total + points, 0),
        sum,
        name,
      );
      const earned = LETTERS.find(({ from }) => grade.points >= from)?.letter ?? '';
      const caps = CAPS.filter(({ severity }) => own.some((each) => each.severity === severity));
      const letters = [earned, ...caps.map(({ letter }) => letter)];
      assert.equal(grade.letter, letters.sort().at(-1), name);
      assert.equal(grade.cap !== undefined, grade.letter !== earned, name);
    }
  });

  test('count every finding of the sample exactly once', () => {
    const report = reportOfFolder(join(root, 'sample'));
    const graded = report.subjects.flatMap(({ findings }) => findings).sort();
    assert.deepEqual(
      graded,
      findingsIn(report)
        .map(({ fingerprint }) => fingerprint)
        .sort(),
    );
  });

  test('put the worst first, and know services, images and what is left of a file', () => {
    const report = reportOf({
      'compose.yaml': `version: "3"\n${COMPOSE}`,
      'api/Dockerfile': DOCKERFILE,
      'docker/jobs.Dockerfile': 'FROM alpine:3.22\nUSER 1000\n',
    });
    const named = report.subjects.map(({ kind, name }) => `${kind} ${name}`);
    assert.deepEqual([...named].sort(), [
      'image api',
      'image docker/jobs',
      'project compose.yaml',
      'service web',
      'service worker',
    ]);
    const letters = report.subjects.map(({ grade }) => grade.letter);
    assert.deepEqual(letters, [...letters].sort().reverse());
    assert.equal(subjectOf(report, 'worker').grade.letter, 'D');
  });

  test('take points for three equal findings at most, and say so', () => {
    const hardened =
      'read_only: true, cap_drop: [ALL], security_opt: ["no-new-privileges:true"], mem_limit: 1g, pids_limit: 99';
    const service = (ports: readonly number[]): string =>
      `services:\n  mail: { image: "a/a:1", ports: [${ports.map((port) => `"${port}:${port}"`).join(', ')}], ${hardened} }\n`;
    const letters = [[4190], [4190, 110, 143], [4190, 110, 143, 8080, 8081]].map((ports) => {
      const { grade } = subjectOf(reportOf({ 'compose.yaml': service(ports) }), 'mail');
      return `${grade.points} ${grade.letter}`;
    });
    assert.deepEqual(letters, ['90 B', '70 C', '70 C']);
    const many = reportOf({ 'compose.yaml': service([4190, 110, 143, 8080, 8081]) });
    assert.match(
      toMarkdown(many, () => undefined),
      /−30: 5 × warning `no-open-port`, of which 3 count\./u,
    );
    assert.match(
      toHtml(many, () => undefined),
      /5 findings, of which 3 count/u,
    );
  });

  test('are provisional where something could not be judged', () => {
    const report = reportOf({
      'compose.yaml': COMPOSE.replace('privileged: true', 'privileged: ${PRIVILEGED}'),
    });
    assert.equal(subjectOf(report, 'worker').grade.provisional, true);
    assert.equal(subjectOf(report, 'web').grade.provisional, false);
  });

  test('are provisional for services that another file completes', () => {
    const fragment = 'services:\n  web:\n    privileged: true\n  whole:\n    image: nginx:1.29\n';
    const provisional = (path: string): Record<string, boolean> =>
      Object.fromEntries(
        reportOf({ [path]: fragment }).subjects.map(({ name, grade }) => [name, grade.provisional]),
      );
    assert.deepEqual(provisional('compose.yaml'), { web: true, whole: false });
    assert.deepEqual(provisional('compose.override.yaml'), { web: true, whole: true });
  });

  test('are not given for nothing, and those who have none are counted', () => {
    const report = reportOf({
      'compose.override.yaml': 'services:\n  web:\n    environment: [A=1]\n  open:\n    privileged: true\n',
    });
    assert.deepEqual(
      report.subjects.map(({ name }) => name),
      ['open'],
    );
    assert.equal(numberOf('service', report.files), 2);
    const without = /1 service or image has no grade: nothing was found there, but what decides/u;
    for (const format of [toMarkdown, toHtml]) {
      assert.match(
        format(report, () => undefined),
        without,
      );
    }
  });

  test('are not given to files that were not judged', () => {
    const report = reportOf({ 'compose.yaml': 'a: b\n', 'web.container': '[Container]\n', Dockerfile: '' });
    assert.deepEqual(report.subjects, []);
  });
});

test('an item of a standard counts only findings of the settings that it is about', () => {
  const report = reportOf({
    'compose.yaml': `services:
  shop: { image: a/a:1, ports: ["8080:8080"], environment: { API_KEY: q7Lr2vXm9TzK4w } }
  agent: { image: a/a:1, network_mode: host }
`,
    Dockerfile: 'FROM debian:13-slim\nENV API_KEY=q7Lr2vXm9TzK4w\nUSER 1\n',
  });
  const facts = factsOf(report, () => undefined);
  const linesOf = (id: string): string[] =>
    findingsOfItem(facts, 'CIS Docker Benchmark 1.6.0', id).flatMap(({ findings }) =>
      findings.map(({ path, finding }) => `${path}:${finding.range.start.line + 1}`),
    );
  assert.deepEqual(linesOf('5.14'), ['compose.yaml:2']);
  assert.deepEqual(linesOf('5.10'), ['compose.yaml:3']);
  assert.deepEqual(linesOf('4.10'), ['Dockerfile:2']);
});

test('what an item of a standard asks for is something that its rule can find missing', () => {
  const report = reportOf({ 'compose.yaml': COMPOSE });
  const missing = new Set(findingsIn(report).flatMap((finding) => finding.missing));
  const asked = registry.rules.flatMap(({ meta }) => meta.references.flatMap(({ parts }) => parts ?? []));
  assert.deepEqual(new Set(asked), missing);
});

describe('what to do first', () => {
  test('goes by severity', () => {
    const { priorities } = reportOfFolder(join(root, 'sample'));
    const weights = priorities.map(({ severity }) => ['error', 'warning', 'info', 'hint'].indexOf(severity));
    assert.ok(new Set(weights).size > 2);
    assert.deepEqual(
      weights,
      [...weights].sort((a, b) => a - b),
    );
  });

  test('is what leads to the host, where the severity is the same', () => {
    const { priorities } = reportOfFolder(join(root, 'sample'));
    const first = priorities.slice(0, 3).map(({ ruleId }) => ruleId);
    assert.deepEqual(first.sort(), ['no-dangerous-capability', 'no-engine-socket', 'no-privileged']);
  });

  test('counts findings of the worst severity before points', () => {
    const published = (port: number): string => `  s${port}: { image: a/a:1, ports: ["${port}:${port}"] }\n`;
    // One error and many warnings against two errors.
    const { priorities } = reportOf({
      'compose.yaml': `services:\n${[5432, 8080, 8081, 8082, 8083, 8084].map(published).join('')}`,
      Dockerfile: 'FROM debian:13-slim\nENV API_KEY=q7Lr2vXm9TzK4w DB_PASSWORD=f4Ht8sKw2LpX\nUSER 1\n',
    });
    const [first, second] = priorities;
    assert.deepEqual([first?.ruleId, second?.ruleId], ['no-secret-in-variable', 'no-open-port']);
    assert.ok(first && second && first.points < second.points);
  });
});

describe('evidence', () => {
  const evidenceOf = (text: string): ReviewFinding['evidence'] =>
    findingsIn(reportOf({ Dockerfile: text })).find(({ ruleId }) => ruleId === 'no-sudo')?.evidence ?? [];

  test('shows the line with its number, and marks what is meant', () => {
    const [line, ...more] = evidenceOf('FROM alpine:3.22\nRUN sudo true\nUSER 1\n');
    assert.deepEqual(more, []);
    assert.deepEqual(line, { number: 2, text: 'RUN sudo true', marked: { start: 4, end: 8 } });
  });

  test('of a long line shows what surrounds the mark, and no half characters', () => {
    for (const filler of ['x', '😀', '漢']) {
      for (const length of [1, 30, 31, 32, 33, 5000]) {
        const run = `RUN echo ${filler.repeat(length)} && sudo true && echo ${filler.repeat(5000)}`;
        const [line] = evidenceOf(`FROM alpine:3.22\n${run}\nUSER 1\n`);
        assert.ok(line);
        assert.ok(line.text.length <= 165, String(line.text.length));
        assert.equal(line.text.slice(line.marked.start, line.marked.end), 'sudo');
        assert.doesNotMatch(line.text, /\p{Cs}/u);
        assert.ok(line.text.endsWith('…'));
      }
    }
  });

  test('has at most five lines', () => {
    const ports = Array.from({ length: 40 }, (_, i) => `        - "${8000 + i}:80"\n`).join('');
    const report = reportOf({ 'compose.yaml': `services:\n  web:\n    image: nginx\n    ports:\n${ports}` });
    for (const { evidence } of findingsIn(report)) assert.ok(evidence.length >= 1 && evidence.length <= 5);
  });
});

describe('secrets', () => {
  const compose = `services:
  web:
    image: nginx:1.29
    environment:
      DB_PASSWORD: correct horse=battery
      API_TOKEN: "\${TOKEN:-Tr0ub4dor&3xyz}"
  worker:
    image: nginx:1.29
    environment:
      - "DB_PASSWORD=Xk9!mWq2=rT7"
    labels: [Xk9]
`;
  const dockerfile = `FROM alpine:3.22
ENV OTHER=fine DB_PASSWORD=s3cr3t-Qw8zLp4
ENV API_TOKEN hJ7-qqW2-99zz
ARG NPM_TOKEN
RUN DB_PASSWORD=kept sudo true
USER 1
`;
  const words = ['horse', 'battery', 'Tr0ub4dor', 'mWq2', 'rT7', 'Qw8zLp4', 'hJ7', 'qqW2'];

  test('are not repeated: their values are masked, and their names are not', () => {
    const report = reportOf({ 'compose.yaml': compose, Dockerfile: dockerfile });
    const found = findingsIn(report).filter(({ ruleId }) => ruleId === 'no-secret-in-variable');
    assert.ok(found.length >= 6, String(found.length));
    const json = toJson(report);
    for (const word of words) assert.ok(!json.includes(word), word);
    const lines = found.flatMap(({ evidence }) => evidence.map(({ text }) => text));
    assert.ok(lines.includes('      DB_PASSWORD: ••••••• •••••••••••••'), lines.join('\n'));
    assert.ok(lines.includes('ENV OTHER=fine DB_PASSWORD=••••••••••••••'), lines.join('\n'));
    assert.ok(lines.includes('ARG NPM_TOKEN'), lines.join('\n'));
  });

  test('do not count in fingerprints, so that nobody can try out values with one', () => {
    const others = compose
      .replace('battery', 'staple')
      .replace('mWq2', 'Zz81')
      .replace('Tr0ub4dor', 'R2d2c3po');
    assert.deepEqual(printsOf({ 'compose.yaml': others }), printsOf({ 'compose.yaml': compose }));
    const other = dockerfile.replace('Qw8zLp4', 'aa22BBcc').replace('qqW2', '1Yx8');
    assert.deepEqual(printsOf({ Dockerfile: other }), printsOf({ Dockerfile: dockerfile }));
  });
});

test('the same reviews in any order give the same bytes', () => {
  const report = reportOf({ 'compose.yaml': COMPOSE, Dockerfile: DOCKERFILE, 'a/Dockerfile': DOCKERFILE });
  const facts = { version: '0.0.0', date: '2026-03-31', title: 'project', strict: false };
  const again = buildReport([...report.files].reverse(), { ...facts, rules: registry.rules, checklist: [] });
  assert.equal(toJson(again), toJson(report));
});

test('names that mean something to JavaScript, or are very long, are names like others', () => {
  const names = ['__proto__', 'constructor', 'toString', 'x'.repeat(10_000)];
  const services = names.map((name) => `  ${name}:\n    image: nginx\n    privileged: true\n`).join('');
  const report = reportOf({ 'compose.yaml': `services:\n${services}` });
  const found = findingsIn(report).filter(({ ruleId }) => ruleId === 'no-privileged');
  assert.equal(found.length, names.length);
  for (const { place } of found) assert.ok(place.length < 100);
  assert.deepEqual(report.subjects.map(({ name }) => name).sort(), [...names].sort());
  assert.deepEqual(JSON.parse(toJson(report)), JSON.parse(JSON.stringify(report)));
});

test('notations that are not understood are listed by their names, and nothing else is', () => {
  const { files } = reportOf({
    '.devcontainer/devcontainer.json': '{}',
    'etc/daemon.json': '{}',
    'web.container': '',
    '.github/workflows/ci.yml': '',
    '.gitlab-ci.yml': '',
    'docker-bake.hcl': '',
    'perl/module.pod': '',
    'workflows/ci.yml': 'on: push\n',
    'src/assets/photo.image': '',
  });
  assert.deepEqual(
    files.map(({ path, status }) => `${path}: ${status}`),
    [
      '.devcontainer/devcontainer.json: not understood',
      '.github/workflows/ci.yml: not understood',
      '.gitlab-ci.yml: not understood',
      'docker-bake.hcl: not understood',
      'etc/daemon.json: not understood',
      'web.container: not understood',
    ],
  );
});

describe('a comparison', () => {
  const earlierOf = (report: Report): Earlier => {
    const read = readEarlier(toJson(report));
    assert.ok('earlier' in read, JSON.stringify(read));
    return read.earlier;
  };
  const before = reportOf({ 'compose.yaml': COMPOSE, Dockerfile: DOCKERFILE }, { date: '2026-01-01' });

  test('with the same files finds that all remains', () => {
    const { comparison } = reportOf(
      { 'compose.yaml': COMPOSE, Dockerfile: DOCKERFILE },
      { earlier: earlierOf(before) },
    );
    assert.deepEqual(
      { ...comparison, remaining: comparison?.remaining.length },
      {
        date: '2026-01-01',
        title: 'project',
        mended: [],
        added: [],
        remaining: findingsIn(before).length,
        unknown: [],
        cautions: [],
      },
    );
  });

  test('tells what was mended, what is new, what remains, and what nobody looked at', () => {
    const text = `# moved\n${COMPOSE.replace('    privileged: true\n', '    pid: host\n    cap_add: [SYS_ADMIN]\n')}`;
    const { comparison } = reportOf({ 'compose.yaml': text }, { earlier: earlierOf(before) });
    assert.deepEqual(
      comparison?.mended.map(({ ruleId, place }) => `${ruleId}: ${place}`),
      ['no-privileged: service worker › privileged'],
    );
    const inCompose =
      findingsIn(before).length -
      (before.files.find(({ path }) => path === 'Dockerfile')?.findings.length ?? 0);
    assert.equal(comparison.added.length, 1);
    assert.equal(comparison.remaining.length, inCompose - 1);
    assert.deepEqual(new Set(comparison.unknown.map(({ path }) => path)), new Set(['Dockerfile']));
  });

  test('says where the two were made differently', () => {
    const earlier = { ...earlierOf(before), version: '9.0.0', strict: true };
    const { comparison } = reportOf({}, { earlier });
    assert.deepEqual(comparison?.cautions, [
      'The earlier report was made by Bulkhead 9.0.0, whose rules may differ.',
      'The earlier report was made with --strict and finds more than the present one could.',
    ]);
  });

  test('says of what it cannot read why it cannot', () => {
    const damaged = '{"version":1,"tool":{"name":"Bulkhead"}}';
    const cases: readonly (readonly [string, RegExp])[] = [
      ['', /not JSON/u],
      ['{"version":1', /not JSON/u],
      ['null', /no report|not a report/u],
      ['[]', /not a report/u],
      ['{"version":1,"files":[]}', /not a report/u],
      [damaged, /damaged/u],
      [toJson(before).replace('"version":1', '"version":2'), /version 2/u],
      [toJson(before).replace('"version":1', '"version":"1"'), /another version/u],
    ];
    for (const [text, reason] of cases) {
      const read = readEarlier(text);
      assert.ok('reason' in read, text);
      assert.match(read.reason, reason);
    }
  });

  test('leaves alone what it does not know, and findings that are damaged', () => {
    const foreign = JSON.parse(toJson(before)) as { files: { findings: unknown[] }[]; extra?: unknown };
    foreign.extra = { __proto__: null, deep: [[[]]] };
    foreign.files[0]?.findings.push(null, 7, { fingerprint: 'a' }, { fingerprint: 'b', severity: 'fatal' });
    foreign.files.push({ findings: [] });
    const read = readEarlier(`\uFEFF${JSON.stringify(foreign)}`);
    assert.deepEqual(read, { earlier: earlierOf(before) });
  });
});
