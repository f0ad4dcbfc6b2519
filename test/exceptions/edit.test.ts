/** Edits of exceptions: those that the light bulb writes, and those that mend what is wrong with them. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { applyEdits } from '../../server/src/base/text.ts';
import type { ExceptionScope } from '../../server/src/model/comment.ts';
import type { Finding } from '../../server/src/model/finding.ts';
import type { Lowered } from '../../server/src/model/surface.ts';
import { serve, tell, type Texts, uriOf } from './tell.ts';

const REASON = 'the base image asks for it';

/** The text after an edit whose blank a person filled in. */
function filled(text: string, lowered: Lowered, words = REASON): string {
  if ('refused' in lowered) throw new Error(lowered.refused);
  const edits = lowered.edits.map((edit) => {
    const { newText, blank } = edit;
    if (!blank) return edit;
    return { ...edit, newText: newText.slice(0, blank.start) + words + newText.slice(blank.end) };
  });
  const result = applyEdits(text, edits);
  if (result === undefined) throw new Error('edits overlap');
  return result;
}

/** The text after a finding was excepted. */
async function excepting(
  texts: Texts,
  path: string,
  scope: ExceptionScope,
  wanted: (finding: Finding) => boolean,
): Promise<Lowered> {
  const { service } = serve(texts);
  const { findings } = await service.analyze(uriOf(path));
  const finding = findings.find(wanted);
  if (!finding) throw new Error('there is no such finding');
  return service.exceptionFor(finding, scope);
}

describe('the light bulb', () => {
  const dockerfile = 'FROM alpine:3.20 AS one\nRUN sudo ls\n\nFROM alpine:3.20\n\tRUN sudo ls\nUSER 1\n';
  const compose = 'services:\n  web:\n    image: nginx:1.27\n    privileged: true\n';
  const inner =
    'services:\n  web:\n    build:\n      dockerfile_inline: |\n        FROM alpine:3.20\n        RUN sudo ls $$A\n        USER 1\n';

  for (const [name, path, text, rule] of [
    ['Dockerfile', 'Dockerfile', dockerfile, 'no-sudo'],
    ['Dockerfile with Windows line ends', 'Dockerfile', dockerfile.replaceAll('\n', '\r\n'), 'no-sudo'],
    ['Compose file', 'compose.yaml', compose, 'no-privileged'],
    [
      'Compose file with Windows line ends',
      'compose.yaml',
      compose.replaceAll('\n', '\r\n'),
      'no-privileged',
    ],
    ['Dockerfile in a Compose file', 'compose.yaml', inner, 'no-sudo'],
  ] as const) {
    for (const scope of ['entry', 'part', 'file'] as const) {
      test(`${name}: ${scope}`, async () => {
        const lowered = await excepting({ [path]: text }, path, scope, ({ ruleId }) => ruleId === rule);
        const after = filled(text, lowered);
        assert.match(
          after,
          /# bulkhead: ignore(?:-stage|-file)? [a-z-]+ -- the base image asks for it\r?\n/u,
        );
        assert.equal(after.includes('\r\n'), text.includes('\r\n'));
        const told = await tell({ [path]: after });
        assert.ok(told.excepted.length > 0);
        const about = told.analysis.findings.filter(({ ruleId }) => ruleId.endsWith('-exception'));
        assert.deepEqual(
          about.filter(({ ruleId }) => ruleId !== 'no-wide-exception').map(({ message }) => message),
          [],
        );
      });
    }
  }

  test('what is left blank is no reason yet, but covers', async () => {
    const lowered = await excepting({ Dockerfile: dockerfile }, 'Dockerfile', 'file', () => true);
    const told = await tell({ Dockerfile: filled(dockerfile, lowered, '') });
    assert.equal(told.excepted.length, 2);
    assert.ok(told.found.some((spot) => spot.startsWith('require-exception-reason')));
  });

  test('is refused where comments are forbidden, and for exceptions themselves', async () => {
    const refusal = async (texts: Texts, path: string, wanted: (finding: Finding) => boolean) => {
      const lowered = await excepting(texts, path, 'entry', wanted);
      return 'refused' in lowered ? lowered.refused : '';
    };
    const forbidden = { Dockerfile: dockerfile, '.bulkhead.yaml': 'exceptions: { comments: forbidden }\n' };
    assert.match(await refusal(forbidden, 'Dockerfile', () => true), /does not allow/u);
    const faulty = { Dockerfile: `# bulkhead ignore no-sudo -- why\n${dockerfile}` };
    assert.match(
      await refusal(faulty, 'Dockerfile', ({ ruleId }) => ruleId === 'no-malformed-exception'),
      /never excepted/u,
    );
  });
});

test('a service that begins no line has no place for a comment of its own', async () => {
  const text = '{ "services": { "web": { "image": "nginx:1.27", "privileged": true } } }\n';
  const lowered = await excepting({ 'compose.yaml': text }, 'compose.yaml', 'part', () => true);
  assert.ok('refused' in lowered);
});

test('above an inner Dockerfile that takes no edit stands the comment for all of it', async () => {
  const text =
    'services:\n  web:\n    build:\n      dockerfile_inline: "FROM alpine:3.20\\nRUN sudo ls\\nUSER 1\\n"\n';
  const lowered = await excepting(
    { 'compose.yaml': text },
    'compose.yaml',
    'entry',
    ({ ruleId }) => ruleId === 'no-sudo',
  );
  const after = filled(text, lowered);
  assert.match(after, /# bulkhead: ignore no-sudo -- .*\n {6}dockerfile_inline/u);
  assert.deepEqual((await tell({ 'compose.yaml': after })).excepted, ['no-sudo at sudo by comment']);
});

/** The text after the first fix of a rule about exceptions with such a title. */
async function mended(texts: Texts, ruleId: string, title: RegExp, words?: string): Promise<string> {
  const path = Object.keys(texts)[0] ?? '';
  const { analysis } = await tell(texts, path, { strict: ruleId === 'prefer-own-exception' });
  const fixes = analysis.findings.flatMap((finding) => (finding.ruleId === ruleId ? finding.fixes : []));
  const fix = fixes.find((each) => title.test(each.title));
  if (!fix) throw new Error('there is no such fix');
  return filled(analysis.text, fix.lower(), words);
}

describe('what mends exceptions', () => {
  const dockerfile = (comment: string, run = 'RUN sudo ls') => `FROM alpine:3.20\n${comment}${run}\nUSER 1\n`;

  test('takes a comment out with its line', async () => {
    for (const end of ['\n', '\r\n']) {
      const text = dockerfile('  # bulkhead: ignore no-sudo -- as we must  \n', 'RUN ls').replaceAll(
        '\n',
        end,
      );
      const after = await mended({ Dockerfile: text }, 'no-unused-exception', /Remove/u);
      assert.equal(after, dockerfile('', 'RUN ls').replaceAll('\n', end));
    }
  });

  test('takes a comment at the end of a line out with the blanks before it', async () => {
    const line = (end: string) => `services:\n  web:\n    image: nginx:1.27${end}\n    read_only: true\n`;
    const after = await mended(
      { 'compose.yaml': line('   # bulkhead: ignore no-privileged -- as we must') },
      'no-unused-exception',
      /Remove/u,
    );
    assert.equal(after, line(''));
  });

  test('takes a comment out of an inner Dockerfile', async () => {
    const text = (comment: string) =>
      `services:\n  web:\n    build:\n      dockerfile_inline: |\n        FROM alpine:3.20\n${comment}        RUN ls\n        USER 1\n`;
    const after = await mended(
      { 'compose.yaml': text('        # bulkhead: ignore no-sudo -- as we must\n') },
      'no-unused-exception',
      /Remove/u,
    );
    assert.equal(after, text(''));
  });

  test('takes one rule out of a list, be it the first or the last', async () => {
    for (const rules of ['no-sudo, no-piped-download', 'no-piped-download ,no-sudo']) {
      const text = dockerfile(`# bulkhead: ignore ${rules} -- as we must\n`);
      const after = await mended({ Dockerfile: text }, 'no-unused-exception', /Remove/u);
      assert.equal(after, dockerfile('# bulkhead: ignore no-sudo -- as we must\n'));
    }
  });

  test('renames a rule, and renews an end', async () => {
    const renamed = await mended(
      { Dockerfile: dockerfile('# bulkhead: ignore no-sud -- as we must\n') },
      'no-unknown-exception',
      /no-sudo/u,
    );
    assert.equal(renamed, dockerfile('# bulkhead: ignore no-sudo -- as we must\n'));
    const over = dockerfile('# bulkhead: ignore no-sudo until 2026-11-01 -- as we must\n');
    const renewed = await mended({ Dockerfile: over }, 'no-expired-exception', /Renew/u, '2027-03-31');
    assert.equal(renewed, over.replace('2026-11-01', '2027-03-31'));
  });

  test('adds a reason, whatever of it stands there', async () => {
    const expected = dockerfile(`# bulkhead: ignore no-sudo -- ${REASON}\n`);
    for (const end of ['', ' --', ' -- ', '  ', ' -- why']) {
      const text = dockerfile(`# bulkhead: ignore no-sudo${end}\n`);
      assert.equal(await mended({ Dockerfile: text }, 'require-exception-reason', /reason/u), expected);
    }
  });

  test('changes what a configuration file lists only where that is plain', async () => {
    const text = (until: string) =>
      `except:\n  - rules: [no-sudo]\n    paths: [a/Dockerfile]\n    until: ${until}\n    reason: as we must\n`;
    const texts = { '.bulkhead.yaml': text('2026-11-01') };
    const renewed = await mended(texts, 'no-expired-exception', /Renew/u, '2027-03-31');
    assert.equal(renewed, text('2027-03-31'));
    await assert.rejects(mended(texts, 'no-expired-exception', /Remove/u), /by hand/u);
  });
});
