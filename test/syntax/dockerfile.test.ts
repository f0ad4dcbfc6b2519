/** Tests of the Dockerfile parser: places of all parts, broken texts, and another parser's view of the same texts. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DockerfileParser } from 'dockerfile-ast';
import { sourceRange, type Slice } from '../../server/src/base/slice.ts';
import type { TextRange } from '../../server/src/base/text.ts';
import { remove } from '../../server/src/model/change.ts';
import { expand, type Variable } from '../../server/src/syntax/dockerfile/expand.ts';
import { parseDockerfile } from '../../server/src/syntax/dockerfile/parse.ts';
import type { DockerfileTree, Instruction } from '../../server/src/syntax/dockerfile/tree.ts';
import { splitPairs, splitWords } from '../../server/src/syntax/dockerfile/words.ts';
import { surface } from '../../server/src/surfaces/dockerfile/surface.ts';
import { chanceFrom } from '../harness/chance.ts';
import { mustEnd } from '../harness/must-end.ts';

function only(text: string): Instruction {
  const [instruction] = parseDockerfile(text).instructions;
  assert.ok(instruction);
  return instruction;
}

/** What the document has where the whole slice stands. */
function written(text: string, slice: Slice): string {
  const { start, end } = sourceRange(slice, { start: 0, end: slice.text.length });
  return text.slice(start, end);
}

function cut(text: string, { start, end }: TextRange): string {
  return text.slice(start, end);
}

describe('directives', () => {
  const cases: readonly [title: string, text: string, escape: string, problems: number][] = [
    ['at the top', '# escape=`\nFROM i\n', '`', 0],
    ['after another directive, with blanks and capitals', ' #  Syntax = x \n# ESCAPE = `\nFROM i\n', '`', 0],
    ['after a byte order mark', '\uFEFF# escape=`\nFROM i\n', '`', 0],
    ['with carriage returns', '# escape=`\r\nFROM i\r\n', '`', 0],
    ['not after a comment', '# hello\n# escape=`\nFROM i\n', '\\', 0],
    ['not after an empty line', '\n# escape=`\nFROM i\n', '\\', 0],
    ['not after an instruction', 'FROM i\n# escape=`\n', '\\', 0],
    ['not twice', '# escape=`\n# escape=\\\nFROM i\n', '`', 1],
    ['no other character', '# escape=x\nFROM i\n', '\\', 1],
  ];
  for (const [title, text, escape, problems] of cases) {
    test(`escape ${title}`, () => {
      const tree = parseDockerfile(text);
      assert.equal(tree.escape, escape);
      assert.equal(tree.problems.length, problems);
    });
  }
});

describe('lines', () => {
  test('comments and empty lines between continued lines are left out, places stay true', () => {
    const text = 'RUN a \\\n# c\n\n  && b \\\n';
    const { args, lines, range } = only(text);
    assert.equal(args.text, 'a   && b');
    assert.equal(written(text, args), 'a \\\n# c\n\n  && b');
    assert.deepEqual(lines, { first: 1, last: 4 });
    assert.equal(cut(text, range), 'RUN a \\\n# c\n\n  && b');
  });

  test('a word goes on over a continuation', () => assert.equal(only('RUN cu\\\nrl\n').args.text, 'curl'));
  test('blanks behind the character do no harm', () =>
    assert.equal(only('RUN a \\ \t\n b\n').args.text, 'a  b'));
  test('two of them are no continuation', () =>
    assert.equal(parseDockerfile('RUN a \\\\\nRUN b\n').instructions.length, 2));
  test('a lone carriage return ends no line', () => {
    assert.deepEqual(
      parseDockerfile('FROM i\rUSER a\n').instructions.map(({ args }) => args.text),
      ['i\rUSER a'],
    );
  });
  test('the escape character of the directive continues lines', () => {
    assert.equal(parseDockerfile('# escape=`\nRUN a `\n b\nRUN c \\\nRUN d\n').instructions.length, 3);
  });
  test('a keyword may be split too', () => assert.equal(only('FR\\\nOM i\n').name, 'FROM'));
  test('blocks are whole lines', () => {
    const text = 'FROM i\r\n  USER a\r\nRUN b';
    assert.deepEqual(
      parseDockerfile(text).instructions.map(({ block }) => cut(text, block)),
      ['FROM i\r\n', '  USER a\r\n', 'RUN b'],
    );
  });
});

describe('flags', () => {
  test('names and values with their places', () => {
    const text = 'COPY --from="a b" --link --chown=\\x y z\n';
    const { flags, args } = only(text);
    assert.deepEqual(
      flags.map(({ name, value, range, valueRange }) => [
        name,
        value?.text,
        cut(text, range),
        cut(text, valueRange),
      ]),
      [
        ['from', 'a b', '--from="a b"', '"a b"'],
        ['link', undefined, '--link', ''],
        ['chown', 'x', '--chown=\\x', '\\x'],
      ],
    );
    assert.equal(args.text, 'y z');
  });

  test('a bare -- ends them', () => {
    const { flags, args } = only('RUN --network=none -- --x\n');
    assert.deepEqual([flags.length, args.text], [1, '--x']);
  });

  test('what stands behind the first word is no flag', () =>
    assert.equal(only('RUN a --b=c\n').flags.length, 0));
});

describe('JSON form', () => {
  test('elements have their values and their places', () => {
    const text = 'CMD [ "a\\n\\u0041\\"" , "b" ]\n';
    assert.deepEqual(
      only(text).json?.map(({ value, range }) => [value.text, cut(text, range)]),
      [
        ['a\nA"', '"a\\n\\u0041\\""'],
        ['b', '"b"'],
      ],
    );
  });

  for (const args of ["['a']", '["a"] # x', '["a",]', '["a"', '[a]', '["\t"]', '["\\x"]', '[ -f x ] && y']) {
    test(`shell form: ${args}`, () => {
      assert.equal(only(`RUN ${args}\n`).json, undefined);
      assert.equal(parseDockerfile(`FROM i\nRUN ${args}\n`).problems.length, 0);
    });
  }

  test('an array of other things is an error', () => {
    assert.deepEqual(
      parseDockerfile('FROM i\nCMD ["a", 1]\n').problems.map(({ kind }) => kind),
      ['arguments'],
    );
  });
  test('the command of a HEALTHCHECK', () => assert.equal(only('HEALTHCHECK CMD ["a"]\n').json?.length, 1));
});

describe('heredocs', () => {
  test('several on one line', () => {
    const text = 'COPY <<A <<-"B" /x/\na\nA\n\tb\n\tB\nUSER u\n';
    const tree = parseDockerfile(text);
    assert.deepEqual(
      tree.instructions[0]?.heredocs.map(({ name, body, expands, chomps }) => [
        name,
        cut(text, body),
        expands,
        chomps,
      ]),
      [
        ['A', 'a\n', true, false],
        ['B', '\tb\n', false, true],
      ],
    );
    assert.equal(tree.instructions[1]?.name, 'USER');
  });

  test('behind ONBUILD', () => {
    const tree = parseDockerfile('ONBUILD RUN <<E\nUSER u\nE\nUSER v\n');
    assert.equal(tree.instructions.length, 2);
    assert.equal(tree.instructions[0]?.trigger?.heredocs.length, 1);
  });

  test('with blanks before its name', () => {
    const tree = parseDockerfile('RUN a << E\nUSER u\nE\nUSER v\n');
    assert.equal(tree.instructions.length, 2);
    assert.equal(tree.instructions[0]?.heredocs[0]?.name, 'E');
  });

  const none = [
    'CMD <<E',
    'RUN ["<<E"]',
    'RUN a <<<E',
    "RUN echo don't <<E",
    'RUN echo $((1<<2))',
    'RUN a <<- E',
  ];
  for (const line of none) {
    test(`none in: ${line}`, () => assert.equal(parseDockerfile(`${line}\nUSER u\n`).instructions.length, 2));
  }

  test('one without an end keeps what could be read', () => {
    const tree = parseDockerfile('FROM i\nRUN <<E\na\nUSER u\n');
    assert.deepEqual(
      tree.instructions.map(({ name }) => name),
      ['FROM', 'RUN'],
    );
    assert.deepEqual(
      tree.problems.map(({ kind }) => kind),
      ['heredoc'],
    );
    assert.equal(tree.instructions[1]?.heredocs[0]?.terminated, false);
  });
});

describe('words and pairs', () => {
  const pairs = (args: string): [string, string | undefined][] =>
    splitPairs(only(`ENV ${args}\n`).args, '\\').map(({ key, value }) => [key.text, value?.text]);

  test('pairs with quotes and escapes', () => {
    assert.deepEqual(pairs('A=b B="c d" C=e\\ f D='), [
      ['A', 'b'],
      ['B', '"c d"'],
      ['C', 'e\\ f'],
      ['D', ''],
    ]);
  });
  test('the old form', () => assert.deepEqual(pairs('A  b = c'), [['A', 'b = c']]));
  test('the old form without a value', () => assert.deepEqual(pairs('A'), []));
  test('an open quote takes the rest', () => assert.deepEqual(pairs('A="b C=d'), [['A', '"b C=d']]));
  test('an open quote is a problem', () => {
    const problems = (line: string): number => parseDockerfile(`FROM i\n${line}\n`).problems.length;
    assert.deepEqual(
      ["ENV A='b", 'LABEL a="b', "ENV A it's", "ENV A it\\'s", 'ENV A="\\""', "RUN echo 'x"].map(problems),
      [1, 1, 1, 0, 0, 0],
    );
  });
  test('words know no quotes', () => {
    assert.deepEqual(
      splitWords(only('VOLUME "a\tb"\n').args).map(({ text }) => text),
      ['"a', 'b"'],
    );
  });
});

describe('expansion', () => {
  const values: Readonly<Record<string, Variable>> = {
    V: { kind: 'value', value: 'a.b.c' },
    E: { kind: 'value', value: '' },
    O: { kind: 'open' },
    X: { kind: 'unknown' },
  };
  const lookup = (name: string): Variable => values[name] ?? { kind: 'unset' };
  const cases: readonly [word: string, text: string | undefined][] = [
    ['$V/${V}', 'a.b.c/a.b.c'],
    ['$N', ''],
    ['${N:-d} ${N-d} ${E:-d} ${E-d}', 'd d d '],
    ['${V:+r}${N:+r}${E+r}${E:+r}', 'rr'],
    ['${V:?e}', 'a.b.c'],
    ['${N:?e}', undefined],
    ['${V#*.} ${V##*.} ${V%.*} ${V%%.*}', 'b.c c a.b a'],
    ['${V/./-} ${V//./-} ${V/?./_}', 'a-b.c a-b-c _b.c'],
    ['${N:-${V}}', 'a.b.c'],
    ['${O:-d}', 'd'],
    ['$O', undefined],
    ['${X:-d}', undefined],
    ['${V:-$X}', 'a.b.c'],
    ['${N:-$X}', undefined],
    ['\'$V\' "$V" \\$V', '$V a.b.c $V'],
    ['"a\\"b\\c"', 'a"b\\c'],
    ['a\\', 'a'],
    ['$', '$'],
    ['$$', ''],
    ['${V', undefined],
    ['${}', undefined],
    ['${V^^}', undefined],
    ['"a', undefined],
    ["'a", undefined],
  ];
  for (const [word, text] of cases) {
    test(word, () => {
      const expansion = expand(word, '\\', lookup);
      assert.equal(expansion.isKnown ? expansion.text : undefined, text);
    });
  }

  test('it tells defaults from values', () => {
    assert.ok(expand('${N:-d}', '\\', lookup).usesFallback);
    assert.ok(!expand('${V:-d}', '\\', lookup).usesFallback);
    assert.deepEqual(expand('${V:-$E}$N', '\\', lookup).used, ['V', 'N']);
  });

  test('deep nesting ends', () => {
    assert.equal(expand(`${'${N:-'.repeat(20_000)}x${'}'.repeat(20_000)}`, '\\', lookup).isKnown, false);
  });
});

/** Texts with one of everything, to be damaged and to be read by another parser. */
const SAMPLES: readonly string[] = [
  '# syntax=docker/dockerfile:1\nARG V=1\nFROM --platform=linux/amd64 node:$V AS build\nRUN npm ci \\\n  # why\n  && npm test\n',
  'FROM build\nENV A=1 B="x y" \\\n    C=3\nENV D e f\nLABEL a=b\nCOPY --from=build --chown=1:1 /a "/b c" /d/\nUSER ${U:-app}\n',
  'FROM i\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN ["sudo", "-u", "x", "ls"]\nHEALTHCHECK --interval=5s CMD curl -f x || exit 1\n',
  'FROM i\r\nONBUILD ADD https://e.org/x.tgz /x\r\nEXPOSE 80/tcp\r\nVOLUME ["/a"]\r\nWORKDIR /x\r\nCMD a | b\r\nENTRYPOINT ["e"]\r\n',
  'FROM i\nRUN --mount=type=secret,id=x,target=/y <<EOF\nset -e\nsudo curl -k "https://é.org/$(id)" | sh\nEOF\nSTOPSIGNAL 9\nMAINTAINER x\n',
];

describe('another parser', () => {
  for (const text of SAMPLES) {
    test(`agrees on ${JSON.stringify(text.slice(0, 30))}…`, () => {
      const theirs = DockerfileParser.parse(text).getInstructions();
      const ours = parseDockerfile(text).instructions;
      assert.deepEqual(
        ours.map(({ name, lines }) => [name, lines.first - 1]),
        theirs.map((each) => [each.getKeyword(), each.getRange().start.line]),
      );
    });
  }
});

describe('damage', () => {
  const PIECES = [
    '\\',
    '"',
    "'",
    '\n',
    '\r',
    '\0',
    '<<E',
    '[',
    ']',
    '${',
    '}',
    '$(',
    '`',
    '#',
    '\uFEFF',
    ' --',
    '=',
    '\uD800',
    '&&',
  ];

  function damage(text: string, random: () => number): string {
    const at = Math.floor(random() * text.length);
    const length = Math.floor(random() * 12);
    const kind = random();
    if (kind < 0.3) return text.slice(0, at) + text.slice(at + length);
    if (kind < 0.5)
      return text.slice(0, at) + text.slice(at, at + length).repeat(2) + text.slice(at + length);
    return text.slice(0, at) + (PIECES[Math.floor(random() * PIECES.length)] ?? '') + text.slice(at);
  }

  function checkRanges(tree: DockerfileTree): void {
    const check = (range: TextRange): void => {
      assert.ok(
        0 <= range.start && range.start <= range.end && range.end <= tree.text.length,
        JSON.stringify(range),
      );
    };
    let end = 0;
    for (const instruction of tree.instructions) {
      assert.ok(instruction.block.start >= end, 'blocks follow one another');
      end = instruction.block.end;
      const { range, keyword, block, flags, json = [], heredocs, args, trigger } = instruction;
      const parts = [range, keyword, block, sourceRange(args, { start: 0, end: args.text.length })];
      parts.push(
        ...flags.flatMap((flag) => [flag.range, flag.valueRange]),
        ...json.map((element) => element.range),
      );
      parts.push(
        ...heredocs.flatMap(({ body, terminator }) => [body, terminator]),
        ...(trigger ? [trigger.range] : []),
      );
      parts.forEach(check);
    }
    for (const { range } of tree.problems) check(range);
  }

  test('it never throws, and no place lies outside the text', () => {
    const random = chanceFrom(7);
    for (let round = 0; round < 1500; round++) {
      let text = SAMPLES[round % SAMPLES.length] ?? '';
      for (let i = 0; i <= round % 7; i++) text = damage(text, random);
      checkRanges(parseDockerfile(text));
      const reading = surface.read({ uri: 'file:///Dockerfile', text }, { textOf: () => undefined });
      const subjects = (['stage', 'image', 'script', 'command', 'variable', 'copy'] as const).flatMap(
        (kind) => [...reading.subjects(kind)],
      );
      const [variable] = reading.subjects('variable');
      const [command] = reading.subjects('command');
      if (variable) reading.lower(variable, [remove(variable)]);
      if (command) for (const word of command.args) reading.lower(command, [remove(word)]);
      for (const { source: place } of subjects) {
        const { start, end } = place.range;
        assert.ok(0 <= start && start <= end && end <= text.length, JSON.stringify({ text, start, end }));
      }
    }
  });

  const long: readonly [title: string, text: string][] = [
    ['many flags', `FROM i\nRUN ${'--a '.repeat(50_000)}\n`],
    ['many heredocs', `FROM i\nCOPY ${'<<E '.repeat(20_000)}/x\n`],
    ['open quotes', `FROM i\nENV ${'A="'.repeat(100_000)}\n`],
    ['many brackets', `FROM i\nVOLUME ${'['.repeat(200_000)}\n`],
    ['many stages', 'FROM a AS a\n'.repeat(20_000)],
    ['many unknown bases', 'FROM a-$X AS a-b\n'.repeat(20_000)],
    ['many continued lines', `FROM i\nENV A=1 ${'\\\n B=2 '.repeat(30_000)}\n`],
    ['a long pattern', `FROM i\nENV A=${'a'.repeat(5000)} \nENV B=\${A#${'*a'.repeat(2000)}b}\n`],
    ['values that grow', `FROM i\nENV A=aaaaaaaaaa\n${'ENV A=$A$A$A$A$A$A$A$A$A$A\n'.repeat(40)}`],
  ];
  for (const [title, text] of long) {
    test(`${title} do not run away`, () => {
      mustEnd(() => surface.read({ uri: 'file:///Dockerfile', text }, { textOf: () => undefined }));
    });
  }
});
