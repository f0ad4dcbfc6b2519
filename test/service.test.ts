/** The one door: what is remembered, what is given up, and that no text brings it down. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { registry } from '../server/src/generated/registry.ts';
import { decodeText } from '../server/src/host/decode.ts';
import { createMemoryHost } from '../server/src/host/memory.ts';
import { createNodeHost } from '../server/src/host/node.ts';
import type { Surface } from '../server/src/model/surface.ts';
import {
  applyFixes,
  applyFixesIn,
  createService,
  type Service,
  type ServiceOptions,
} from '../server/src/service.ts';
import { mustEnd } from './harness/must-end.ts';
import { toyRule, toySurface } from './harness/toys.ts';

const A = 'file:///a.toy';
const B = 'file:///b.toy';
const OTHER = 'file:///other';

/** A service over files in memory, with toys unless told otherwise. */
function serve(
  texts: Record<string, string>,
  { rules = [toyRule('no-root', 'root')], surfaces = [toySurface()] } = {},
  options: ServiceOptions = {},
) {
  const files = new Map(Object.entries(texts));
  const host = createMemoryHost(files);
  return { service: createService(host, { rules, surfaces }, options), files, logged: host.logged };
}

async function messagesOf(service: Service, uri: string): Promise<string[]> {
  return (await service.analyze(uri)).findings.map(({ ruleId, message }) => `${ruleId}: ${message}`);
}

describe('what is remembered', () => {
  test('the same object comes back as long as nothing changed', async () => {
    const { service } = serve({ [A]: 'user root\n' });
    assert.equal(await service.analyze(A), await service.analyze(A));
  });

  test('a new text in the editor is judged, the old one no more', async () => {
    const { service } = serve({ [A]: 'user root\n' });
    const before = await service.analyze(A);
    service.open({ uri: A, text: 'user app\n' });
    const after = await service.analyze(A);
    assert.deepEqual([before.findings.length, after.findings.length], [1, 0]);
    assert.notEqual(before.revision, after.revision);
    service.close(A);
    assert.equal((await service.analyze(A)).findings.length, 1);
  });

  test('a file on disk is read again only when it is told to have changed', async () => {
    const { service, files } = serve({ [A]: 'user root\n' });
    const before = await service.analyze(A);
    files.set(A, 'user app\n');
    assert.equal(await service.analyze(A), before);
    service.changed(A);
    assert.deepEqual(await messagesOf(service, A), []);
  });

  test('what a text leans on changes its findings, in the editor and on disk', async () => {
    const { service, files } = serve({ [A]: `needs ${OTHER}\n`, [B]: 'user app\n', [OTHER]: 'root' });
    assert.equal((await service.analyze(A)).findings.length, 1);
    const unrelated = await service.analyze(B);
    assert.deepEqual((await service.analyze(A)).dependencies, [OTHER]);
    assert.deepEqual(service.dependents(OTHER), [A]);
    service.open({ uri: OTHER, text: 'app' });
    assert.equal((await service.analyze(A)).findings.length, 0);
    service.close(OTHER);
    files.delete(OTHER);
    service.changed(OTHER);
    assert.equal((await service.analyze(A)).findings.length, 0);
    files.set(OTHER, 'root');
    service.changed(OTHER);
    assert.equal((await service.analyze(A)).findings.length, 1);
    assert.equal(await service.analyze(B), unrelated);
  });

  test('a file that was not there is seen when it appears', async () => {
    const { service, files } = serve({});
    assert.equal((await service.analyze(A)).status, 'unread');
    files.set(A, 'user root\n');
    service.changed(A);
    assert.equal((await service.analyze(A)).status, 'judged');
  });

  test('a text that no surface knows is foreign', async () => {
    const { service } = serve({ 'file:///notes.txt': 'user root\n' });
    const { status, findings } = await service.analyze('file:///notes.txt');
    assert.deepEqual([status, findings], ['foreign', []]);
  });

  test('a key names the rules that watch it', async () => {
    const { service } = serve({ [A]: 'x\nuser root\n' });
    const info = await service.keyAt(A, 2);
    assert.deepEqual(
      [info?.key, info?.range, info?.rules.map(({ id }) => id)],
      ['user', { start: 2, end: 6 }, ['no-root']],
    );
    assert.equal(await service.keyAt(A, 0), undefined);
  });
});

describe('what is said', () => {
  test('findings come by place, then by rule', async () => {
    const rules = [toyRule('no-z', 'root'), toyRule('no-a', 'root'), toyRule('no-m', 'app')];
    const { service } = serve({ [A]: 'user root\nuser app\nuser root\n' }, { rules });
    const ids = (await service.analyze(A)).findings.map(({ ruleId }) => ruleId);
    assert.deepEqual(ids, ['no-a', 'no-z', 'no-m', 'no-a', 'no-z']);
  });

  test('a value in a message cannot break out of its line, and is cut', async () => {
    const user = `a\u0000\u202Eb\u0085${'c'.repeat(200)}`;
    const { service } = serve({ [A]: `user ${user}\n` }, { rules: [toyRule('no-odd', user)] });
    const [message = ''] = await messagesOf(service, A);
    assert.equal(message, `no-odd: The user is 'a b ${'c'.repeat(75)}…'.`);
  });

  test('fixes are applied all at once, refused ones left out', async () => {
    const { service } = serve({ [A]: `user root\nuser app\nuser root\nneeds ${OTHER}\n`, [OTHER]: 'root' });
    const { text, uri, findings } = await service.analyze(A);
    assert.deepEqual(
      applyFixes(text, uri, findings, () => true),
      { text: `user app\nneeds ${OTHER}\n`, applied: 2 },
    );
    assert.deepEqual(
      applyFixes(text, uri, findings, () => false),
      { text, applied: 0 },
    );
  });

  test('very many findings are not too many', async () => {
    const { service, logged } = serve({ [A]: 'user root\n'.repeat(190_000) });
    assert.equal((await service.analyze(A)).findings.length, 190_000);
    assert.deepEqual(logged, []);
  });

  test('applying the fixes of very many findings does not run away', async () => {
    const { service } = serve({ [A]: 'user root\nuser app\n'.repeat(60_000) });
    const { text, uri, findings } = await service.analyze(A);
    const fixed = mustEnd(() => applyFixes(text, uri, findings, () => true));
    assert.deepEqual(fixed, { text: 'user app\n'.repeat(60_000), applied: 60_000 });
  });

  test('a rule may speak in doubt when the user is strict', async () => {
    const rule = toyRule('no-doubt', '', {
      check: {
        *stage({ source }, { strict }) {
          if (strict) yield { at: source, message: 'found', data: { user: '?' } };
        },
      },
    });
    const texts = { [A]: 'user root\n' };
    assert.deepEqual(await messagesOf(serve(texts, { rules: [rule] }).service, A), []);
    const strict = serve(texts, { rules: [rule] }, { strict: true }).service;
    assert.deepEqual(await messagesOf(strict, A), ["no-doubt: The user is '?'."]);
  });
});

describe('what stands in another text', () => {
  const FOREIGN = 'file:///users.txt';

  test('is said by that text alone, where it says it by itself', async () => {
    const { service } = serve({ [A]: `take ${B}\nuser root\n`, [B]: 'user root\n' });
    assert.deepEqual(
      (await service.analyze(A)).findings.map(({ uri }) => uri),
      [A],
    );
    assert.equal((await service.diagnose(B)).findings.length, 1);
    assert.equal(service.analyzeNow(A), await service.analyze(A));
  });

  test('is said once, however many texts lead to it, and as long as one does', async () => {
    const { service, files } = serve({
      [A]: `take ${FOREIGN}\n`,
      [B]: `take ${FOREIGN}\n`,
      [FOREIGN]: 'user root\n',
    });
    assert.equal((await service.diagnose(FOREIGN)).findings.length, 0);
    for (const uri of [A, B]) assert.equal((await service.analyze(uri)).findings.length, 1);
    const both = await service.diagnose(FOREIGN);
    assert.deepEqual(
      both.findings.map(({ uri, range }) => [uri, range]),
      [[FOREIGN, { start: 0, end: 10 }]],
    );
    assert.equal((await service.diagnose(FOREIGN)).revision, both.revision);
    assert.deepEqual(service.dependents(FOREIGN).toSorted(), [A, B]);
    assert.deepEqual(service.dependents(A), [FOREIGN]);
    files.delete(A);
    service.changed(A);
    assert.equal((await service.diagnose(FOREIGN)).findings.length, 1);
    service.open({ uri: B, text: '' });
    const none = await service.diagnose(FOREIGN);
    assert.deepEqual([none.findings.length, none.revision === both.revision], [0, false]);
  });

  test('is looked for from open texts first, where very many lead to it', async () => {
    const leaning = Array.from(
      { length: 40 },
      (_, i) => [`file:///c${i}.toy`, `needs ${FOREIGN}\n`] as const,
    );
    const texts = { ...Object.fromEntries(leaning), [A]: `take ${FOREIGN}\n`, [FOREIGN]: 'user root\n' };
    const { service } = serve(texts);
    for (const uri of [...leaning.map(([name]) => name), A]) await service.analyze(uri);
    service.open({ uri: A, text: texts[A] });
    assert.equal((await service.diagnose(FOREIGN)).findings.length, 1);
  });

  test('changes with that text, and nothing else is judged again', async () => {
    const { service, files } = serve({
      [A]: `take ${FOREIGN}\n`,
      [B]: 'user root\n',
      [FOREIGN]: 'user app\n',
    });
    const [before, unrelated] = [await service.analyze(A), await service.analyze(B)];
    files.set(FOREIGN, 'user root\n');
    service.changed(FOREIGN);
    assert.deepEqual(service.dependents(FOREIGN), [A]);
    assert.equal((await service.diagnose(FOREIGN)).findings.length, 1);
    assert.deepEqual([before.findings.length, (await service.analyze(A)).findings.length], [0, 1]);
    assert.equal(await service.analyze(B), unrelated);
    service.forget(A);
    assert.equal((await service.diagnose(FOREIGN)).findings.length, 0);
  });

  test('is mended there, where that text may be changed', async () => {
    const { service } = serve({ [A]: `take ${FOREIGN}\nuser root\n`, [FOREIGN]: 'user root\n' });
    const { text, uri, findings } = await service.analyze(A);
    assert.deepEqual(
      applyFixes(text, uri, findings, () => true),
      { text: `take ${FOREIGN}\n`, applied: 1 },
    );
    const fixed = applyFixesIn(
      (other) => service.textOf(other),
      findings,
      () => true,
    );
    assert.deepEqual([...fixed.texts].toSorted(), [
      [A, `take ${FOREIGN}\n`],
      [FOREIGN, ''],
    ]);
  });

  test('what is overruled is shown without its value', async () => {
    const { service } = serve(
      {
        'file:///p/compose.yaml': 'services:\n  web:\n    image: nginx:1.27\n    privileged: false\n',
        'file:///p/compose.override.yaml': 'services:\n  web:\n    privileged: true\n',
      },
      { rules: [...registry.rules], surfaces: [...registry.surfaces] },
    );
    const { findings } = await service.diagnose('file:///p/compose.override.yaml');
    const related = findings.flatMap((finding) => finding.related);
    assert.deepEqual(
      related.map(({ uri, message }) => [uri, message]),
      [['file:///p/compose.yaml', "this is overruled: 'compose.override.yaml' counts"]],
    );
  });
});

describe('one text has one name', () => {
  const SPELLINGS = {
    'file:///a%28b%29.toy': 'file:///a(b).toy',
    'file:///a/../b/./c.toy': 'file:///b/c.toy',
    'file:///C%3A/a.toy': 'file:///c:/a.toy',
    'file:///C:/a.toy': 'file:///c:/a.toy',
    'file:///caf\u00e9.toy': 'file:///caf%C3%A9.toy',
    'file:///a%2Fb.toy': 'file:///a%2Fb.toy',
    'file:///100%.toy': 'file:///100%.toy',
    'vscode-vfs://github%2B1/a/b%40c.toy': 'vscode-vfs://github%2B1/a/b@c.toy',
  };
  for (const [spelled, name] of Object.entries(SPELLINGS)) {
    test(spelled, async () => {
      const { service } = serve({ [name]: 'user root\n' });
      assert.equal((await service.analyze(spelled)).uri, name);
      assert.equal(await service.analyze(spelled), await service.analyze(name));
      service.open({ uri: spelled, text: '' });
      assert.deepEqual(await messagesOf(service, name), []);
      service.close(name);
      assert.equal((await service.analyze(spelled)).findings.length, 1);
    });
  }

  test('what an editor calls otherwise is what a text leans on', async () => {
    const { service } = serve({ [A]: 'needs file:///x/b%28c%29.txt\n', 'file:///x/b(c).txt': 'app' });
    assert.deepEqual(await messagesOf(service, A), []);
    service.open({ uri: 'file:///x/b%28c).txt', text: 'root' });
    assert.equal((await service.analyze(A)).findings.length, 1);
    assert.deepEqual(service.dependents('file:///x/b(c%29.txt'), [A]);
  });
});

describe('what is given up', () => {
  test('a text that is too long is skipped, with the reason', async () => {
    const { service } = serve({ [A]: 'user root\n' }, {}, { longestText: 9 });
    const { status, findings, problems } = await service.analyze(A);
    assert.deepEqual([status, findings], ['skipped', []]);
    assert.match(problems[0]?.message ?? '', /longer than 9 characters/u);
  });

  test('a rule that crashes costs its own findings and one line in the log', async () => {
    const crashing = toyRule('no-crash', 'root', {
      check: {
        *stage({ source }) {
          yield { at: source, message: 'found', data: { user: 'half' } };
          throw new Error('boom');
        },
      },
    });
    const texts = { [A]: 'user root\nuser root\n' };
    const { service, logged } = serve(texts, { rules: [crashing, toyRule('no-root', 'root')] });
    const rest = "no-root: The user is 'root'.";
    assert.deepEqual(await messagesOf(service, A), [rest, rest]);
    assert.equal(logged.length, 1);
    assert.match(logged[0] ?? '', /^error: rule no-crash failed on file:\/\/\/a\.toy: Error: boom/u);
  });

  test('a surface that crashes costs its own text', async () => {
    const broken = toySurface({
      detect: ({ uri }) => uri === A,
      read: () => {
        throw new Error('boom');
      },
    });
    const texts = { [A]: 'user root\n', [B]: 'user root\n' };
    const { service, logged } = serve(texts, { surfaces: [broken, toySurface()] });
    assert.equal((await service.analyze(A)).status, 'skipped');
    assert.equal((await service.analyze(B)).findings.length, 1);
    assert.match(logged.join(), /boom/u);
  });

  const SLOW = {
    'a loop': () => {
      for (let i = 0; ; i++) if (i < 0) return;
    },
    // eslint-disable-next-line regexp/prefer-character-class, regexp/no-dupe-disjunctions -- it runs away on purpose
    'a regular expression': () => void /^(?:a|a)*$/u.test(`${'a'.repeat(60)}b`),
  };
  for (const [what, work] of Object.entries(SLOW)) {
    test(`${what} without end costs the time budget of its text`, async () => {
      const slow = toySurface({
        detect: ({ uri }) => uri === A,
        read: (document, near) => {
          work();
          return toySurface().read(document, near);
        },
      });
      await costsItsTime(slow);
    });
    test(`${what} without end when a text is recognised costs the same`, async () => {
      const slow = toySurface({
        detect: ({ uri }) => {
          if (uri === A) work();
          return false;
        },
      });
      await costsItsTime(slow);
    });
  }

  test('what a text takes before and after other files are read counts together', async () => {
    const budgets: number[] = [];
    const host = {
      ...createMemoryHost(new Map([[A, `needs ${OTHER}\n`]])),
      withBudget: <T>(milliseconds: number, work: () => T): T => {
        budgets.push(milliseconds);
        return work();
      },
    };
    const slow = toySurface({
      detect: () => {
        const end = Date.now() + 60;
        while (Date.now() < end);
        return true;
      },
    });
    await createService(host, { rules: [], surfaces: [slow] }, { budget: 100 }).analyze(A);
    assert.equal(budgets.length, 2);
    assert.equal(budgets[0], 100);
    assert.ok(Number(budgets[1]) <= 40);
  });

  async function costsItsTime(slow: Surface): Promise<void> {
    const host = createNodeHost(() => undefined);
    const rules = [toyRule('no-root', 'root')];
    const service = createService(host, { rules, surfaces: [slow, toySurface()] }, { budget: 100 });
    service.open({ uri: A, text: 'user root\n' });
    service.open({ uri: B, text: 'user root\n' });
    const { status, problems } = await service.analyze(A);
    assert.equal(status, 'skipped');
    assert.match(problems[0]?.message ?? '', /longer than 100 ms/u);
    assert.equal((await service.analyze(B)).findings.length, 1);
  }
});

/** Texts that nobody meant to write, and some that somebody did. */
const BAD_TEXTS: Readonly<Record<string, string>> = {
  'no text': '',
  'only blanks': ' \t\n\n  \r\n',
  'only comments': '# a\n  # b\n#',
  'only a byte order mark': '\uFEFF',
  'half an instruction': 'FROM alpine:3.22\nRUN ap',
  'an instruction without words': 'FROM\nRUN\nCOPY\nUSER\nENV\nARG\nHEALTHCHECK\n',
  'a continuation at the end': 'FROM alpine\nRUN a \\',
  'a heredoc that does not end': 'FROM alpine\nRUN <<EOF\necho a\n',
  'two heredocs of which one ends': 'FROM alpine\nRUN <<A cat <<B\na\nA\nb\n',
  'a quote that does not end': 'FROM alpine\nRUN echo "a\nENV A="b\nRUN \'\n',
  'brackets of the shell that do not end': `FROM alpine\nRUN $( $(( \${a \`b ( { if for case\n`,
  'deep brackets of the shell': `FROM alpine\nRUN ${'$('.repeat(5000)}\n`,
  'deep quotes in words': `FROM alpine\nRUN ${'"$(echo '.repeat(500)}\n`,
  'exec form that does not end': 'FROM alpine\nCMD ["a", "b\nENTRYPOINT ["\n',
  'half a key': 'services:\n  web:\n    im',
  'a key without a value': 'services:\n  web:\n    image:\n    ports:\n    cap_add:\n    volumes:\n      -\n',
  'values of the wrong kind':
    'services:\n  web: 1\n  db: [a]\n  x:\n    ports: {a: b}\n    image: [1]\n    user: {}\n',
  'services that are none': 'services: []\n',
  'a list at the top': '- services:\n    a: b\n',
  'tabs for indents': 'services:\n\tweb:\n\t\timage: nginx\n\t\tprivileged: true\n',
  'a quote that does not end in a value': 'services:\n  web:\n    image: "nginx\n    privileged: true\n',
  'a list that does not end': 'services: {web: {image: nginx, ports: [1, 2\n',
  'the same key twice':
    'services:\n  web:\n    privileged: true\n    privileged: false\n  web: {}\nservices: {}\n',
  'an anchor in itself': 'services: &a\n  web: &b\n    <<: *b\n    x: *a\n    privileged: true\n',
  'anchors in each other': 'services:\n  a: &a\n    <<: *b\n  b: &b\n    <<: *a\n',
  'an alias of nothing': 'services:\n  web: *nothing\n  db:\n    <<: *nothing\n',
  'aliases that multiply': bomb(),
  'merge keys that multiply': mergeBomb(),
  'deep lists': `services:\n  web:\n    ports: ${'['.repeat(5000)}\n`,
  'deep maps': `services: ${'{a: '.repeat(5000)}\n`,
  'many documents': `services:\n  web:\n    privileged: true\n---\n`.repeat(50),
  'unknown tags': 'services: !x\n  web: !!binary\n    image: !reset nginx\n    ports: !override [!a "1:2"]\n',
  'odd numbers':
    'services:\n  web:\n    mem_limit: 1e999\n    pids_limit: -0x\n    user: 0o\n    ports: [99999999999]\n',
  'zero bytes': 'services:\n  web:\n    image: a\0b\n    privileged: true\0\nFROM a\0b\nUSER \0\n',
  'half a surrogate pair': 'FROM \uD800\nUSER \uDC00\nservices:\n  \uD83D: {image: \uDE00}\n',
  'carriage returns alone': 'FROM alpine\rUSER root\rservices:\r  web:\r    privileged: true\r',
  'carriage returns and line feeds':
    'FROM alpine\r\nRUN a \\\r\n  b\r\nservices:\r\n  web:\r\n    privileged: true\r\n',
  'UTF-16': decodeText(
    Buffer.from('\uFEFFFROM alpine\nservices:\n  web:\n    privileged: true\n', 'utf16le'),
  ),
  'bytes that are no text': decodeText(Uint8Array.from({ length: 4096 }, (_, i) => (i * 7919) % 256)),
  'one long line': `FROM alpine\nRUN ${'a '.repeat(100_000)}\nservices:\n  web: {image: ${'a'.repeat(100_000)}}\n`,
  'many backslashes': `FROM alpine\nRUN ${'\\\n'.repeat(20_000)}\n`,
  'many variables': `FROM alpine\nENV A=${'${A:-'.repeat(2000)}\nservices:\n  web:\n    image: ${'${A:-'.repeat(2000)}\n`,
  'many instructions': `FROM alpine\n${'RUN curl a | sh\nUSER root\n'.repeat(2000)}`,
  'many services': `services:\n${Array.from({ length: 1000 }, (_, i) => `  s${i}:\n    privileged: true\n`).join('')}`,
  'five million characters': `FROM alpine\nservices:\n${'# a comment line\n'.repeat(300_000)}`,
};

describe('what a review adds', () => {
  const PRAISING = toyRule('no-root', 'root', {
    messages: { found: "'{{user}}' is found.", right: 'runs as {{user}}' },
    praise: {
      *stage({ user }) {
        if (user.state === 'set' && user.value !== 'root') {
          yield { at: user.source, message: 'right', data: { user: user.value } };
        }
      },
    },
  });

  test('what is right comes by place; what is wrong stands in the analysis', async () => {
    const { service } = serve({ [A]: 'user b\nuser root\nuser a\n' }, { rules: [PRAISING] });
    const { analysis, credits } = await service.review(A);
    assert.equal(analysis, await service.analyze(A));
    assert.deepEqual(
      credits.map(({ ruleId, message, uri, range }) => [ruleId, message, uri, range.start]),
      [
        ['no-root', 'runs as b', A, 0],
        ['no-root', 'runs as a', A, 17],
      ],
    );
  });

  test('parts, places and gaps are those of the surface that read the text', async () => {
    const uri = 'file:///p/compose.yaml';
    const text = 'services:\n  web:\n    image: "web:${TAG}"\n    privileged: true\n';
    const { service } = serve(
      { [uri]: text },
      { rules: [...registry.rules], surfaces: [...registry.surfaces] },
    );
    const { analysis, parts, gaps, placeOf } = await service.review(uri);
    assert.deepEqual(
      parts.map(({ name }) => name),
      ['web'],
    );
    assert.deepEqual(
      gaps.map(({ reason }) => reason),
      ['variable'],
    );
    const privileged = analysis.findings.find(({ ruleId }) => ruleId === 'no-privileged');
    const place = privileged && placeOf(privileged.range);
    assert.deepEqual([place?.part, place?.path, place?.value], [parts[0], ['privileged'], 'true']);
  });

  test('of a text that was not judged there is nothing to add', async () => {
    const { service } = serve({ 'file:///notes.txt': 'user root\n' });
    for (const uri of ['file:///notes.txt', 'file:///nowhere.toy']) {
      const { analysis, parts, credits, gaps, placeOf } = await service.review(uri);
      assert.notEqual(analysis.status, 'judged');
      assert.deepEqual([parts, credits, gaps, placeOf({ start: 0, end: 1 })], [[], [], [], undefined]);
    }
  });

  test('praise that crashes costs itself and one line in the log', async () => {
    const crashing = toyRule('no-crash', 'root', {
      praise: {
        stage: () => {
          throw new Error('oops');
        },
      },
    });
    const { service, logged } = serve({ [A]: 'user b\n' }, { rules: [crashing, PRAISING] });
    assert.equal((await service.review(A)).credits.length, 1);
    assert.equal(logged.length, 1);
    assert.match(logged[0] ?? '', /^error: rule no-crash failed on file:\/\/\/a\.toy: .*oops/u);
  });

  for (const [what, gaps, reason] of [
    ['a bug', () => assert.fail('oops'), /because of a bug in Bulkhead/u],
    ['a loop without end', () => loop(), /took longer than 50 ms/u],
  ] as const) {
    test(`${what} in what a surface adds leaves the findings, and is said as a gap`, async () => {
      const toy = toySurface();
      const surface: Surface = { ...toy, read: (document, near) => ({ ...toy.read(document, near), gaps }) };
      const host = createMemoryHost(new Map([[A, 'user root\n']]));
      const { withBudget } = createNodeHost(() => undefined);
      const rules = [toyRule('no-root', 'root')];
      const service = createService({ ...host, withBudget }, { rules, surfaces: [surface] }, { budget: 50 });
      const review = await service.review(A);
      assert.equal(review.analysis.findings.length, 1);
      assert.equal(review.gaps.length, 1);
      assert.match(review.gaps[0]?.message ?? '', reason);
    });
  }

  test('a review at once needs a host that need not wait', async () => {
    const { service } = serve({ [A]: 'user root\n' });
    assert.equal(service.reviewNow(A), undefined);
    service.open({ uri: A, text: 'user root\n' });
    // A configuration may lie around it.
    assert.equal(service.reviewNow(A), undefined);
    await service.analyze(A);
    assert.equal(service.reviewNow(A)?.analysis.findings.length, 1);
  });
});

/** Runs until somebody ends it from outside. */
function loop(): never {
  for (;;);
}

describe('no text brings it down', () => {
  for (const [languageId, kind] of [
    ['dockerfile', 'Dockerfile'],
    ['dockercompose', 'compose.yaml'],
  ] as const) {
    const uri = `file:///bad/${kind}`;
    for (const [name, text] of Object.entries(BAD_TEXTS)) {
      test(`${kind} with ${name}`, async () => {
        const logged: string[] = [];
        const host = createNodeHost((level, message) => {
          if (level !== 'info') logged.push(message);
        });
        const service = createService(host, registry);
        service.open({ uri, text, languageId });
        const { analysis, parts, credits, gaps, placeOf } = await service.review(uri);
        assert.deepEqual(logged, []);
        assert.doesNotMatch(gaps[0]?.message ?? '', /given up/u);
        assert.ok(
          isExpected(analysis.status, text, languageId),
          analysis.problems[0]?.message ?? analysis.status,
        );
        const ranges = [...analysis.findings, ...analysis.problems, ...credits, ...gaps].map(
          (one) => one.range,
        );
        for (const range of [...ranges, ...parts.map(({ extent }) => extent)]) {
          assert.ok(
            0 <= range.start && range.start <= range.end && range.end <= text.length,
            'a range outside',
          );
          placeOf(range);
        }
        for (const fix of analysis.findings.slice(0, 200).flatMap(({ fixes }) => fixes)) fix.lower();
      });
    }
  }
});

/** A text without services need not be taken for a Compose file, whatever it is called. */
function isExpected(status: string, text: string, languageId: string): boolean {
  if (text.length > 2_000_000) return status === 'skipped';
  return (
    status === 'judged' ||
    (status === 'foreign' && languageId === 'dockercompose' && !/^services/mu.test(text))
  );
}

/** Nine levels of nine aliases each: a billion values if one looks at all. */
function bomb(): string {
  const levels = Array.from({ length: 9 }, (_, i) => `x${i + 1}: &x${i + 1} [${`*x${i}, `.repeat(9)}]`);
  return `x0: &x0 [NET_ADMIN]\n${levels.join('\n')}\nservices:\n  web:\n    cap_add: *x9\n    ports: *x9\n`;
}

function mergeBomb(): string {
  const levels = Array.from(
    { length: 20 },
    (_, i) => `x${i + 1}: &x${i + 1}\n  <<: [${`*x${i}, `.repeat(9)}]`,
  );
  return `x0: &x0 {privileged: true}\n${levels.join('\n')}\nservices:\n  web:\n    <<: *x20\n`;
}
