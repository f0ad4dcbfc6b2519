/** What exceptions cover: places, merged worlds, texts inside texts, and what is left uncovered. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { messagesOf, serve, tell, uriOf } from './tell.ts';

/** Only what concerns these tests; hints about hardening stand at every service. */
function without(found: readonly string[], ...rules: readonly string[]): readonly string[] {
  return found.filter((spot) => !['require-hardening', ...rules].includes(spot.split(' ', 1)[0] ?? ''));
}

describe('in a Dockerfile', () => {
  test('a comment covers the instruction under it and no other', async () => {
    const { found, excepted } = await tell({
      Dockerfile: [
        'FROM alpine:3.20',
        '# bulkhead: ignore no-sudo -- as we must',
        '# another comment',
        '',
        'RUN sudo ls \\',
        '    && sudo pwd',
        'RUN sudo id',
        'USER 1',
      ].join('\n'),
    });
    assert.deepEqual(excepted, ['no-sudo at sudo by comment', 'no-sudo at sudo by comment']);
    assert.deepEqual(found, ['no-sudo at sudo']);
  });

  test('above FROM one covers the stage, in the head the file', async () => {
    const run = 'RUN sudo ls\n';
    const stage = '# bulkhead: ignore-stage no-sudo -- as we must\n';
    const two = `FROM alpine:3.20 AS one\n${run}${stage}FROM alpine:3.20\n${run}USER 1\n`;
    assert.deepEqual(without((await tell({ Dockerfile: two })).found, 'no-wide-exception'), [
      'no-sudo at sudo',
    ]);
    const whole = `# bulkhead: ignore-file no-sudo -- as we must\nFROM alpine:3.20\n${run}${run}USER 1\n`;
    const told = await tell({ Dockerfile: whole });
    assert.equal(told.excepted.length, 2);
    assert.deepEqual(told.found, []);
  });

  test('several rules, each with what it covers', async () => {
    const { found, excepted } = await tell({
      Dockerfile:
        'FROM alpine:3.20\n# bulkhead: ignore no-unverified-tls, no-sudo -- as we must\nRUN sudo curl -k https://example.com/a\nUSER 1\n',
    });
    assert.deepEqual([...excepted].map((spot) => spot.split(' ', 1)[0]).sort(), [
      'no-sudo',
      'no-unverified-tls',
    ]);
    assert.deepEqual(found, []);
  });

  test('an end that is over covers nothing: the finding is back, and the exception is spoken of', async () => {
    const texts = {
      Dockerfile:
        'FROM alpine:3.20\n# bulkhead: ignore no-sudo until 2026-11-22 -- as we must\nRUN sudo ls\nUSER 1\n',
    };
    const over = await tell(texts);
    assert.deepEqual(over.found, ['no-expired-exception at 2026-11-22', 'no-sudo at sudo']);
    const before = await tell(texts, 'Dockerfile', { today: '2026-11-22' });
    assert.deepEqual(before.excepted, ['no-sudo at sudo by comment']);
  });

  test('what is excepted goes with Windows line ends and a byte order mark, too', async () => {
    const { excepted, found } = await tell({
      Dockerfile:
        '\uFEFF# bulkhead: ignore-file no-sudo -- as we must\r\nFROM alpine:3.20\r\nRUN sudo ls\r\nUSER 1\r\n',
    });
    assert.deepEqual(excepted, ['no-sudo at sudo by comment']);
    assert.deepEqual(without(found, 'no-wide-exception'), []);
  });
});

describe('in a Compose file', () => {
  const image = 'image: nginx:1.27\n';

  test('above a service, above an entry, at the end of a line', async () => {
    for (const [above, beside, end] of [
      ['  # bulkhead: ignore no-privileged -- as we must\n', '', ''],
      ['', '    # bulkhead: ignore no-privileged -- as we must\n', ''],
      ['', '', ' # bulkhead: ignore no-privileged -- as we must'],
    ] as const) {
      const one = `${above}  one:\n    ${image}${beside}    privileged: true${end}\n`;
      const two = `  two:\n    ${image}    privileged: true\n`;
      const told = await tell({ 'compose.yaml': `services:\n${one}${two}` });
      assert.deepEqual(told.excepted, ['no-privileged at privileged: true by comment']);
      assert.deepEqual(without(told.found, 'no-wide-exception'), ['no-privileged at privileged: true']);
    }
  });

  test('an exception counts where the value stands: in the override, not in the base', async () => {
    const base = `services:\n  # bulkhead: ignore no-open-port -- as we must\n  web:\n    ${image}`;
    const open = "    ports: ['80:80']";
    const texts = { 'compose.yaml': base, 'compose.override.yaml': `services:\n  web:\n${open}\n` };
    const uncovered = await tell(texts, 'compose.override.yaml');
    assert.equal(without(uncovered.found).length, 1);
    assert.equal(uncovered.excepted.length, 0);
    const covered = await tell(
      {
        ...texts,
        'compose.override.yaml': `services:\n  web:\n${open} # bulkhead: ignore no-open-port -- as we must\n`,
      },
      'compose.override.yaml',
    );
    assert.deepEqual([covered.excepted.length, without(covered.found).length], [1, 0]);
  });

  test('it travels with the value to a service that extends another file', async () => {
    const texts = {
      'compose.yaml': 'services:\n  web:\n    extends: { file: base.yaml, service: base }\n',
      'base.yaml': `services:\n  base:\n    ${image}    # bulkhead: ignore no-privileged -- as we must\n    privileged: true\n`,
    };
    const told = await tell(texts);
    assert.deepEqual(without(told.found), []);
    const base = await tell(texts, 'base.yaml');
    assert.deepEqual(without(base.found), []);
    assert.deepEqual(base.excepted, ['no-privileged at privileged: true by comment']);
  });

  test('what an anchor brings twice is covered each time, or where it stands', async () => {
    const shared = 'x-shared: &shared\n  privileged: true\n';
    const one = (end: string) => `  one:\n    ${image}    <<: *shared${end}\n`;
    const two = (end: string) => `  two:\n    ${image}    <<: *shared${end}\n`;
    const comment = ' # bulkhead: ignore no-privileged -- as we must';
    const texts = (a: string, b: string) => ({ 'compose.yaml': `${shared}services:\n${one(a)}${two(b)}` });
    const single = await tell(texts(comment, ''));
    assert.deepEqual(without(single.found), ['no-privileged at <<: *shared']);
    const both = await tell(texts(comment, comment));
    assert.deepEqual(without(both.found), []);
    assert.equal(both.excepted.length, 2);
    const source = await tell({
      'compose.yaml': `x-shared: &shared\n  privileged: true${comment}\nservices:\n${one('')}${two('')}`,
    });
    assert.deepEqual(without(source.found), []);
  });

  test('a finding of a Dockerfile that Compose makes is covered on either side', async () => {
    const dockerfile = (comment: string) =>
      `FROM alpine:3.20\n${comment}ADD https://example.com/a.tgz /\nUSER 1\n`;
    const told = await tell(
      {
        'compose.yaml': 'services:\n  web:\n    build: .\n',
        Dockerfile: dockerfile('# bulkhead: ignore no-unverified-add -- as we must\n'),
      },
      'compose.yaml',
    );
    assert.deepEqual(without(told.found), []);
  });

  test('a finding of a stage that a service asks for is covered on either side', async () => {
    const Dockerfile = 'FROM alpine:3.20 AS one\nUSER root\nFROM alpine:3.20 AS two\nUSER 1\n';
    const comment = '    # bulkhead: ignore no-root-user -- as we must\n';
    const service = (name: string, above: string) =>
      `  ${name}:\n${above}    build: { context: ., target: one }\n`;
    const found = async (...above: string[]) => {
      const services = above.map((each, index) => service(`web${index}`, each)).join('');
      const told = await tell({ 'compose.yaml': `services:\n${services}`, Dockerfile });
      return without(told.found);
    };
    const spot = 'no-root-user at USER root';
    assert.deepEqual(await found(''), [spot]);
    assert.deepEqual(await found(comment), []);
    // Of two services that ask for it each must say so.
    assert.deepEqual(await found('', comment), [spot]);
    assert.deepEqual(await found(comment, ''), [spot]);
    assert.deepEqual(await found(comment, comment), []);
    const inline = Dockerfile.trimEnd().replace(/^/gmu, '        ');
    const inner = (above: string) =>
      tell({
        'compose.yaml': `services:\n  web:\n${above}    build:\n      target: one\n      dockerfile_inline: |\n${inline}\n`,
      });
    assert.deepEqual(without((await inner('')).found), [spot]);
    assert.deepEqual(without((await inner(comment)).found), []);
  });

  test('an exception in an inner Dockerfile, above it, and above the stage in it', async () => {
    const lines = (comments: { above?: string; head?: string; inside?: string }) =>
      [
        'services:',
        '  web:',
        '    build:',
        ...(comments.above === undefined ? [] : [`      # ${comments.above}`]),
        '      dockerfile_inline: |',
        ...(comments.head === undefined ? [] : [`        # ${comments.head}`]),
        '        FROM alpine:3.20',
        ...(comments.inside === undefined ? [] : [`        # ${comments.inside}`]),
        '        RUN sudo ls',
        '        RUN sudo pwd',
        '        USER 1',
      ].join('\n');
    const found = async (comments: Parameters<typeof lines>[0]) =>
      without((await tell({ 'compose.yaml': lines(comments) })).found);
    const twice = ['no-sudo at sudo', 'no-sudo at sudo'];
    assert.deepEqual(await found({}), twice);
    assert.deepEqual(await found({ inside: 'bulkhead: ignore no-sudo -- as we must' }), twice.slice(1));
    assert.deepEqual(await found({ head: 'bulkhead: ignore-stage no-sudo -- as we must' }), []);
    assert.deepEqual(await found({ head: 'bulkhead: ignore-file no-sudo -- as we must' }), []);
    assert.deepEqual(await found({ above: 'bulkhead: ignore no-sudo -- as we must' }), []);
    const fault = await tell({ 'compose.yaml': lines({ inside: 'bulkhead ignore no-sudo -- as we must' }) });
    const [finding] = fault.analysis.findings.filter(({ ruleId }) => ruleId === 'no-malformed-exception');
    const fix = finding?.fixes[0]?.lower();
    assert.ok(finding && fix && 'edits' in fix);
    const { text } = fault.analysis;
    assert.equal(text.slice(finding.range.start, finding.range.end), 'bulkhead ignore');
    const [edit] = fix.edits;
    assert.equal(
      edit && text.slice(edit.range.start, edit.range.end),
      'bulkhead ignore no-sudo -- as we must',
    );
  });

  test('what only another file leads to is read as that is, and can be excepted there', async () => {
    const lead = 'services:\n  web:\n    extends: { file: parts.yaml, service: base }\n';
    const parts = (comment: string) => `services:\n  base:\n${comment}    privileged: true\n`;
    const before = await tell({ 'compose.yaml': lead, 'parts.yaml': parts('') });
    const [finding] = before.analysis.findings;
    assert.ok(finding && finding.uri === uriOf('parts.yaml'));
    const offer = before.service.exceptionFor(finding, 'entry');
    assert.ok('edits' in offer && offer.uri === finding.uri);
    const comment = '    # bulkhead: ignore no-privileged -- as we must\n';
    const after = await tell({ 'compose.yaml': lead, 'parts.yaml': parts(comment) });
    assert.deepEqual([after.found, after.excepted.length], [[], 1]);
  });

  test('another policy where the value comes from changes what is excepted', async () => {
    const texts = {
      'compose.yaml': 'services:\n  web:\n    extends: { file: other/base.yaml, service: base }\n',
      'other/base.yaml': `services:\n  base:\n    ${image}    # bulkhead: ignore no-privileged -- as we must\n    privileged: true\n`,
    };
    const { service } = await tell(texts);
    const privileged = async () =>
      (await service.analyze(uriOf('other/base.yaml'))).findings.filter(
        ({ ruleId }) => ruleId === 'no-privileged',
      );
    assert.equal((await privileged()).length, 0);
    service.open({ uri: uriOf('other/.bulkhead.yaml'), text: 'exceptions: { comments: forbidden }\n' });
    assert.equal((await privileged()).length, 1);
  });

  test('words inside texts are no comments', async () => {
    const told = await tell({
      'compose.yaml': `services:\n  web:\n    ${image}    command: |\n      # bulkhead: ignore-everything\n      run "# bulkhead ignore"\n`,
    });
    assert.deepEqual(messagesOf(told, 'no-malformed-exception'), []);
  });
});

describe('in the configuration', () => {
  const compose =
    'services:\n  vpn:\n    image: vpn:1\n    privileged: true\n  web:\n    image: web:1\n    privileged: true\n';
  const listed = (more: string) =>
    `except:\n  - rules: [no-privileged]\n    paths: [/compose.yaml]\n${more}    reason: it makes its own network\n`;

  test('a listed exception covers the file, or its parts', async () => {
    const whole = await tell({ 'compose.yaml': compose, '.bulkhead.yaml': listed('') });
    assert.deepEqual(whole.excepted, Array(2).fill('no-privileged at privileged: true by configuration'));
    const part = await tell({ 'compose.yaml': compose, '.bulkhead.yaml': listed('    parts: [vpn]\n') });
    assert.equal(part.excepted.length, 1);
    assert.deepEqual(without(part.found), ['no-privileged at privileged: true']);
  });

  test('one that is over covers nothing', async () => {
    const over = await tell({ 'compose.yaml': compose, '.bulkhead.yaml': listed('    until: 2026-11-22\n') });
    assert.deepEqual(over.excepted, []);
  });

  test('a comment is named before the entry that covers the same', async () => {
    const commented = `# bulkhead: ignore-file no-privileged -- as we must\n${compose}`;
    const { excepted } = await tell({ 'compose.yaml': commented, '.bulkhead.yaml': listed('') });
    assert.deepEqual(excepted, Array(2).fill('no-privileged at privileged: true by comment'));
  });

  test('comments count for nothing where they are forbidden, and foreign ones where they are ignored', async () => {
    const dockerfile =
      'FROM alpine:3.20\n# bulkhead: ignore no-sudo -- as we must\nRUN sudo ls\n# hadolint ignore=DL3004\nRUN sudo ls\nUSER 1\n';
    const forbidden = await tell({
      Dockerfile: dockerfile,
      '.bulkhead.yaml': 'exceptions: { comments: forbidden, foreign: ignored }\n',
    });
    assert.deepEqual(forbidden.excepted, []);
    assert.equal(forbidden.found.filter((spot) => spot === 'no-sudo at sudo').length, 2);
    const ignored = await tell({
      Dockerfile: dockerfile,
      '.bulkhead.yaml': 'exceptions: { foreign: ignored }\n',
    });
    assert.deepEqual(ignored.excepted, ['no-sudo at sudo by comment']);
  });

  test('what exceptions hide is shown on request, and none is unused then', async () => {
    const { service } = serve({
      Dockerfile: 'FROM alpine:3.20\n# bulkhead: ignore no-sudo -- as we must\nRUN sudo ls\nUSER 1\n',
    });
    service.configure('file:///project', { by: 'command line', order: 'over files', exceptions: false });
    const { findings } = await service.analyze(uriOf('Dockerfile'));
    assert.deepEqual(
      findings.map(({ ruleId }) => ruleId),
      ['no-sudo'],
    );
  });
});
