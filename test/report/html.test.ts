/** The page of a report: whatever files say, they cannot change what the page is. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { HOST_CHECKLIST } from '../../server/src/knowledge/host-checklist.ts';
import { escape, escapeData } from '../../server/src/report/escape.ts';
import { html, print } from '../../server/src/report/html/markup.ts';
import { STYLE } from '../../server/src/report/html/style.ts';
import { toHtml } from '../../server/src/report/html/to-html.ts';
import type { Report } from '../../server/src/report/report.ts';
import { mustEnd } from '../harness/must-end.ts';
import { root } from '../harness/root.ts';
import { pageOf } from './html-pages.ts';
import { fullReport } from './full-report.ts';
import { reportOf } from './sample-report.ts';

/** What texts of files must not be able to do anything with. */
const POISONS: Readonly<Record<string, string>> = {
  'a script': '<script>alert(1)</script>',
  'a picture that fails': '"><img src=x onerror=alert(1)>',
  'an attribute': "' onmouseover='alert(1)' \" autofocus onfocus=\"alert(1)",
  'the end of the style': '</style></title></pre></code><svg onload=alert(1)>',
  'a comment': '<!-- --> <![CDATA[ ]]> &lt;b&gt; &#60;b&#62;',
  'a template': '${alert(1)} {{alert(1)}}',
  'marks that turn letters around': '\u202Efdp.exe\u202C\u2066x\u2069\u200Fy\u061C',
  controls: '\0\u0001\u0007\b\u001b[31m\r\n\u007f\u0085\u2028\u2029\uFEFF\u{E0041}',
  'halves of characters': '\ud800 x \udc00',
  'ten thousand characters': 'a'.repeat(10_000),
  'ten thousand marks': '"<'.repeat(5_000),
};

for (const [name, poison] of Object.entries(POISONS)) {
  test(`no field of a report can bring in ${name}`, () => {
    const plain = fullReport();
    const poisoned = everyText(plain, (text) => text + poison);
    const page = mustEnd(() => toHtml(poisoned, pageOf));
    assert.deepEqual(
      tagsOf(page),
      tagsOf(
        toHtml(
          everyText(plain, (text) => `${text}!`),
          pageOf,
        ),
      ),
    );
    const shown = page.replace(/\sdata-[a-z-]+="[^"]*"/gu, '');
    assert.deepEqual(shown.match(/(?![\t\n])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu), null);
  });
}

test('texts of services, images and files that a person wrote come out as they are, and nowhere else', () => {
  const name = '<script>alert("x")</script>';
  const report = reportOf({
    [`${name}/compose.yaml`]: `services:\n  '${name}':\n    image: 'a:${name}'\n    privileged: true\n    ports: ["5432:5432"]\n`,
    Dockerfile: `FROM scratch AS "${name}"\nRUN echo '</style>${name}' && curl http://x | sh\n`,
  });
  const page = toHtml(report, pageOf);
  assert.ok(tagsOf(page).every((tag) => !tag.startsWith('script')));
  assert.match(page, /&lt;script&gt;alert\(&quot;x&quot;\)&lt;\/script&gt;/u);
});

test('a page has a policy, no script and nothing that is loaded', () => {
  const page = toHtml(fullReport(), pageOf);
  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/u.exec(page)?.[1] ?? '';
  assert.match(
    policy,
    /^default-src &#39;none&#39;; style-src &#39;sha256-[\w+/=]+&#39;; base-uri &#39;none&#39;; form-action &#39;none&#39;$/u,
  );
  assert.doesNotMatch(
    page,
    /<script|<link|<img|<iframe|<object|<embed| src=| srcset=| style=| on[a-z]+=|@import/iu,
  );
  const hrefs = [...page.matchAll(/ href="([^"]*)"/gu)].map((match) => match[1] ?? '');
  assert.deepEqual(
    hrefs.filter((href) => !/^(?:#|https:)/u.test(href)),
    [],
  );
});

test('a view adds its script and the policy for it, and nothing else', () => {
  const report = fullReport();
  const view = toHtml(report, pageOf, { nonce: 'abc"<', script: 'vscode-webview://x/"y.js' });
  const taken = view
    .replace(' script-src &#39;nonce-abc&quot;&lt;&#39;;', '')
    .replace('<script nonce="abc&quot;&lt;" src="vscode-webview://x/&quot;y.js" defer></script>', '');
  assert.equal(taken, toHtml(report, pageOf));
});

test('links within a page lead somewhere, and no two things have one name', () => {
  for (const report of [
    fullReport(),
    reportOf({}),
    reportOf({ Dockerfile: 'FROM alpine:3.22\nUSER 1000\n' }),
  ]) {
    const page = toHtml(report, pageOf);
    const ids = [...page.matchAll(/ id="([^"]*)"/gu)].map((match) => match[1] ?? '');
    assert.deepEqual(ids.length, new Set(ids).size);
    const targets = [...page.matchAll(/ href="#([^"]*)"/gu)].map((match) => match[1] ?? '');
    assert.deepEqual(
      targets.filter((target) => !ids.includes(target)),
      [],
    );
    const named = [...page.matchAll(/aria-labelledby="([^"]*)"/gu)].map((match) => match[1] ?? '');
    assert.deepEqual(
      named.filter((id) => !ids.includes(id)),
      [],
    );
  }
});

test('every finding, credit, gap, problem, mended finding and question of a report is on its page', () => {
  const report = fullReport();
  const page = toHtml(report, pageOf);
  const { comparison } = report;
  const texts = [
    ...report.files.flatMap(({ findings, credits, gaps, problems }) =>
      [...findings, ...credits, ...gaps, ...problems].map(({ message }) => message),
    ),
    ...(comparison ? [...comparison.mended, ...comparison.unknown].map(({ message }) => message) : []),
    ...report.files.flatMap(({ findings }) =>
      findings.flatMap(({ fixes }) => fixes.map(({ breaks }) => breaks ?? '')),
    ),
    ...HOST_CHECKLIST.flatMap(({ items }) =>
      items.flatMap(({ question, commands }) => [question, ...commands]),
    ),
  ];
  assert.deepEqual(
    texts.filter((text) => !page.includes(escape(text))),
    [],
  );
});

test('headings of a page go down one level at a time', () => {
  const levels = [...toHtml(fullReport(), pageOf).matchAll(/<h([1-6])[ >]/gu)].map((match) =>
    Number(match[1]),
  );
  assert.equal(levels[0], 1);
  levels.reduce((before, level) => {
    assert.ok(level <= before + 1, `h${before} is followed by h${level}`);
    return level;
  });
});

test('an editor gets every character of a path back', () => {
  const path = 'a"<\u202E\t\r\n&amp;\u0001é.yaml';
  const attribute = print(html`<i data-path="${path}"></i>`);
  assert.equal(attribute, '<i data-path="a&quot;&lt;\u202E\t&#13;\n&amp;amp;\u0001é.yaml"></i>');
  assert.equal(escapeData("'"), '&#39;');
});

test('what looks like a piece of a page is none', () => {
  const fake: unknown = JSON.parse('{"markup":"<b>","html":"<b>"}');
  assert.throws(() => print(html`<p>${fake as string}</p>`));
  assert.equal(
    print(html`<p title="${'"'}">${'<b>'}${['<', html`<i></i>`]}${3}${undefined}</p>`),
    '<p title="&quot;">&lt;b&gt;&lt;\n<i></i>3</p>',
  );
});

test('values of attributes stand in double quotes, and only our own texts are trusted', () => {
  const folder = join(root, 'server/src/report');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
    /^(?:html|charts)\b.*\.ts$/u.test(path),
  );
  assert.ok(files.length > 10);
  for (const path of files) {
    const text = readFileSync(join(folder, path), 'utf8');
    // Our code has blanks around its equals signs, so these are attributes.
    assert.doesNotMatch(text, /\s[a-z-]+=(?:\$\{|')/u, path);
    const uses = text.match(/\btrusted\(/gu)?.length ?? 0;
    assert.equal(uses, TRUSTING[path.replaceAll('\\', '/')] ?? 0, `uses of trusted in ${path}`);
  }
});

/** Where markup is made of text: its declaration, the style, and what the Markdown of our pages becomes. */
const TRUSTING: Readonly<Record<string, number>> = {
  'html/markup.ts': 1,
  'html/to-html.ts': 1,
  'html/pages.ts': 1,
};

/** What stands for a choice among a few, not for a text. */
const CHOICES = new Set([
  'severity',
  'kind',
  'letter',
  'status',
  'applicability',
  'surface',
  'version',
  'standard',
  'url',
]);

/** A report in which every text is altered, the same one always in the same way, so that what belonged together still does. */
function everyText(report: Report, alter: (text: string) => string): Report {
  const walk = (value: unknown, key: string): unknown => {
    if (typeof value === 'string') return CHOICES.has(key) || isChecklistId(value) ? value : alter(value);
    if (Array.isArray(value)) return value.map((item) => walk(item, key));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [
        name,
        walk(item, name === 'reason' && 'range' in value ? 'kind' : name),
      ]),
    );
  };
  return walk(report, '') as Report;
}

function isChecklistId(text: string): boolean {
  return HOST_CHECKLIST.some(({ items }) => items.some(({ id }) => id === text));
}

/** The tags of a page with the names of their attributes; throws on a mark of HTML that belongs to none. */
function tagsOf(page: string): string[] {
  const body = page.replace(/^<!doctype html>/u, '').replace(`<style>${STYLE}</style>`, '');
  const tags: string[] = [];
  const rest = body.replace(
    /<(\/?[a-z0-9]+)((?:\s+[a-zA-Z-]+(?:="[^"<>]*")?)*)\s*\/?>/gu,
    (_, name: string, attributes: string) => {
      const names = attributes.replace(/="[^"]*"/gu, '').split(/\s+/u);
      tags.push(name + names.join(' '));
      return '';
    },
  );
  assert.doesNotMatch(rest, /[<>]/u);
  return tags;
}
