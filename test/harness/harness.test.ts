/** The harness itself: a test that cannot fail is worth nothing, so each way to be wrong is tried. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Finding, FixOffer } from '../../server/src/model/finding.ts';
import { damageBy } from '../corpus/text-checks.ts';
import { readCases } from './cases.ts';
import { checkCase } from './check-case.ts';
import { complaintsAbout } from './fix-checks.ts';
import { asFilledIn } from './mend.ts';
import { updateCases } from './update-cases.ts';

const RULE = 'no-obsolete-version';
const TITLE = 'Remove the version';

const FLAGGED = `version: "3"
^^^^^^^^^^^^ hint: `;
const REST = 'services:\n  web:\n    image: nginx:1.29';

/** A page with one case: what stands in its fence, the words behind its tag, and what comes below. */
function page(text: string, words = '', below = ''): string {
  return `Prose.\n\n\`\`\`compose${words}\n${text}\n\`\`\`\n${below}`;
}

async function check(text: string): Promise<void> {
  for (const one of readCases(text)) await checkCase(RULE, one);
}

/** The page as the rule has it now, with the message and the fix that the tests below make mistakes in. */
const right = await updateCases(RULE, page(`version: "3"\n${REST}`));

describe('cases', () => {
  test('a page that was updated holds', async () => {
    assert.match(right, /\n\^{12} [A-Z][^\n]+\.\n/u);
    assert.match(right, /\n```fixed safe "[^"]+"\nservices:\n/u);
    await check(right);
    assert.equal(await updateCases(RULE, right), right);
  });

  const MISTAKES: Readonly<Record<string, (page: string) => string>> = {
    'a finding without carets': (text) => text.replace(/^\^+ .+\n/mu, ''),
    'carets one column too long': (text) => text.replace('^ ', '^^ '),
    'carets one column too far to the right': (text) => text.replace('^^ ', ' ^^ '),
    'carets under another line': (text) => text.replace(/^(\^+ .+\n)(services:\n)/mu, '$2$1'),
    'carets without a message': (text) => text.replace(/^(\^+) .+/mu, '$1'),
    'another message': (text) => text.replace(/^(\^+) .+/mu, '$1 Something else'),
    'another severity': (text) => text.replace(/^(\^+) /mu, '$1 error: '),
    'carets where nothing is found': (text) => text.replace('  web:', '  web:\n# ^^^ Something'),
    'a fix that is not shown': (text) => text.replace(/```fixed[\s\S]+/u, ''),
    'another text after the fix': (text) => text.replace(/(```fixed[\s\S]+)nginx/u, '$1caddy'),
    'another applicability': (text) => text.replace('fixed safe', 'fixed unsafe'),
    'a fix of another title': (text) => text.replace('fixed safe "', 'fixed safe "Do not '),
    'a refusal that does not happen': (text) => `${text}\n\`\`\`refused "${TITLE}"\nNo.\n\`\`\`\n`,
    'a text of another notation': (text) => text.replace('```compose', '```dockerfile path=compose.yaml'),
  };
  for (const [mistake, make] of Object.entries(MISTAKES)) {
    test(`${mistake} fails`, async () => {
      const wrong = make(right);
      assert.notEqual(wrong, right);
      await assert.rejects(check(wrong));
    });
  }

  test('a severity that is asked for holds when it is the right one', async () => {
    await check(
      page(`${FLAGGED}\n${REST}`, ' fixes=elsewhere').replace('hint: ', `hint: ${messageOf(right)}`),
    );
  });

  test('a severity that is asked for stays when an update writes another message', async () => {
    const updated = await updateCases(RULE, right.replace(/^(\^+) .+/mu, '$1 hint: Something else'));
    assert.equal(updated, right.replace(/^(\^+) /mu, '$1 hint: '));
  });

  test('line ends, a byte order mark and a missing last line end are what the words say', async () => {
    const { files } = readCases(page(REST, ' crlf bom noeol'))[0] ?? { files: [] };
    assert.deepEqual(files[0]?.form, { crlf: true, bom: true, noeol: true });
    const updated = await updateCases(RULE, page(`# ä\nversion: "3"\n${REST}`, ' crlf bom noeol'));
    assert.match(updated, /\n\^{12} /u);
    await check(updated);
  });

  const UNREADABLE: Readonly<Record<string, string>> = {
    'an unknown word': page(REST, ' clrf'),
    'an unknown tag': page(REST).replace('compose', 'composer'),
    'a fence that does not end': page(REST).replace(/```\n$/u, ''),
    'a configuration of nothing': page('{}').replace('compose', 'config'),
    'a fix without a case': '```fixed safe "A"\n```\n',
    'a fix without a title': page(REST, '', '\n```fixed safe\n```\n'),
    'a fix without applicability': page(REST, '', '\n```fixed "A"\n```\n'),
  };
  for (const [mistake, text] of Object.entries(UNREADABLE)) {
    test(`${mistake} is an error`, () => assert.throws(() => readCases(text)));
  }

  test('files in a row with paths are one case, prose begins another', () => {
    const both = page(REST, ' path=compose.yaml', '\n```dotenv path=.env\nA=1\n```\n');
    const [one, ...others] = readCases(both);
    assert.deepEqual(
      one?.files.map(({ uri }) => uri),
      ['file:///case/compose.yaml', 'file:///case/.env'],
    );
    assert.equal(others.length, 0);
    assert.equal(readCases(`${both}\nMore.\n\n\`\`\`compose path=b.yaml\n\`\`\`\n`).length, 2);
  });
});

describe('cases with a configuration', () => {
  const OFF = `rules: { ${RULE}: off }`;
  const configured = (text: string, body: string, path = ''): string =>
    `Prose.\n\n\`\`\`config${path}\n${text}\n\`\`\`\n\n\`\`\`compose\n${body}\n\`\`\`\n`;

  test('it is a file beside the text, and counts', async () => {
    const silent = configured(OFF, `version: "3"\n${REST}`);
    assert.deepEqual(
      readCases(silent).map(({ files }) => files.map(({ uri, surface }) => [uri, surface])),
      [
        [
          ['file:///case/.bulkhead.yaml', 'configuration'],
          ['file:///case/compose.yaml', 'compose'],
        ],
      ],
    );
    await check(silent);
    await assert.rejects(check(silent.replace(': off', ': error')));
    await check(configured(OFF, `version: "3"\n${REST}`, ' path=../.bulkhead.yaml'));
    await assert.rejects(check(configured(OFF, `version: "3"\n${REST}`, ' path=../other/.bulkhead.yaml')));
  });

  test('one that is wrong is an error, as it would count for nothing', async () => {
    await assert.rejects(check(configured('rulez: {}', REST)), /is no configuration: .*rulez/u);
  });
});

describe('fixes that ask', () => {
  const edit = (newText: string, start: number, end: number) =>
    asFilledIn([{ range: { start: 0, end: 0 }, newText, blank: { start, end } }])[0]?.newText;

  test('a blank is filled in as a person would', () => {
    assert.equal(edit(' -- ', 4, 4), ' -- filled in by a person');
    assert.equal(edit(' -- reason.', 4, 10), ' -- filled in by a person.');
  });

  test('a date that is proposed is taken', () => {
    assert.equal(edit('until 2026-08-30', 6, 16), 'until 2026-08-30');
  });
});

function messageOf(text: string): string {
  return /\^ (.+)\n/u.exec(text)?.[1] ?? '';
}

describe('what a fix must do', () => {
  const fix = { partial: false } as FixOffer;
  const partial = { partial: true } as FixOffer;
  const [a, b] = [finding('a'), finding('b')];
  const rolled = finding('rolled', ['x', 'y']);
  const judged = (...findings: Finding[]) => ({ findings, problems: [] });

  test('its finding is gone', () => {
    assert.deepEqual(complaintsAbout(a, fix, judged(a, b), judged(b)), []);
    assert.equal(complaintsAbout(a, fix, judged(a, b), judged(a, b)).length, 1);
    assert.deepEqual(complaintsAbout(a, fix, judged(a, finding('a')), judged(a)), []);
  });

  test('nothing new appears', () => {
    assert.match(complaintsAbout(a, fix, judged(a), judged(b)).join(), /a new finding appears: b/u);
    const problem = { range: { start: 0, end: 0 }, message: 'broken', severity: 'error' } as const;
    const after = { findings: [], problems: [problem] };
    assert.match(complaintsAbout(a, fix, judged(a), after).join(), /a new problem appears: broken/u);
  });

  test('a partial one leaves fewer parts', () => {
    assert.deepEqual(complaintsAbout(rolled, partial, judged(rolled), judged(finding('rolled', ['y']))), []);
    assert.equal(complaintsAbout(rolled, partial, judged(rolled), judged(rolled)).length > 0, true);
    assert.equal(complaintsAbout(rolled, partial, judged(rolled), judged()).length, 1);
    assert.equal(
      complaintsAbout(rolled, partial, judged(rolled), judged(finding('rolled', ['z']))).length,
      2,
    );
  });

  test('what follows for an exception may appear, and nothing else about it', () => {
    const [mended, unused, reason, malformed] = [
      finding('no-unknown-exception'),
      finding('no-unused-exception'),
      finding('require-exception-reason'),
      finding('no-malformed-exception'),
    ];
    assert.deepEqual(complaintsAbout(mended, fix, judged(mended), judged(unused)), []);
    assert.equal(complaintsAbout(mended, fix, judged(mended), judged(reason)).length, 1);
    assert.equal(complaintsAbout(mended, fix, judged(mended), judged(malformed)).length, 1);
    assert.deepEqual(complaintsAbout(a, fix, judged(a), judged(unused, malformed)), []);
    assert.equal(complaintsAbout(a, fix, judged(a), judged(reason)).length, 1);
  });

  test('another finding may lose parts, but not win any', () => {
    assert.deepEqual(complaintsAbout(a, fix, judged(a, rolled), judged(finding('rolled', ['x']))), []);
    assert.equal(
      complaintsAbout(a, fix, judged(a, rolled), judged(finding('rolled', ['x', 'y', 'z']))).length,
      1,
    );
  });
});

function finding(ruleId: string, parts: readonly string[] = []): Finding {
  const message = parts.length === 0 ? 'Wrong.' : `Lacks ${parts.join(', ')}.`;
  return {
    ruleId,
    messageId: 'found',
    message,
    parts,
    severity: 'warning',
    uri: 'file:///a',
    range: { start: 0, end: 1 },
    related: [],
    fixes: [],
    topic: 'users',
    unnecessary: false,
    secret: false,
  };
}

describe('what a fix must leave alone', () => {
  const text = '# head\na:\n  - x # why\n  # between\n  - y\n# foot\nb: 1\n';
  const cut = (from: string, to: string, newText = '') => {
    const range = { start: text.indexOf(from), end: text.indexOf(to) + to.length };
    return damageBy(text, [{ range, newText }], text.slice(0, range.start) + newText + text.slice(range.end));
  };

  test('comments go with what they stand in, or not at all', () => {
    assert.deepEqual(cut('a:', '- y\n'), []);
    assert.deepEqual(cut('  - x', 'why\n'), []);
    assert.deepEqual(cut('x # why', 'x'), []);
    assert.match(cut('x # why', 'why').join(), /'# why' is lost/u);
    assert.match(cut('# head', 'a:').join(), /'# head' is lost/u);
    assert.match(cut('  - y', '# foot\n').join(), /'# foot' is lost/u);
  });

  test('a byte order mark stays', () => {
    assert.match(
      damageBy('\uFEFFa', [{ range: { start: 0, end: 1 }, newText: '' }], 'a').join(),
      /byte order/u,
    );
  });

  test('line ends stay what they are', () => {
    assert.match(cut('b: 1\n', 'b: 1\n', 'c\r\n').join(), /line ends/u);
    assert.deepEqual(damageBy('a', [{ range: { start: 0, end: 1 }, newText: 'b\n' }], 'b\n'), []);
  });
});
