/** Comments as exceptions are written in them: what each covers, and where another one can be put without changing what a text means. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { encloses, type TextRange } from '../../server/src/base/text.ts';
import type { Comment, CommentPlace, ExceptionScope } from '../../server/src/model/comment.ts';
import type { Surface } from '../../server/src/model/surface.ts';
import { surface as compose } from '../../server/src/surfaces/compose/surface.ts';
import { surface as dockerfile } from '../../server/src/surfaces/dockerfile/surface.ts';
import { parseDockerfile } from '../../server/src/syntax/dockerfile/parse.ts';
import { parseYaml } from '../../server/src/syntax/yaml/parse.ts';
import { choiceFrom } from '../harness/chance.ts';
import { mustEnd } from '../harness/must-end.ts';

const URIS = { dockerfile: 'file:///p/Dockerfile', compose: 'file:///p/compose.yaml', configuration: '' };

function commentsOf(surface: Surface, text: string): readonly Comment[] {
  return surface.comments?.({ uri: URIS[surface.id], text }) ?? [];
}

function placeOf(
  surface: Surface,
  text: string,
  range: TextRange,
  scope: ExceptionScope,
): CommentPlace | { readonly refused: string } {
  const place = surface.commentPlace?.({ uri: URIS[surface.id], text }, range, scope);
  assert.ok(place);
  return place;
}

/** What a comment says and covers, in one line: `why: RUN a \ … | sh`; `head` and `stage` where it is so. */
function show(text: string, { body, covers, stage, isHead }: Comment): string {
  const flags = [...(isHead ? ['head'] : []), ...(stage ? [`stage to '${shorten(text, stage, true)}'`] : [])];
  const flagged = flags.length > 0 ? ` (${flags.join(', ')})` : '';
  return `${text.slice(body.start, body.end)}${flagged}: ${covers ? shorten(text, covers) : 'nothing'}`;
}

/** The first and the last line of a range. */
function shorten(text: string, { start, end }: TextRange, isLastOnly = false): string {
  const lines = text
    .slice(start, end)
    .split(/\r?\n/u)
    .map((line) => line.trim());
  const [first = '', last = ''] = [lines[0], lines.at(-1)];
  if (isLastOnly) return last;
  return lines.length === 1 ? first : `${first} … ${last}`;
}

/** A text, and what its comments are. */
type Row = readonly [title: string, text: string, ...comments: string[]];

function testRows(surface: Surface, rows: readonly Row[]): void {
  for (const [title, text, ...expected] of rows) {
    test(title, () => {
      const comments = commentsOf(surface, text);
      assert.deepEqual(
        comments.map((comment) => show(text, comment)),
        expected,
      );
      for (const { range } of comments) assert.equal(text[range.start], '#');
    });
  }
}

describe('comments of a Dockerfile', () => {
  testRows(dockerfile, [
    [
      'cover the instruction below, whatever blank lines and comments are between',
      'FROM a\n# one\n\n  # two  \nRUN x \\\n  y\nUSER b\n',
      'one: RUN x \\ … y',
      'two: RUN x \\ … y',
    ],
    [
      'are told whatever blanks follow the mark',
      'FROM a\n#x\n#\n##  y\nUSER b',
      'x: USER b',
      ': USER b',
      '#  y: USER b',
    ],
    ['cover nothing at the end of the text', 'FROM a\n# end', 'end: nothing'],
    [
      'stand in the head before the first instruction, and above FROM for its stage as well',
      '# a\nARG X\n# b\nFROM x\nRUN y\n# c\n\nFROM z\nUSER q\n',
      'a (head): ARG X',
      "b (stage to 'RUN y'): FROM x",
      "c (stage to 'USER q'): FROM z",
    ],
    [
      'are those of the head where there is nothing else',
      '# a\n\n# b',
      'a (head): nothing',
      'b (head): nothing',
    ],
    [
      'are no directives, but for those that leave out checks',
      '# syntax=docker/dockerfile:1\n# check=skip=JSONArgsRecommended\n# escape=`\n# a\nUSER x',
      'check=skip=JSONArgsRecommended (head): USER x',
      'a (head): USER x',
    ],
    [
      'are no directives below the first line that is none',
      '# a\n# escape=`\nUSER b',
      'a (head): USER b',
      'escape=` (head): USER b',
    ],
    [
      'are no line that names a program',
      '#!/usr/bin/env docker\n# syntax=x\n# a\nUSER b',
      'a (head): USER b',
    ],
    [
      'cover the next line inside an instruction',
      'FROM a\nENV A=1 \\\n  # first\n\n  # second\n  B=2 \\\n# third\n  C=3\nUSER b',
      'first: B=2 \\',
      'second: B=2 \\',
      'third: C=3',
    ],
    ['cover nothing behind a continuation that never comes', 'FROM a\nRUN x \\\n# a\n', 'a: nothing'],
    [
      'follow the escape directive',
      '# escape=`\nFROM a\nRUN x `\n# a\n y\nRUN z \\\n# b\nUSER c',
      'a: y',
      'b: USER c',
    ],
    [
      'end where the line ends, whichever way it does',
      '\uFEFF# a \r\nFROM b\r\n# c\r\nRUN d \\\r\n  # e\r\n  f\r\n',
      "a (head, stage to 'f'): FROM b",
      'c: RUN d \\ … f',
      'e: f',
    ],
    [
      'cover the next line of a script in a heredoc',
      'FROM a\nRUN <<EOF\n# one\ncurl x |\n  sh\n# two\n\n# three\nsudo y \\\n  z\n# four\nEOF\n# five\nUSER b',
      'one: curl x | … sh',
      'two: sudo y \\ … z',
      'three: sudo y \\ … z',
      'four: nothing',
      'five: USER b',
    ],
    [
      'are none in texts and files inside a script',
      'FROM a\nRUN <<EOF\ncat <<X > /f\n# no\nX\necho "\n# no\n" \'\n# no\n\'\n# yes\nls\nEOF\n',
      'yes: ls',
    ],
    ['are none in files', 'FROM a\nCOPY <<EOF /f\n# no\nEOF\n# yes\nUSER b', 'yes: USER b'],
    [
      'are none where another program reads a heredoc',
      'FROM a\nRUN <<EOF\n#!/usr/bin/env python3\n# no\nEOF\nRUN cat > /f <<EOF\n# no\nEOF\nRUN bash -c "cat > f" <<EOF\n# no\nEOF\n',
    ],
    [
      'are read where a shell is named',
      'FROM a\nRUN <<-EOF\n#!/bin/bash -e\n# one\n\tls\n\tEOF\nRUN /bin/sh -ex <<EOF\n# two\nls\nEOF\nONBUILD RUN <<EOF\n# three\nls\nEOF\n',
      'one: ls',
      'two: ls',
      'three: ls',
    ],
    [
      'cover their line where they end one of shell',
      'FROM a\nRUN sudo x # one\nRUN a && \\\n  sudo b  # two\nRUN <<EOF\nls # three\nEOF\nRUN echo a#no \'# no\' "# no" \\# no\nENV A=b # no\n',
      'one: RUN sudo x # one',
      'two: sudo b  # two',
      'three: ls # three',
    ],
    ['are none where they swallow a continued line', 'FROM a\nRUN x # no \\\n  y\n'],
  ]);
});

describe('comments of a Compose file', () => {
  testRows(compose, [
    [
      'cover what begins on the line below: a service, an entry, an item',
      'services:\n  # a\n  web:\n    # b\n    privileged: true\n    cap_add:\n      # c\n\n      # d\n      - ALL\n      - NET_ADMIN\n',
      'a: web: … - NET_ADMIN',
      'b: privileged: true',
      'c: - ALL',
      'd: - ALL',
    ],
    [
      'cover what begins on their line at its end',
      'services: # a\n  web: # b\n    privileged: true # c\n    cap_add: [ALL] # d\n    ports:\n      - "80:80" # e\n      - target: 1 # f\n        published: 2\n',
      'a: services: # a … published: 2',
      'b: web: # b … published: 2',
      'c: privileged: true',
      'd: cap_add: [ALL]',
      'e: - "80:80"',
      'f: - target: 1 # f … published: 2',
    ],
    [
      'cover what goes on where nothing begins on their line',
      'a:\n  command: "x\n    y" # one\n  cap_add: [\n    A\n  ] # two\n  deploy: {\n    x: {\n      y: 1\n    }, # three\n  }\n',
      'one: command: "x … y"',
      'two: cap_add: [ … ]',
      'three: x: { … }',
    ],
    [
      'cover the line, where several entries of one list or mapping begin on it',
      'a: [\n  # one\n  A, B,\n  C, D # two\n]\nb: {\n  # three\n  c: 1, d: {e: 2,\n  f: 3}\n}\n',
      'one: A, B',
      'two: C, D',
      'three: c: 1, d: {e: 2, … f: 3}',
    ],
    [
      'cover nothing before the end of a list or text',
      'a: [\n  A,\n  # one\n]\n# two\n',
      'one: nothing',
      'two: nothing',
    ],
    [
      'cover nothing that is indented less, as what is left of a list that lost its last item',
      'a:\n  b:\n    # one\n  # two\n  c: 1\n  d:\n  - e\n  # three\n  - f\n  # four\ng: 1\n',
      'one: nothing',
      'two: c: 1',
      'three: - f',
      'four: nothing',
    ],
    [
      'cover an entry whose value alone stands below',
      'a:\n  # one\n  b\nc:\n  # two\n  [d, e]\nf:\n  # three\n  &x "y"\n',
      'one: a: … b',
      'two: c: … [d, e]',
      'three: f: … &x "y"',
    ],
    [
      'count only where YAML says so',
      'a: b#no\nc: "# no"\nd: \'x\n  # no\'\ne: |\n  # no\n\n  # no\n# one\nf: >-\n  # no\n  x\ng: [a#no, b] # two\n',
      'one: f: >- … x',
      'two: g: [a#no, b]',
    ],
    ['are told behind the mark of a block of text', 'a: | # one\n  # no\nb: 1\n', 'one: a: | # one … # no'],
    [
      'cover anchors, merge keys and keys with question marks',
      '# a\nx: &x # b\n  user: root\nservices:\n  web:\n    # c\n    <<: *x\n    # d\n    ? y\n    : z\n    # e\n    ports: *p # f\n',
      'a (head): x: &x # b … user: root',
      'b: x: &x # b … user: root',
      'c: <<: *x',
      'd: ? y … : z',
      'e: ports: *p',
      'f: ports: *p',
    ],
    [
      'look past what introduces the first document, and past nothing else',
      '%YAML 1.2\n# a\n--- # b\n# c\na: 1\n# d\n---\n# e\nb: 2\n# f\n...\n',
      'a (head): a: 1',
      'b (head): nothing',
      'c (head): a: 1',
      'd: nothing',
      'e: b: 2',
      'f: nothing',
    ],
    [
      'end where the line ends, whichever way it does',
      '\uFEFF# a \r\nb: # c\t\r\n  - d\r\n',
      'a (head): b: # c … - d',
      'c: b: # c … - d',
    ],
    ['may stand behind tabs', 'a: [\n  \t# one\n   A\n]\nb: 1\t# two\n', 'one: A', 'two: b: 1'],
    ['are there where nothing else is', '# a\n\n# b', 'a (head): nothing', 'b (head): nothing'],
    ['are read of a broken text', 'a: [1\n# one\nb: "2\n', 'one: b: "2'],
  ]);
});

/** What a line says behind the mark of every comment that is added here; the reason looks like a directive. */
const WORDS = '# bulkhead: ignore x -- escape=`';

/** The text with a comment where it can be put for `[…]` in it; else why it cannot be put. */
function withComment(surface: Surface, marked: string, scope: ExceptionScope): string {
  const start = marked.indexOf('[[');
  const end = marked.indexOf(']]') - 2;
  const text = marked.replace('[[', '').replace(']]', '');
  const place = placeOf(surface, text, { start, end }, scope);
  if ('refused' in place) return place.refused;
  assert.deepEqual(complaintsOf(surface, text, { start, end }, scope), []);
  return `${text.slice(0, place.offset)}${place.before}# !${place.after}${text.slice(place.offset)}`;
}

/** What is wrong with the place of a comment: the text would mean something else, or the comment would not cover the range. */
function complaintsOf(surface: Surface, text: string, range: TextRange, scope: ExceptionScope): string[] {
  const place = placeOf(surface, text, range, scope);
  if ('refused' in place) return [];
  const { offset, before, after, covers } = place;
  const added = `${before}${WORDS}${after}`;
  const longer = text.slice(0, offset) + added + text.slice(offset);
  const moved = ({ start, end }: TextRange): TextRange => ({ start: move(start), end: move(end) });
  const move = (at: number): number => (at >= offset ? at + added.length : at);
  const comment = commentsOf(surface, longer).find((each) => each.range.start === offset + before.length);
  const complaints: string[] = [];
  if (meaningOf(surface, longer) !== meaningOf(surface, text)) complaints.push('another meaning');
  if (!encloses(covers, range)) complaints.push('the place does not cover the range');
  if (!comment) return [...complaints, 'no comment'];
  if (longer.slice(comment.range.start, comment.range.end) !== WORDS)
    complaints.push('not the whole comment');
  if (scope === 'file') return comment.isHead ? complaints : [...complaints, 'not in the head'];
  const covered = scope === 'part' && surface.id === 'dockerfile' ? comment.stage : comment.covers;
  assert.deepEqual(covered, moved(covers), JSON.stringify(longer));
  return complaints;
}

/** What a text says, without any places. */
function meaningOf(surface: Surface, text: string): string {
  if (surface.id === 'compose') {
    const { roots, problems } = parseYaml(text, 'file:///p/x.yaml');
    const isPlace = (key: string): boolean => ['range', 'dash', 'target'].includes(key);
    return JSON.stringify([roots, problems.length], (key, value: unknown) =>
      isPlace(key) ? undefined : value,
    );
  }
  const { escape, directives, instructions, problems, nameless } = parseDockerfile(text);
  return JSON.stringify([
    escape,
    directives.map(({ name, value }) => [name, value]),
    problems.map(({ message }) => message),
    nameless !== undefined,
    instructions.map(({ name, flags, args, heredocs }) => [
      name,
      flags.map((flag) => [flag.name, flag.value?.text]),
      args.text,
      heredocs.map(({ body }) => text.slice(body.start, body.end)),
    ]),
  ]);
}

/** A text with a range in double brackets, and what becomes of it; `# !` is the comment. */
type PlaceRow = readonly [title: string, scope: ExceptionScope, text: string, expected: string];

function testPlaces(surface: Surface, rows: readonly PlaceRow[]): void {
  for (const [title, scope, text, expected] of rows) {
    test(`${scope}: ${title}`, () => assert.equal(withComment(surface, text, scope), expected));
  }
}

describe('where a comment can be put into a Dockerfile', () => {
  testPlaces(dockerfile, [
    ['above the instruction', 'entry', 'FROM a\n  RUN x \\\n  [[y]]\n', 'FROM a\n  # !\n  RUN x \\\n  y\n'],
    ['never in a heredoc', 'entry', 'FROM a\nRUN <<EOF\n[[ls]]\nEOF\n', 'FROM a\n# !\nRUN <<EOF\nls\nEOF\n'],
    ['below directives', 'entry', '# escape=`\n[[FROM a]]\n', '# escape=`\n# !\nFROM a\n'],
    ['behind a byte order mark', 'entry', '\uFEFF[[FROM a]]', '\uFEFF# !\nFROM a'],
    ['with line ends as they are', 'entry', 'FROM a\r\n[[USER b]]', 'FROM a\r\n# !\r\nUSER b'],
    [
      'not for several instructions',
      'entry',
      'FROM a\n[[USER b\nUSER c]]\n',
      'This does not stand in one instruction.',
    ],
    [
      'above the FROM of the stage',
      'part',
      'FROM a\nRUN x\n\n# b\n FROM b\nRUN [[y]]\nFROM c\n',
      'FROM a\nRUN x\n\n# b\n # !\n FROM b\nRUN y\nFROM c\n',
    ],
    ['not before the first stage', 'part', 'ARG [[A]]=1\nFROM a\n', 'This belongs to no stage.'],
    ['at the top', 'file', '# a\nFROM a\nUSER [[b]]\n', '# !\n# a\nFROM a\nUSER b\n'],
    [
      'behind directives, also doubled ones',
      'file',
      '# syntax=x\n# escape=`\n# escape=`\n[[FROM a]]\n',
      '# syntax=x\n# escape=`\n# escape=`\n# !\nFROM a\n',
    ],
    [
      'behind a line that names a program, and its directives',
      'file',
      '#!/bin/docker\r\n# syntax=x\r\n[[FROM a]]',
      '#!/bin/docker\r\n# syntax=x\r\n# !\r\nFROM a',
    ],
    ['behind a byte order mark at the top', 'file', '\uFEFF\n[[FROM a]]', '\uFEFF# !\n\nFROM a'],
    ['not where there is nothing', 'file', '# escape=`[[]]', 'The text says nothing.'],
  ]);
});

describe('where a comment can be put into a Compose file', () => {
  testPlaces(compose, [
    ['above the entry', 'entry', 'a:\n  b:\n    c: [[1]]\n', 'a:\n  b:\n    # !\n    c: 1\n'],
    ['above the item', 'entry', 'a:\n  - b: 1\n    c: [[2]]\n', 'a:\n  - b: 1\n    # !\n    c: 2\n'],
    [
      'above the item that an entry begins',
      'entry',
      'a:\n  - b: [[1]]\n    c: 2\n',
      'a:\n  # !\n  - b: 1\n    c: 2\n',
    ],
    ['above an item of an item', 'entry', 'a:\n  - - [[b]]\n', 'a:\n  # !\n  - - b\n'],
    ['above the entry of a list in brackets', 'entry', 'a:\n  b: [c, [[d]]]\n', 'a:\n  # !\n  b: [c, d]\n'],
    [
      'above the line of a list over several lines',
      'entry',
      'a: [\n  b, c,\n  [[d]], e\n]\n',
      'a: [\n  b, c,\n  # !\n  d, e\n]\n',
    ],
    [
      'not in front of what does not begin a line',
      'entry',
      'a: [\n  b, [[c]]\n]\n',
      '# !\na: [\n  b, c\n]\n',
    ],
    [
      'not inside a key of several lines',
      'entry',
      'x: {a,\n  b\n  [[c]]: 1}\n',
      '# !\nx: {a,\n  b\n  c: 1}\n',
    ],
    [
      'not behind a byte order mark that is none',
      'entry',
      'a:\n  - b\n\uFEFF  - [[c]]\n',
      'No line begins here above which a comment could stand.',
    ],
    [
      'above the owner of a block of text',
      'entry',
      'a:\n  b: |\n    x\n    [[y]]\n  c: 1\n',
      'a:\n  # !\n  b: |\n    x\n    y\n  c: 1\n',
    ],
    ['above a key with a question mark', 'entry', '? a\n: [[b]]\n', '# !\n? a\n: b\n'],
    ['above a merge key', 'entry', 'x: &x {a: 1}\ny:\n  <<: [[*x]]\n', 'x: &x {a: 1}\ny:\n  # !\n  <<: *x\n'],
    ['between an anchor and what it marks', 'entry', 'a: &x\n  b: [[1]]\n', 'a: &x\n  # !\n  b: 1\n'],
    ['above a text in one line of braces', 'entry', '{a: {b: [[1]]}}', '# !\n{a: {b: 1}}'],
    ['behind a byte order mark', 'entry', '\uFEFF  a: [[1]]\r\n', '\uFEFF  # !\r\n  a: 1\r\n'],
    [
      'not where a document begins in the middle of a line',
      'entry',
      '--- {a: [[1]]}\n',
      'No line begins here above which a comment could stand.',
    ],
    [
      'not in front of everything for what is more than an entry',
      'entry',
      'a: [[1\nb: 2]]\n',
      'No line begins here above which a comment could stand.',
    ],
    [
      'above the service',
      'part',
      'services:\n  # a\n  "web":\n    b: [[1]]\n',
      'services:\n  # a\n  # !\n  "web":\n    b: 1\n',
    ],
    [
      'not for what belongs to no service',
      'part',
      'services: {}\nvolumes:\n  a: [[1]]\n',
      'This belongs to no service.',
    ],
    [
      'not for a service in the middle of a line',
      'part',
      'services: {web: {a: [[1]]}}\n',
      'The service does not begin a line above which a comment could stand.',
    ],
    [
      'not for what is merged with all services',
      'part',
      'services:\n  <<: [[*x]]\n',
      'This belongs to no service.',
    ],
    ['at the top', 'file', '# a\nb: [[1]]\n', '# !\n# a\nb: 1\n'],
    [
      'before directives',
      'file',
      '\uFEFF%YAML 1.2\r\n---\r\nb: [[1]]\r\n',
      '\uFEFF# !\r\n%YAML 1.2\r\n---\r\nb: 1\r\n',
    ],
    [
      'behind a line that names a program',
      'file',
      '#!/usr/bin/env x\nb: [[1]]\n',
      '#!/usr/bin/env x\n# !\nb: 1\n',
    ],
  ]);

  test('not in JSON', () => {
    const place = compose.commentPlace?.(
      { uri: 'file:///p/compose.json', text: '{"services": {}}' },
      { start: 1, end: 2 },
      'entry',
    );
    assert.deepEqual(place, { refused: 'JSON has no comments.' });
  });
});

describe('any text', () => {
  const texts: readonly (readonly [Surface, string])[] = [
    [
      dockerfile,
      '# syntax=x\n# escape=\\\nARG A=1 \\\n  # b\n  B=2\nFROM a AS b\nRUN <<EOF && x\nls # c\nEOF\nENV C="d \\\n  e"\n\nFROM b\nONBUILD RUN y # z\n',
    ],
    [
      compose,
      'x: &a {b: 1,\n  c: [d, e]}\nservices:\n  web:\n    <<: *a\n    command: |\n      # x\n      y\n    cap_add:\n      - ALL # z\n      - - {f: g}\n  "db": {image: "h\n    i"}\n',
    ],
  ];
  const scraps = [
    '\n',
    '\r\n',
    '#',
    ' # ',
    '- ',
    ': ',
    '{',
    '}',
    '[',
    ']',
    ',',
    '"',
    "'",
    '|\n',
    '  ',
    '\t',
    '\\\n',
    '`\n',
    '<<EOF',
    '---\n',
    '%X\n',
    '? ',
    '&a ',
    '*a',
    'FROM x\n',
    '\uFEFF',
  ];

  for (const [surface, text] of texts) {
    test(`a comment in a damaged ${surface.id} covers what it should and changes no meaning`, () => {
      const random = choiceFrom(1);
      let tried = 0;
      for (let round = 0; round < 500; round++) {
        let damaged = text;
        for (let blows = random(4); blows > 0; blows--) damaged = strike(damaged, scraps, random);
        const start = random(damaged.length + 1);
        const range = { start, end: Math.min(damaged.length, start + random(12)) };
        for (const scope of ['entry', 'part', 'file'] as const) {
          // What YAML cannot read may be read in another way as soon as any of it changes.
          if (surface.id === 'compose' && parseYaml(damaged, URIS.compose).problems.length > 0) {
            placeOf(surface, damaged, range, scope);
            continue;
          }
          const complaints = complaintsOf(surface, damaged, range, scope);
          assert.deepEqual(complaints, [], `${scope} ${JSON.stringify([range, damaged])}`);
          tried++;
        }
      }
      assert.ok(tried > 300, String(tried));
    });
  }

  test('is read in a time that grows with its length alone', () => {
    const many = 50_000;
    const hostile: readonly (readonly [Surface, string])[] = [
      [dockerfile, '# x\n'.repeat(many)],
      [dockerfile, `FROM a\nRUN x \\\n${'# x\n'.repeat(many)}y`],
      [dockerfile, `FROM a\nRUN <<EOF\n${'# x\nls \\\n'.repeat(many)}EOF\n`],
      [dockerfile, `FROM a\nRUN <<EOF\n${'cat <<"X <<\'\n" # \''.repeat(many)}`],
      [dockerfile, `FROM a\nRUN ${'x # '.repeat(many)}`],
      [dockerfile, '# x\nFROM a\n'.repeat(many)],
      [compose, '# x\n'.repeat(many)],
      [compose, `a:\n${'  # x\n\n'.repeat(many)}  b: 1 # y\n`],
      [compose, `a:\n${'  - b # x\n  # y\n'.repeat(many)}`],
      [compose, '# x\n---\n'.repeat(many)],
      [compose, `${'# x\n---\n'.repeat(many)}a: 1`],
      [compose, `a: [${'b,\n# x\n'.repeat(many)}]`],
      [compose, `${'# x\n['.repeat(many)}`],
      [compose, `a: |\n${'  # x\n'.repeat(many)}# y\n`],
    ];
    for (const [surface, text] of hostile) {
      mustEnd(() => {
        commentsOf(surface, text);
        for (const scope of ['entry', 'part', 'file'] as const) {
          placeOf(surface, text, { start: text.length - 2, end: text.length - 1 }, scope);
        }
      });
    }
  });
});

function strike(text: string, scraps: readonly string[], random: (limit: number) => number): string {
  const at = random(text.length + 1);
  if (random(4) === 0) return text.slice(0, at) + text.slice(at + random(20));
  return text.slice(0, at) + (scraps[random(scraps.length)] ?? '') + text.slice(at);
}
