/** Tests of what a build of a Dockerfile comes to: the stage that is built, and the configuration of its image. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Setting } from '../../server/src/model/setting.ts';
import type { BuiltStage, Outcome } from '../../server/src/model/surface.ts';
import { surface } from '../../server/src/surfaces/dockerfile/surface.ts';

const URI = 'file:///project/Dockerfile';
const PATH = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

interface Asked {
  readonly target?: string;
  readonly args?: Readonly<Record<string, string | undefined>>;
}

function optionsOf({ target, args = {} }: Asked): {
  readonly target?: string;
  readonly args: ReadonlyMap<string, string | undefined>;
} {
  return { args: new Map(Object.entries(args)), ...(target === undefined ? {} : { target }) };
}

function outcomeOf(text: string, asked: Asked = {}): Outcome {
  const near = { textOf: () => undefined };
  const outcome = surface.read({ uri: URI, text }, near, { build: optionsOf(asked) }).outcome?.();
  assert.ok(outcome);
  return outcome;
}

/** The configuration without the `PATH` that every image has. */
function imageOf(text: string, asked?: Asked): object {
  const outcome = outcomeOf(text, asked);
  assert.ok(outcome.ok, outcome.ok ? '' : outcome.error);
  const { Env = [], ...image } = outcome.model['image'] as { readonly Env?: readonly string[] };
  const others = Env.filter((pair) => pair !== PATH);
  return others.length === 0 ? image : { ...image, Env: others };
}

/** Where BuildKit stops: `convert 3`. */
function stopOf(text: string, asked?: Asked): string {
  const { ok, model } = outcomeOf(text, asked);
  return ok ? 'nowhere' : [model?.['at'], model?.['line']].join(' ').trim();
}

function build(text: string, asked: Asked = {}): BuiltStage | undefined {
  return surface.build?.({ uri: URI, text }, { uri: URI, ...optionsOf(asked) });
}

function say(setting: Setting<unknown>): string {
  return setting.state === 'unknown' ? 'unknown' : `${setting.state} ${String(setting.value)}`;
}

function baseOf(text: string, asked?: Asked): string | undefined {
  const reference = build(text, asked)?.base?.reference;
  if (!reference) return undefined;
  return reference.state === 'unknown' ? 'unknown' : reference.value.text;
}

describe('the stage that is built', () => {
  const CHAIN =
    'FROM golang:1.22 AS build\nUSER gopher\nFROM alpine:3 AS base\nFROM base AS Web\nUSER web\nFROM base\n';

  test('is the last one, or the one that is asked for', () => {
    assert.equal(build(CHAIN)?.stage.index, 3);
    assert.equal(build(CHAIN, { target: 'build' })?.stage.index, 0);
    assert.equal(build(CHAIN, { target: 'WEB' })?.stage.index, 2);
    assert.equal(build(CHAIN, { target: '0' }), undefined);
    assert.equal(build('ARG A\n'), undefined);
  });

  test('is the final one, and those below it are its ancestors', () => {
    const near = { textOf: () => undefined };
    const rolesFor = (asked: Asked): string =>
      surface
        .read({ uri: URI, text: CHAIN }, near, { build: optionsOf(asked) })
        .subjects('stage')
        .map(({ role }) => role)
        .join(' ');
    assert.equal(rolesFor({}), 'builder ancestor builder final');
    assert.equal(rolesFor({ target: 'web' }), 'builder ancestor final builder');
    assert.equal(rolesFor({ target: 'build' }), 'final builder builder builder');
    assert.equal(build(CHAIN, { target: 'web' })?.stage.role, 'final');
  });

  test('stands on the image that its chain begins with', () => {
    assert.equal(baseOf(CHAIN), 'alpine:3');
    assert.equal(baseOf(CHAIN, { target: 'build' }), 'golang:1.22');
    assert.equal(baseOf('FROM scratch\n'), undefined);
  });

  test('depends on arguments, and is unknown where their values are', () => {
    const text = 'ARG V=20\nFROM node:$V\nARG U=app\nUSER $U\n';
    assert.equal(baseOf(text), 'node:20');
    assert.equal(baseOf(text, { args: { V: '22' } }), 'node:22');
    assert.equal(baseOf(text, { args: { V: undefined } }), 'unknown');
    assert.equal(baseOf(text, { args: { OTHER: 'x' } }), 'node:20');
    assert.equal(baseOf('FROM node:$V\n', { args: { V: '22' } }), 'unknown');
    assert.equal(say(build(text, { args: { U: 'root' } })?.stage.user ?? assert.fail()), 'set root');
    assert.equal(say(build(text, { args: { U: undefined } })?.stage.user ?? assert.fail()), 'unknown');
  });

  test('has the ports and the health check of its chain', () => {
    const text =
      'FROM i AS a\nEXPOSE 80 $X/tcp 8000-8010/UDP\nHEALTHCHECK CMD x\nFROM a AS b\nEXPOSE 0.0.0.0:90:91\nFROM b\nHEALTHCHECK NONE\n';
    const at = (target?: string): string => {
      const stage = build(text, target === undefined ? {} : { target })?.stage;
      assert.ok(stage);
      return [...stage.ports.map(say), say(stage.healthcheck)].join(', ');
    };
    assert.equal(at('a'), 'set 80/tcp, unknown, set 8000-8010/udp, set true');
    assert.equal(at('b'), 'set 80/tcp, unknown, set 8000-8010/udp, set 91/tcp, set true');
    assert.equal(at(), 'set 80/tcp, unknown, set 8000-8010/udp, set 91/tcp, set false');
  });

  test('sees what the image says, and not an argument of the stage below', () => {
    const text = 'FROM scratch AS a\nENV U=image\nARG U=argument\nUSER $U\nFROM a\nUSER $U\n';
    assert.equal(say(build(text, { target: 'a' })?.stage.user ?? assert.fail()), 'set argument');
    assert.equal(say(build(text)?.stage.user ?? assert.fail()), 'set image');
    assert.deepEqual(imageOf(text), { User: 'image', Env: ['U=image'], WorkingDir: '/' });
  });
});

describe('the image', () => {
  const cases: readonly (readonly [title: string, text: string, image: object, asked?: Asked])[] = [
    ['says nothing when the file does not', 'FROM i\n', {}],
    ['has a user until a variable without a value takes it away', 'FROM i\nUSER a\nUSER $B\n', {}],
    ['keeps what looks like a comment', 'FROM i\nUSER a # b\n', { User: 'a # b' }],
    [
      'takes an argument from the command line',
      'FROM i\nARG U=a\nUSER $U\n',
      { User: 'z' },
      { args: { U: 'z' } },
    ],
    ['ignores an argument that nobody declares', 'FROM i\nUSER a$U\n', { User: 'a' }, { args: { U: 'z' } }],
    [
      'takes the value of an argument as it is',
      'FROM i\nARG U\nUSER $U\n',
      { User: '"$A"' },
      { args: { U: '"$A"' } },
    ],
    ['is the target', 'FROM i AS a\nUSER a\nFROM i\nUSER b\n', { User: 'a' }, { target: 'A' }],
    ['knows the name of the target', 'FROM i AS a\nARG TARGETSTAGE\nUSER $TARGETSTAGE\n', { User: 'a' }],
    [
      'knows platforms',
      'FROM i\nARG TARGETARCH BUILDPLATFORM\nUSER $TARGETARCH-$BUILDPLATFORM\n',
      { User: 'amd64-linux/amd64' },
    ],
    [
      'splits ports behind quotes and variables',
      'FROM i\nENV P="1 2"\nEXPOSE $P "3"/udp\n',
      { Env: ['P=1 2'], ExposedPorts: ['1/tcp', '2/tcp', '3/udp'] },
    ],
    ['loses what stands before a default', 'FROM i\nEXPOSE 80${X:-81}\n', { ExposedPorts: ['81/tcp'] }],
    [
      'cleans relative working directories only',
      'FROM i\nWORKDIR /a/../b\nWORKDIR ../c/\n',
      { WorkingDir: '/c' },
    ],
    ['leaves an absolute one', 'FROM i\nWORKDIR /a/../b/\n', { WorkingDir: '/a/../b/' }],
    [
      'has no commands of a base with another entrypoint',
      'FROM i AS a\nCMD x\nFROM a\nENTRYPOINT ["y"]\n',
      { Entrypoint: ['y'] },
    ],
    ['keeps commands of its own', 'FROM i\nCMD ["x"]\nENTRYPOINT ["y"]\n', { Cmd: ['x'], Entrypoint: ['y'] }],
    [
      'checks its health',
      'FROM i\nHEALTHCHECK --timeout=1m30s --retries=2 --start-period=.5s CMD a\n',
      { Healthcheck: { Test: ['CMD-SHELL', 'a'], Timeout: 90e9, Retries: 2, StartPeriod: 5e8 } },
    ],
    [
      'runs triggers of an earlier stage first',
      'FROM i AS a\nONBUILD USER $U\nENV U=x\nFROM a\nWORKDIR /w\n',
      { Env: ['U=x'], User: 'x', WorkingDir: '/w' },
    ],
    ['keeps triggers for others', 'FROM i\nONBUILD  USER u \\\n  # c\n', { OnBuild: ['USER u '] }],
    ['hands no triggers down', 'FROM i AS a\nONBUILD USER u\nFROM a AS b\nUSER v\nFROM b\n', { User: 'v' }],
    [
      'has paths of Windows',
      'FROM mcr.microsoft.com/windows/nanoserver:1809\nWORKDIR C:/a/../b\nWORKDIR c\nCMD x\n',
      { WorkingDir: '\\b\\c', Cmd: ['cmd', '/S', '/C', 'x'] },
    ],
    [
      'is for Linux when only a stage is called windows',
      'FROM i AS windows\nFROM windows\nWORKDIR /a\n',
      { WorkingDir: '/a' },
    ],
    [
      'has labels as they come last',
      'FROM i\nLABEL a=1 b="2 3"\nLABEL a=4\n',
      { Labels: { a: '4', b: '2 3' } },
    ],
    ['has volumes', 'FROM i\nVOLUME ["/b", "/a"]\nVOLUME [/c]\n', { Volumes: ['/a', '/b', '[/c]'] }],
    [
      'is not kept from being by a stage that it does not need',
      'FROM i AS a\nSTOPSIGNAL FOO\nFROM i\nSTOPSIGNAL RTMIN+3\n',
      { StopSignal: 'RTMIN+3' },
    ],
  ];
  for (const [title, text, image, asked] of cases) {
    test(title, () => {
      assert.deepEqual(imageOf(text, asked), image);
    });
  }
});

describe('a refusal', () => {
  const cases: readonly (readonly [text: string, stop: string, asked?: Asked])[] = [
    ['', 'parse'],
    ['# a\n# b\n', 'parse 2'],
    ['# escape=x\nFROM i\n', 'parse'],
    ['FROM i\nENV A\nFOO\n', 'parse 2'],
    ['FROM i\nCMD ["a", 1]\n', 'parse 2'],
    ['FROM i\nRUN <<E\na\n', 'parse 2'],
    ['USER a\nFROM i\n', 'instructions 1'],
    ['FROM i AS 1\n', 'instructions 1'],
    ['FROM i as a b\n', 'instructions 1'],
    ['FROM i\n\nHEALTHCHECK CMD\n', 'instructions 3'],
    ['FROM i\nONBUILD ONBUILD USER a\n', 'instructions 2'],
    ['FROM i\nRUN --mount=from=$A,target=/a b\n', 'instructions 2'],
    ['FROM i\nCOPY --chown a b /c\n', 'instructions 2'],
    ['ARG A=${A^}\nFROM i\n', 'convert 1'],
    ['FROM i:$A\nFROM j\n', 'convert 1'],
    ['FROM i:$A\n', 'convert 1', { args: { A: '1' } }],
    ['ARG A\nFROM i:$A\n', 'nowhere', { args: { A: '1' } }],
    ['FROM i\n', 'convert', { target: 'a' }],
    ['FROM i AS Build\nFROM Build\n', 'convert 2'],
    ['FROM i\nCOPY --from=3 a b\n', 'convert'],
    ['FROM i AS a\nCOPY --from=b a b\nFROM i AS b\nCOPY --from=a a b\n', 'convert 2'],
    ['FROM i AS a\nCOPY --from=b a b\nFROM i AS b\n', 'nowhere'],
    ['FROM i AS a\nCOPY --from=b a b\nFROM i AS b\n', 'convert 2', { target: 'a' }],
    ['FROM i\nEXPOSE 20-10\n', 'convert 2'],
    ['FROM i\nCOPY --link --chown=a b /c\n', 'convert 2'],
    ['FROM i\nRUN --mount=type=bind,uid=1,target=/a b\n', 'convert 2'],
    ['FROM i AS a\nONBUILD ENV A\nFROM a\n', 'parse 2'],
    ['FROM i AS a\nONBUILD FOO\n\nFROM a\n', 'convert 4'],
    ['FROM i AS a\nONBUILD FOO\nFROM i\n', 'nowhere'],
    ['# check=error=true\nFROM i\nCMD a\n', 'convert'],
    ['# check=error=true;skip=JSONArgsRecommended\nFROM i\nCMD a\n', 'nowhere'],
    ['# check=error=true\nFROM i\n# check=skip=JSONArgsRecommended\nCMD a\n', 'nowhere'],
    ['# check=error=true\nfrom i\nCMD ["a"]\n', 'convert'],
    ['# check=wrong\nFROM i\n', 'convert'],
  ];
  for (const [text, stop, asked = {}] of cases) {
    test(`${JSON.stringify(text)} ${JSON.stringify(asked)}`, () => {
      assert.equal(stopOf(text, asked), stop);
    });
  }

  test('says why and where', () => {
    const text = 'FROM i\nSTOPSIGNAL FOO\n';
    const outcome = outcomeOf(text);
    assert.ok(!outcome.ok);
    assert.equal(outcome.error, 'invalid signal: FOO');
    assert.deepEqual(outcome.at, { uri: URI, range: { start: 7, end: 21 } });
  });
});

describe('the lines of an outcome', () => {
  test('name the place that says each of them', () => {
    const text = 'FROM node:22 AS a\nENV A=1 B="x y"\nFROM a\nUSER app\nEXPOSE 80\nCMD ["b"]\n';
    const lines = (outcomeOf(text).lines ?? []).map(({ text: line, from }) => {
      const place = from && text.slice(from.range.start, from.range.end);
      return place === undefined ? line : `${line} < ${place}`;
    });
    assert.deepEqual(lines, [
      'stages:',
      '  - a: docker.io/library/node:22 < FROM node:22 AS a',
      '  - "1": a < FROM a',
      'image:',
      '  User: app < USER app',
      '  Cmd: ["b"] < CMD ["b"]',
      '  Env:',
      `    PATH: ${PATH.slice('PATH='.length)}`,
      '    A: "1" < A=1',
      '    B: "x y" < B="x y"',
      '  ExposedPorts:',
      '    - 80/tcp < EXPOSE 80',
    ]);
  });
});

describe('a build without end', () => {
  const refused = (text: string): void => assert.ok(!outcomeOf(text).ok);

  test('of values that double', () => {
    refused(`FROM i\nENV A=${'a'.repeat(1000)}\n${'ENV A=$A$A\n'.repeat(60)}`);
  });

  test('of ports in all stages', () => {
    refused(`FROM i AS a\nEXPOSE 1-65535\n${'FROM a AS a\n'.repeat(1500)}`);
  });

  test('of stages and triggers', () => {
    refused('FROM i AS a\n'.repeat(5000));
    const numbers = [...Array(100).keys()];
    const built = numbers.map((number) => `FROM b AS c${number}\n`).join('');
    const copied = numbers.map((number) => `COPY --from=c${number} / /\n`).join('');
    refused(`FROM i AS b\n${'ONBUILD USER u\n'.repeat(1000)}${built}FROM i\n${copied}`);
  });
});
