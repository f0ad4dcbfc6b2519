/** The report in Markdown: its structure, and that nothing a file says is taken for Markdown, HTML or a link. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import MarkdownIt from 'markdown-it';
import { toMarkdown } from '../../server/src/report/markdown.ts';
import { cell, code, text } from '../../server/src/report/markdown/text.ts';
import { root } from '../harness/root.ts';
import { reportOf, reportOfFolder } from './sample-report.ts';

/** As services show it: with HTML, tables, and links made of bare addresses. */
const renderer = new MarkdownIt({ html: true, linkify: true });

const noPage = (): undefined => undefined;

/** The text that a reader sees of one inline token and those in it. */
function shownText(markdown: string): string {
  return renderer
    .parseInline(markdown, {})
    .flatMap(({ children }) => children ?? [])
    .map((token) =>
      token.type === 'text' || token.type === 'code_inline' ? token.content : `<${token.type}>`,
    )
    .join('');
}

const HOSTILE = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '[a](javascript:alert(1))',
  '![a](https://example.com/a.png)',
  '`code`',
  '```',
  '``` `` `',
  '|a|b|',
  'back\\slash \\| and \\`',
  '**bold** _low_ ~~gone~~ __init__',
  '# head',
  '- item',
  '1. item',
  '> quote',
  '--- rule',
  'https://evil.example.com/ and www.example.com or me@example.com',
  '@everyone #1',
  '&lt;b&gt; &amp; &copy;',
  '$math$ {a} ^up^',
  "it's 'quoted' and \"so\"",
  ' blanks at both ends ',
  '`',
  '``',
];

describe('a text of a file', () => {
  test('is shown as it is in a sentence', () => {
    for (const value of HOSTILE) {
      const markdown = text(`Service ${value} is wrong.`);
      const shown = shownText(markdown);
      // Quotes around a value give way to the code span.
      assert.equal(shown.replaceAll("'", ''), `Service ${value} is wrong.`.replaceAll("'", ''), markdown);
    }
  });

  test('is shown as it is in a code span and in a cell', () => {
    for (const value of HOSTILE) {
      assert.equal(shownText(`x ${code(value)}`), `x ${value}`, value);
      const table = renderer.parse(`| a | b |\n| --- | --- |\n| ${cell(value)} | last |\n`, {});
      const cells = table
        .flatMap(({ type, children }) => (type === 'inline' ? [children ?? []] : []))
        .map((children) => children.map(({ content }) => content).join(''));
      assert.equal(cells.length, 4, value);
      assert.equal(cells[2]?.replace(/ +/gu, ' ').trim(), value.replace(/ +/gu, ' ').trim(), value);
    }
  });

  test('shows what would not be seen', () => {
    assert.equal(code('a\u202Eb\u0000c\nd\ud800'), '`a⟨U+202E⟩b⟨U+0000⟩c⟨U+000A⟩d⟨U+D800⟩`');
    assert.equal(text('a\u200Bb'), 'a⟨U+200B⟩b');
    assert.equal(code(''), '(empty)');
  });

  test('stays readable where nothing in it is special', () => {
    const sentence = "Container 'web_1' publishes 8080:80 (all of 0.0.0.0) with MY_KEY, see --flag=1.";
    assert.equal(text(sentence), sentence);
  });
});

describe('the document', () => {
  const sample = toMarkdown(reportOfFolder(join(root, 'sample')), (id) => `# Page of ${id}\n`);
  const headings = sample.split('\n').filter((line) => line.startsWith('## '));

  test('has the sections of the web page, in their order', () => {
    assert.deepEqual(headings, [
      '## Grades',
      '## Findings',
      '## By standard',
      '## Exceptions',
      '## What was not checked',
      '## The host',
      '## How grades are made',
    ]);
    assert.match(sample, /^# Hardening report: sample$/mu);
    assert.match(sample, /^### Page of network$/mu);
  });

  test('answers in three lines what was looked at, how it stands, and what to change first', () => {
    const [head = ''] = sample.split('## Grades');
    assert.match(head, /- \*\*Looked at:\*\* 1 Compose file, 2 Dockerfiles, 6 services and 2 images\./u);
    assert.match(head, /- \*\*How it stands:\*\* \[\d+ findings\]\(#findings\): \d+ errors,/u);
    assert.match(head, /- \*\*Change first:\*\*\n {2}1\. .+\n {2}2\. .+\n {2}3\. .+\n/u);
  });

  test('has links to its own headings only, and to the standards', () => {
    const slugs = new Set(
      [...sample.matchAll(/^#+ (.+)$/gmu)].map(([, title = '']) =>
        title
          .toLowerCase()
          .replaceAll(/[^\p{L}\p{N} -]/gu, '')
          .replaceAll(' ', '-'),
      ),
    );
    for (const [, target = ''] of sample.matchAll(/\]\(([^)]*)\)/gu)) {
      assert.ok(target.startsWith('https://') || slugs.has(target.slice(1)), target);
    }
  });

  test('counts for an item of a standard only what the item asks for', () => {
    const rest =
      'image: nginx:1.29\n    cap_drop: [ALL]\n    security_opt: ["no-new-privileges:true"]\n    mem_limit: 64m\n';
    const document = toMarkdown(reportOf({ 'compose.yaml': `services:\n  web:\n    ${rest}` }), noPage);
    const [, tables = ''] = document.split('\n## By standard\n');
    const items = [...(tables.split('\n## ')[0]?.matchAll(/^\| ((?:\d|RULE)\S*(?: \S+)?) \|/gmu) ?? [])];
    assert.deepEqual(
      items.map(([, id]) => id),
      ['5.13', '5.29', 'RULE \\#7', 'RULE \\#8'],
    );
  });

  test('has boxes to tick, and those that are ticked', () => {
    const report = reportOf({}, { checklist: [{ id: 'data-partition', ticked: '2026-03-01' }] });
    const document = toMarkdown(report, noPage);
    assert.equal([...document.matchAll(/^- \[x\] .+ \(ticked on 1 March 2026\)$/gmu)].length, 1);
    assert.ok([...document.matchAll(/^- \[ \] /gmu)].length > 20);
  });

  test('says so when there is nothing', () => {
    const document = toMarkdown(reportOf({}), noPage);
    assert.match(document, /no file that configures containers/u);
    assert.match(document, /There is no service and no image to grade\./u);
    assert.match(document, /Nothing was found\./u);
  });

  test('of hostile files holds nothing of them but text', () => {
    const name = (value: string): string => JSON.stringify(value);
    const services = HOSTILE.map(
      (value, i) =>
        `  ${name(`${value} ${i}`)}:\n    image: ${name(`nginx ${value}`)}\n    privileged: true\n` +
        `    environment:\n      ${name(`${value}_PASSWORD`)}: ${name(`hunter2${value}`)}\n    ports: [${name(`8080:80${value}`)}, "80:80"]\n`,
    ).join('');
    const texts = Object.fromEntries(
      HOSTILE.flatMap((value, i) => [
        [`${value} ${i}/compose.yaml`, `services:\n${services}`],
        [`x/${value} ${i}/Dockerfile`, `FROM nginx\nRUN sudo echo '${value}'\n`],
      ]),
    );
    const report = reportOf(texts, { title: '<script>alert(1)</script>[x](y)' });
    assert.ok(report.files.reduce((sum, { findings }) => sum + findings.length, 0) > 100);
    const tokens = renderer.parse(toMarkdown(report, noPage), {});
    const inline = tokens.flatMap(({ children }) => children ?? []);
    for (const { type, content } of [...tokens, ...inline]) {
      assert.ok(!['html_block', 'html_inline', 'image', 's_open'].includes(type), `${type}: ${content}`);
    }
    for (const token of inline.filter(({ type }) => type === 'link_open')) {
      const target = String(token.attrGet('href') ?? '');
      assert.match(target, /^(?:#|https:\/\/(?:www\.cisecurity\.org|cheatsheetseries\.owasp\.org)\/)/u);
    }
    const top = tokens.filter(({ type, tag }) => type === 'heading_open' && tag === 'h2');
    assert.equal(top.length, headings.length);
    // A row with a cell too many or too few has lost its structure.
    const rows = tokens.filter(({ type }) => type === 'tr_open').length;
    assert.ok(rows > HOSTILE.length);
    for (const line of toMarkdown(report, noPage).split('\n')) assert.doesNotMatch(line, /[\p{Cc}\u202E]/u);
  });
});
