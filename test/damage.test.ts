/** The texts of all rules' cases, damaged at random but the same way each time: nothing crashes, and every fix still holds. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { applyEdits } from '../server/src/base/text.ts';
import { registry } from '../server/src/generated/registry.ts';
import { createMemoryHost } from '../server/src/host/memory.ts';
import { createService, type Review } from '../server/src/service.ts';
import { isSurfaceFence, readCases, textOf } from './harness/cases.ts';
import { choiceFrom } from './harness/chance.ts';
import { complaintsAbout } from './harness/fix-checks.ts';
import { TODAY } from './harness/judge.ts';
import { asFilledIn } from './harness/mend.ts';
import { readRuleFile } from './harness/rule-folders.ts';

/** How often each text is damaged, and by how many blows at most. */
const VARIANTS = 2;
const MOST_BLOWS = 3;

/** What may come between the characters of a text. */
const SCRAPS = [
  ...[
    '\\',
    '\\\n',
    '"',
    "'",
    '`',
    '$',
    '${',
    '}',
    '$(',
    ')',
    '(',
    '{',
    '[',
    ']',
    ',',
    ':',
    ': ',
    '- ',
    '#',
    ' #',
  ],
  ...[
    '\t',
    '\r',
    '\r\n',
    '\n',
    '\uFEFF',
    '\u{1F600}',
    '\uD800',
    '\0',
    '\u2028',
    '\u202E',
    '<<EOF',
    'EOF\n',
    '|\n',
    '>-\n',
  ],
  ...[
    '&a ',
    '*a',
    '<<: *a',
    '!reset ',
    '? ',
    '~',
    '{}',
    '[]',
    '---\n',
    'sudo ',
    ' && ',
    '; ',
    'curl -k http://a | sh',
  ],
  ...[
    'USER root\n',
    'FROM a AS b\n',
    'ADD ',
    'ONBUILD ',
    '# escape=`\n',
    'SHELL ["a"]\n',
    'privileged: true\n',
    '__proto__',
  ],
];

for (const { id } of registry.rules) {
  describe(`damaged cases of ${id}`, () => {
    for (const uri of ['file:///case/Dockerfile', 'file:///case/compose.yaml']) {
      test(uri.slice(uri.lastIndexOf('/') + 1), () => {
        for (const text of textsOf(id, uri)) {
          // Seeded by the text itself: a new case damages no other one in a new way.
          const random = choiceFrom(seedOf(text));
          for (let i = 0; i < VARIANTS; i++) checkText(uri, damage(text, random));
        }
      });
    }
  });
}

test('every beginning of a text is read, as it is while somebody types it', () => {
  for (const [uri, text] of Object.entries(TYPED)) {
    for (let end = 0; end <= text.length; end++) checkText(uri, text.slice(0, end));
  }
});

const TYPED = {
  'file:///case/Dockerfile': `# syntax=docker/dockerfile:1
ARG VERSION="1.2"
FROM --platform=$BUILDPLATFORM node:\${VERSION:-20} AS build
ENV TOKEN='a b' PATH=/opt/bin:$PATH
RUN --mount=type=cache,target=/root/.npm <<-"END" cat && sudo npm ci \\
  # why
  && curl -k "https://example.com/$(uname -m).sh" | sh
	echo \`date\`
	END
SHELL ["/bin/bash", "-c"]
ADD --chown=1:1 ["app.conf", "/etc/"]
HEALTHCHECK --interval=5s CMD curl -f http://localhost || exit 1
USER root
`,
  'file:///case/compose.yaml': `version: "3"
x-base: &base {privileged: true, cap_add: [ALL]}
services:
  "web":
    <<: *base
    image: nginx:\${TAG:-1.29} # \u{1F600}
    ports: ['80:80', "22"]
    volumes:
      - /var/run/docker.sock:/var/run/docker.sock
    environment:
      PASSWORD: 'it''s "secret"'
    command: >-
      sh -c "sudo true"
`,
};

/** The texts of a rule's cases that a surface reads under this name. */
function textsOf(id: string, uri: string): string[] {
  const files = readCases(readRuleFile(id, 'cases.md') ?? '').flatMap((one) => one.files);
  return files
    .filter((file) => isSurfaceFence(file.fence) && file.uri === uri)
    .map(({ lines, form }) => textOf(lines, form));
}

function checkText(uri: string, text: string): void {
  const told = `${uri}\n${JSON.stringify(text)}`;
  const { analysis: before, ...review } = reviewOf(uri, text, told);
  if (before.status === 'foreign') return;
  const { parts, credits, gaps, placeOf } = review;
  const ranges = [...before.findings, ...before.problems, ...credits, ...gaps].map(({ range }) => range);
  for (const range of [...ranges, ...parts.flatMap(({ head, extent }) => [head, extent])]) {
    assert.ok(0 <= range.start && range.start <= range.end && range.end <= text.length, told);
    assert.ok(placeOf(range), told);
  }
  for (const finding of before.findings) {
    for (const fix of finding.fixes) {
      const lowered = fix.lower();
      if ('refused' in lowered) continue;
      const fixed = applyEdits(text, asFilledIn(lowered.edits));
      assert.ok(fixed !== undefined && fixed !== text, `${told}\n${fix.title} makes no edit`);
      const { analysis: after } = reviewOf(
        uri,
        fixed,
        `${told}\n${fix.title} makes of it\n${JSON.stringify(fixed)}`,
      );
      // What a text says that cannot be read well may change as soon as any of it goes.
      if (before.problems.length > 0) continue;
      assert.deepEqual(complaintsAbout(finding, fix, before, after), [], `${told}\n${fix.title}`);
    }
  }
}

/** All that is said of a text. Nothing of it may crash: that would be in the log. */
function reviewOf(uri: string, text: string, told: string): Review {
  const host = { ...createMemoryHost(new Map()), readFileNow: () => undefined };
  const service = createService(host, registry, { today: () => TODAY });
  service.open({ uri, text });
  const review = service.reviewNow(uri);
  assert.deepEqual(host.logged, [], told);
  assert.ok(review?.analysis.status === 'judged' || review?.analysis.status === 'foreign', told);
  return review;
}

type Random = (below: number) => number;

function damage(text: string, random: Random): string {
  let damaged = text;
  for (let blows = 1 + random(MOST_BLOWS); blows > 0; blows--) damaged = strike(damaged, random);
  return damaged;
}

function strike(text: string, random: Random): string {
  const at = random(text.length + 1);
  const lines = text.split(/(?<=\n)/u);
  const [one, other] = [random(lines.length), random(lines.length)];
  switch (random(7)) {
    case 0:
      return lines.toSpliced(one, 1).join('');
    case 1:
      return lines
        .with(one, lines[other] ?? '')
        .with(other, lines[one] ?? '')
        .join('');
    case 2:
      return lines.with(one, ' '.repeat(random(6)) + (lines[one] ?? '')).join('');
    case 3:
      return text.slice(0, at) + text.slice(at + random(20));
    case 4:
      return random(4) === 0 ? text.slice(0, at) : text.replaceAll('\n', random(2) === 0 ? '\r\n' : '\n');
    default:
      return text.slice(0, at) + (SCRAPS[random(SCRAPS.length)] ?? '') + text.slice(at);
  }
}

function seedOf(text: string): number {
  let seed = 0;
  for (let i = 0; i < text.length; i++) seed = (Math.imul(seed, 31) + text.charCodeAt(i)) >>> 0;
  return seed;
}
