/** Tests of what the Dockerfile surface reads, and of the edits it makes. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { applyEdits } from '../../server/src/base/text.ts';
import { type Change, remove, replace, set } from '../../server/src/model/change.ts';
import type { Command } from '../../server/src/model/command.ts';
import type { Setting, Sourced } from '../../server/src/model/setting.ts';
import type { Stage } from '../../server/src/model/stage.ts';
import type { Subject } from '../../server/src/model/subject.ts';
import type { Reading } from '../../server/src/model/surface.ts';
import { surface } from '../../server/src/surfaces/dockerfile/surface.ts';

const URI = 'file:///project/Dockerfile';
const near = { textOf: () => undefined };

function read(text: string): Reading {
  return surface.read({ uri: URI, text }, near);
}

function finalStage(text: string): Stage {
  const stage = read(text).subjects('stage').at(-1);
  assert.ok(stage);
  return stage;
}

/** A setting in few words: `set app`, `default `, `unknown`. */
function say(setting: Setting<unknown> | undefined): string {
  if (!setting) return 'absent';
  return setting.state === 'unknown' ? 'unknown' : `${setting.state} ${String(setting.value)}`;
}

function at(text: string, { source }: Sourced): string {
  return text.slice(source.range.start, source.range.end);
}

/** The text after the changes, or `refused: …`. */
function change(text: string, reading: Reading, subject: Subject, changes: readonly Change[]): string {
  const lowered = reading.lower(subject, changes);
  if ('refused' in lowered) return `refused: ${lowered.refused}`;
  return applyEdits(text, lowered.edits) ?? 'overlap';
}

describe('detection', () => {
  const isOurs = (name: string, languageId?: string): boolean =>
    surface.detect({ uri: `file:///a%20b/${name}`, text: '', ...(languageId ? { languageId } : {}) });

  test('file names of Dockerfiles', () => {
    const ours =
      'Dockerfile Containerfile dockerfile Dockerfile.dev Dockerfile.9.0 web.Dockerfile web.dockerfile';
    for (const name of `${ours} app.containerfile Containerfile.dev Dockerfile-alpine Dockerfile_test`.split(
      ' ',
    )) {
      assert.ok(isOurs(name), name);
    }
  });

  test('files beside them are left alone', () => {
    const others =
      'Dockerfile.dockerignore .dockerignore Dockerfile.j2 Dockerfile.md dockerfile.ts MyDockerfile';
    for (const name of `${others} compose.yaml Dockerfile.tmpl dockerfiles notes.dockerfile.txt`.split(' ')) {
      assert.ok(!isOurs(name), name);
    }
  });

  test('a name that may also be a program is told by its text', () => {
    const isOne = (text: string): boolean => surface.detect({ uri: 'file:///Dockerfile.go', text });
    assert.ok(isOne('ARG V=1\nFROM golang:$V\n'));
    assert.ok(!isOne('package dockerfile\n'));
  });

  test('the language of the editor counts first', () => {
    assert.ok(isOurs('untitled-1', 'dockerfile'));
    assert.ok(isOurs('Dockerfile.j2', 'dockerfile'));
  });
});

describe('stages', () => {
  test('names are lower-cased where they are given, and compared exactly in FROM', () => {
    const stages = read('FROM i AS Build\nFROM build\nFROM Build\n').subjects('stage');
    assert.deepEqual(
      stages.map(({ name, base }) => [name, base.kind]),
      [
        ['build', 'image'],
        [undefined, 'stage'],
        [undefined, 'image'],
      ],
    );
  });

  test('roles follow the chain of the last stage', () => {
    const text = 'FROM a AS one\nFROM b AS two\nFROM one AS three\nFROM three\nCOPY --from=two /x /x\n';
    const roles = read(text)
      .subjects('stage')
      .map(({ role }) => role);
    assert.deepEqual(roles, ['ancestor', 'builder', 'ancestor', 'final']);
  });

  test('stages that a platform decides between are all ancestors, and their user is unknown', () => {
    const text = 'FROM a AS base-amd64\nUSER x\nFROM b AS base-arm64\nUSER x\nFROM base-${TARGETARCH}\n';
    const stages = read(text).subjects('stage');
    assert.deepEqual(
      stages.map(({ role }) => role),
      ['ancestor', 'ancestor', 'final'],
    );
    assert.equal(say(stages[2]?.user), 'unknown');
    assert.equal(read(text).subjects('image').length, 2);
  });

  const users: readonly [title: string, text: string, user: string][] = [
    ['no USER', 'FROM i\n', 'default '],
    ['a comment is part of the name', 'FROM i\nUSER app # not root\n', 'set app # not root'],
    ['quotes are removed', 'FROM i\nUSER "app"\n', 'set app'],
    ['an earlier stage sets it', 'FROM i AS a\nUSER app\nFROM a\n', 'set app'],
    ['ONBUILD of an earlier stage sets it', 'FROM i AS a\nONBUILD USER app\nFROM a\n', 'set app'],
    ['ONBUILD is nothing to the stage itself', 'FROM i\nONBUILD USER app\n', 'default '],
    ['a default of ARG', 'FROM i\nARG U=app\nUSER $U\n', 'set app'],
    ['ARG beats ENV below it', 'FROM i\nENV U=a\nARG U=b\nUSER $U\n', 'set b'],
    ['a global ARG is not seen', 'ARG U=app\nFROM i\nUSER $U\n', 'set '],
    ['a global ARG that the stage asks for', 'ARG U=app\nFROM i\nARG U\nUSER $U\n', 'set app'],
    ['an ARG without a value', 'FROM i\nARG U\nUSER $U\n', 'unknown'],
    ['a default in the expansion', 'FROM i\nARG U\nUSER ${U:-1000}:${G:-5}\n', 'set 1000:5'],
    ['a variable that the image may set', 'FROM i\nUSER $APP_UID\n', 'unknown'],
    ['nothing can set it on scratch', 'FROM scratch\nUSER app\nUSER $U\n', 'set '],
    [
      'predefined arguments have values nobody knows',
      'FROM i\nARG TARGETARCH\nUSER $TARGETARCH\n',
      'unknown',
    ],
    ['one ENV sees what was before it', 'FROM i\nENV A=1\nENV A=2 B=$A\nUSER $B\n', 'set 1'],
    ['a line inside a heredoc is none', 'FROM i\nRUN <<EOF\nUSER app\nEOF\n', 'default '],
    ['an unterminated heredoc hides what follows', 'FROM i\nRUN <<EOF\nUSER app\n', 'unknown'],
    ['an unknown instruction may stand for anything', 'FROM i\nUSER app\n{{user}}\n', 'unknown'],
  ];
  for (const [title, text, user] of users) {
    test(`user: ${title}`, () => assert.equal(say(finalStage(text).user), user));
  }

  test('an inherited user has its source at the USER of the other stage', () => {
    const text = 'FROM i AS a\nUSER app\nFROM a\nRUN id\n';
    assert.equal(at(text, finalStage(text).user), 'USER app');
    assert.equal(say(finalStage(text).scripts[0]?.user), 'set app');
  });

  test('a value that comes from a variable names its place', () => {
    const text = 'FROM i\nARG U=app\nUSER $U\n';
    const [step] = finalStage(text).user.source.via;
    assert.ok(step);
    assert.equal(text.slice(step.range.start, step.range.end), 'U=app');
  });

  test('ENTRYPOINT drops the command of the base, not of its own stage', () => {
    const { entrypoint, command } = finalStage('FROM i AS a\nCMD ["x"]\nFROM a\nENTRYPOINT ["e"]\n');
    assert.deepEqual([entrypoint, command], [['e'], undefined]);
    assert.deepEqual(finalStage('FROM i\nCMD ["x"]\nENTRYPOINT ["e"]\n').command, ['x']);
  });

  test('Windows is told by the name or the platform', () => {
    assert.ok(finalStage('FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\n').windows);
    assert.ok(finalStage('FROM --platform=windows/amd64 i AS a\nFROM a\n').windows);
    assert.ok(!finalStage('FROM i\n').windows);
  });
});

describe('images', () => {
  test('every place that takes one, with the reference alone as its source', () => {
    const text = [
      'ARG TAG=1.2',
      'FROM --platform=linux/amd64 node:$TAG AS build',
      'COPY --from=build /a /b',
      'COPY --from=0 /a /b',
      'COPY --from=busybox:1 /a /b',
      'RUN --mount=type=bind,from=alpine:3,target=/x ls',
      'RUN --mount=type=bind,from=build,target=/x ls',
      'FROM scratch',
      'FROM ${BASE}',
      '',
    ].join('\n');
    const images = read(text).subjects('image');
    const found = images.map((image) => {
      const { reference } = image;
      return [image.role, at(text, image), reference.state === 'unknown' ? '?' : reference.value.text];
    });
    assert.deepEqual(found, [
      ['base', 'node:$TAG', 'node:1.2'],
      ['copy', 'busybox:1', 'busybox:1'],
      ['mount', 'alpine:3', 'alpine:3'],
      ['base', '${BASE}', '?'],
    ]);
  });
});

describe('scripts', () => {
  const names = (text: string): (string | undefined)[] =>
    read(text)
      .subjects('command')
      .map(({ name }) => name);

  test('shell form over several lines with comments between', () => {
    const text = 'FROM i\nRUN apt-get update \\\n# why\n\n  && curl \\\n -k x\nUSER a\n';
    assert.deepEqual(names(text), ['apt-get', 'curl']);
    const curl = read(text).subjects('command')[1];
    assert.equal(curl?.args[0] && at(text, curl.args[0]), '-k');
  });

  test('a word goes on over a continuation', () => {
    const [command] = read('FROM i\nRUN cu\\\nrl x\n').subjects('command');
    assert.equal(command?.name, 'curl');
  });

  test('a heredoc alone is the script', () => {
    const text = 'FROM i\nRUN <<EOF\r\napk add curl\r\ncurl x\r\nEOF\r\n';
    assert.deepEqual(names(text), ['apk', 'curl']);
    assert.equal(at(text, read(text).subjects('command')[1] ?? finalStage(text)), 'curl x');
  });

  test('a shebang says who reads the heredoc', () => {
    const interpreters = (first: string): string | undefined =>
      finalStage(`FROM i\nRUN <<EOF\n${first}\nx\nEOF\n`).scripts[0]?.interpreter;
    assert.equal(interpreters('#!/usr/bin/env python3'), 'other');
    assert.equal(interpreters('#!/bin/bash'), 'posix');
    assert.equal(interpreters('#!/usr/bin/env -S bash -e'), 'posix');
    assert.equal(interpreters('x'), 'posix');
  });

  test('a heredoc fed to a shell is read, one fed to another program is not', () => {
    assert.deepEqual(names('FROM i\nRUN bash <<EOF\ncurl x\nEOF\n'), ['bash', 'curl']);
    assert.deepEqual(names('FROM i\nRUN python3 <<EOF\ncurl x\nEOF\n'), ['python3']);
  });

  test('SHELL decides the interpreter, pipefail and what starts', () => {
    const scripts = (shell: string): Stage['scripts'] =>
      finalStage(`FROM i\nSHELL ${shell}\nRUN a | b\n`).scripts;
    assert.deepEqual(
      [
        '["/bin/bash", "-o", "pipefail", "-c"]',
        '["/bin/sh", "-c"]',
        '["pwsh", "-Command"]',
        '["cmd.exe", "/c"]',
      ].map((shell) => [scripts(shell)[0]?.interpreter, scripts(shell)[0]?.pipefail]),
      [
        ['posix', true],
        ['posix', false],
        ['powershell', false],
        ['cmd', false],
      ],
    );
  });

  test('Windows starts with cmd, and a stage keeps the shell of its base', () => {
    const text =
      'FROM mcr.microsoft.com/windows/servercore:1 AS a\nRUN dir\nSHELL ["powershell"]\nFROM a\nRUN dir\n';
    assert.deepEqual(
      read(text)
        .subjects('script')
        .map(({ interpreter }) => interpreter),
      ['cmd', 'powershell'],
    );
  });

  test('roles, also behind ONBUILD', () => {
    const text =
      'FROM i\nONBUILD RUN a\nCMD ["b"]\nENTRYPOINT c\nHEALTHCHECK --interval=5s CMD d\nHEALTHCHECK NONE\n';
    const scripts = read(text).subjects('script');
    assert.deepEqual(
      scripts.map(({ role, user, commands }) => [role, say(user), commands[0]?.name]),
      [
        ['build', 'unknown', 'a'],
        ['start', 'default ', 'b'],
        ['start', 'default ', 'c'],
        ['healthcheck', 'default ', 'd'],
      ],
    );
  });
});

describe('variables and copies', () => {
  test('pairs, defaults, what ships', () => {
    const text = 'ARG T=1\nARG U=2\nFROM i AS a\nARG T\nENV K="v w" L=$T\nFROM j\nARG U\nENV N=${X:-d}\n';
    const found = read(text)
      .subjects('variable')
      .map((each) => [at(text, each), each.owner, say(each.value), each.origin, each.shipped]);
    assert.deepEqual(found, [
      ['T=1', 'global', 'set 1', 'literal', false],
      ['U=2', 'global', 'set 2', 'literal', true],
      ['T', 'a', 'absent', 'variable', false],
      ['K="v w"', 'a', 'set v w', 'literal', false],
      ['L=$T', 'a', 'set 1', 'variable', false],
      ['U', '1', 'absent', 'variable', true],
      ['N=${X:-d}', '1', 'set d', 'fallback', true],
    ]);
  });

  test('kinds of sources', () => {
    const text =
      'FROM i\nARG V\nADD a https://e.org/x.tgz https://e.org/$V.tgz https://e.org/r.git#v1 git@e.org:r $V /to\n' +
      'COPY <<EOF https://e.org/x "$V" ["q"] /to\nx\nEOF\nCOPY ["a b", "/c"]\n';
    const copies = read(text).subjects('copy');
    assert.deepEqual(
      copies.map(({ sources }) => sources.map(({ kind }) => kind)),
      [['path', 'url', 'url', 'git', 'git', 'unknown'], ['heredoc', 'path', 'unknown', 'path'], ['path']],
    );
    assert.equal(copies[2]?.sources[0] && at(text, copies[2].sources[0]), '"a b"');
  });

  test('flags', () => {
    const [copy] = read('FROM i\nCOPY --chown=app:app --link --from=x a /b\n').subjects('copy');
    assert.deepEqual(
      copy?.flags.map(({ name, value }) => [name, say(value)]),
      [
        ['chown', 'set app:app'],
        ['link', 'set true'],
        ['from', 'set x'],
      ],
    );
  });
});

describe('keys and problems', () => {
  test('the keyword under the cursor', () => {
    const text = 'FROM i\nONBUILD ADD a /b\nUSER x\n';
    const key = (word: string): string | undefined => read(text).settingAt(text.indexOf(word) + 1)?.key;
    assert.deepEqual(['FROM', 'ADD', 'USER', '/b'].map(key), ['image', 'add', 'user', undefined]);
  });

  test('only what stops the analysis is a problem', () => {
    const severities = (text: string): string[] => read(text).problems.map(({ severity }) => severity);
    assert.deepEqual(severities(''), []);
    assert.deepEqual(severities('# nothing yet\n'), []);
    assert.deepEqual(severities('FROM i\nMAINTAINER x\nEXPOSE abc\n'), []);
    assert.deepEqual(severities('RUN x\n'), ['error']);
    assert.deepEqual(severities('FROM i\nRNU x\nFOO\n'), ['error']);
    assert.deepEqual(severities('FROM i\n{{ if }}\n'), ['info']);
    assert.deepEqual(severities('# syntax=example.org/frontend:1\nFROM i\nFOO x\n'), []);
    assert.deepEqual(severities('# syntax=docker/dockerfile:1\nFROM i\nFOO x\n'), ['error']);
    assert.deepEqual(severities('FROM i\nRUN <<E\n'), ['error']);
    assert.deepEqual(severities('FROM i\nCMD ["a", 1]\n'), ['error']);
  });
});

describe('edits', () => {
  const addUser = (text: string): string => {
    const reading = read(text);
    const stage = reading.subjects('stage').at(-1);
    assert.ok(stage);
    return change(text, reading, stage, [set('user', '10001')]);
  };
  const userCases: readonly [title: string, before: string, after: string][] = [
    ['before the command', 'FROM i\nRUN x\nCMD y\n', 'FROM i\nRUN x\nUSER 10001\nCMD y\n'],
    [
      'above the comments of the command',
      'FROM i\nRUN x\n\n# Start.\nCMD y\n',
      'FROM i\nRUN x\n\nUSER 10001\n# Start.\nCMD y\n',
    ],
    ['after a step behind the command', 'FROM i\nCMD y\nRUN x\n', 'FROM i\nCMD y\nRUN x\nUSER 10001\n'],
    ['at an end without line end', 'FROM i\nRUN x', 'FROM i\nRUN x\nUSER 10001'],
    ['with the line ends of the file', 'FROM i\r\nCMD y\r\n', 'FROM i\r\nUSER 10001\r\nCMD y\r\n'],
    ['in the case of the file', 'from i\ncmd y\n', 'from i\nuser 10001\ncmd y\n'],
    ['in place of the last one', 'FROM i\nRUN x\nUSER root\nCMD y\n', 'FROM i\nRUN x\nUSER 10001\nCMD y\n'],
    ['behind a heredoc', 'FROM i\nRUN <<E\nCMD z\nE\n', 'FROM i\nRUN <<E\nCMD z\nE\nUSER 10001\n'],
  ];
  for (const [title, before, after] of userCases) {
    test(`a user is added ${title}`, () => assert.equal(addUser(before), after));
  }

  test('a user is not added behind a continuation that ends nowhere', () => {
    assert.match(addUser('FROM i\nRUN x \\'), /^refused: /u);
  });

  /** Removes an argument of the first command, wherever that is. */
  const withoutArgument = (text: string, word: string): string => {
    const reading = read(text);
    for (const command of reading.subjects('command')) {
      const argument = command.args.find(({ value }) => value === word);
      if (argument) return change(text, reading, command, [remove(argument)]);
    }
    return assert.fail(`there is no ${word}`);
  };
  const words: readonly [title: string, before: string, after: string][] = [
    ['with the blank before it', 'FROM i\nRUN curl -k x\n', 'FROM i\nRUN curl x\n'],
    ['with its line', 'FROM i\nRUN curl \\\r\n  -k \\\r\n  x\r\n', 'FROM i\nRUN curl \\\r\n  x\r\n'],
    [
      'with the continuation before it',
      'FROM i\nRUN curl x \\\n  -k\nUSER a\n',
      'FROM i\nRUN curl x\nUSER a\n',
    ],
    ['in front of others on a line', 'FROM i\nRUN curl \\\n  -k x\n', 'FROM i\nRUN curl \\\n  x\n'],
    ['as an element', 'FROM i\nRUN ["curl", "-k", "x"]\n', 'FROM i\nRUN ["curl", "x"]\n'],
    ['as the last element', 'FROM i\nRUN ["curl", "-k"]\n', 'FROM i\nRUN ["curl"]\n'],
    ['inside a text', 'FROM i\nRUN sh -c "curl -k x"\n', 'FROM i\nRUN sh -c "curl x"\n'],
    ['inside a heredoc', 'FROM i\nRUN <<E\ncurl -k x\nE\n', 'FROM i\nRUN <<E\ncurl x\nE\n'],
    [
      'at the end of a heredoc line',
      'FROM i\nRUN <<E\ncurl x -k\nls\nE\n',
      'FROM i\nRUN <<E\ncurl x\nls\nE\n',
    ],
  ];
  for (const [title, before, after] of words) {
    test(`a word goes ${title}`, () => assert.equal(withoutArgument(before, '-k'), after));
  }

  test('a word stays when a comment holds its line', () => {
    assert.match(withoutArgument('FROM i\nRUN curl x \\\n# why\n  -k\nUSER a\n', '-k'), /^refused: /u);
  });

  const firstCommand = (reading: Reading): Command => {
    const [command] = reading.subjects('command');
    assert.ok(command);
    return command;
  };
  const wrappers: readonly [before: string, after: string][] = [
    ['FROM i\nRUN sudo apt-get update\n', 'FROM i\nRUN apt-get update\n'],
    ['FROM i\nRUN sudo -E -u x apt-get update\n', 'FROM i\nRUN apt-get update\n'],
    ['FROM i\nRUN sudo \\\n  apt-get update\n', 'FROM i\nRUN apt-get update\n'],
    ['FROM i\nRUN ["sudo", "apt-get", "update"]\n', 'FROM i\nRUN ["apt-get", "update"]\n'],
  ];
  for (const [before, after] of wrappers) {
    test(`a wrapper goes: ${JSON.stringify(before)}`, () => {
      const reading = read(before);
      const command = firstCommand(reading);
      const [wrapper] = command.wrappers;
      assert.ok(wrapper);
      assert.equal(change(before, reading, command, [remove(wrapper)]), after);
    });
  }

  test('words are replaced, in quotes where they need them', () => {
    const text = 'FROM i\nRUN chmod 777 /x\n';
    const reading = read(text);
    const command = firstCommand(reading);
    const [mode] = command.args;
    assert.ok(mode);
    assert.equal(change(text, reading, command, [replace(mode, '755')]), 'FROM i\nRUN chmod 755 /x\n');
    assert.equal(change(text, reading, command, [replace(mode, 'a b')]), "FROM i\nRUN chmod 'a b' /x\n");
  });

  test('pairs and instructions', () => {
    const text = 'FROM i\nENV A=1 \\\n    B=2 \\\n    C=3\nARG T=x\nUSER root\n';
    const reading = read(text);
    const [a, b, c, t] = reading.subjects('variable');
    assert.ok(a && b && c && t);
    assert.equal(change(text, reading, b, [remove(b)]), text.replace('    B=2 \\\n', ''));
    assert.equal(change(text, reading, c, [remove(c)]), text.replace(' \\\n    C=3', ''));
    assert.equal(change(text, reading, t, [remove(t)]), text.replace('ARG T=x\n', ''));
    const stage = finalStage(text);
    assert.match(change(text, reading, stage, [remove(stage.user)]), /^refused: /u);
    const [own] = reading.subjects('stage');
    assert.ok(own);
    assert.equal(change(text, reading, own, [remove(own.user)]), text.replace('USER root\n', ''));
    assert.equal(change(text, reading, own, [replace(own.user, 'app')]), text.replace('root', 'app'));
  });

  test('the first pair of several lines', () => {
    const text = 'FROM i\nENV A=1 \\\n    B=2\n';
    const reading = read(text);
    const [a] = reading.subjects('variable');
    assert.ok(a);
    assert.equal(change(text, reading, a, [remove(a)]), 'FROM i\nENV \\\n    B=2\n');
  });

  test('ADD becomes COPY, flags and references change', () => {
    const text = 'FROM node:18\nadd --chown=root --checksum=x a /b\nADD $X /b\n';
    const reading = read(text);
    const [copy] = reading.subjects('copy');
    const [image] = reading.subjects('image');
    const [chown, checksum] = copy?.flags ?? [];
    assert.ok(copy && image && chown && checksum);
    assert.match(change(text, reading, copy, [replace(copy.verb, 'COPY')]), /\ncopy --chown/u);
    assert.match(change(text, reading, copy, [remove(chown)]), /\nadd --checksum=x a/u);
    assert.match(
      change(text, reading, copy, [replace(checksum.value, 'sha256:1')]),
      / --checksum=sha256:1 a/u,
    );
    assert.match(change(text, reading, image, [replace(image.reference, 'node:20')]), /^FROM node:20\n/u);
  });

  test('what a variable makes up is not replaced', () => {
    const text = 'ARG T=1\nFROM node:$T\n';
    const reading = read(text);
    const [image] = reading.subjects('image');
    assert.ok(image);
    assert.match(change(text, reading, image, [replace(image.reference, 'node:20')]), /^refused: /u);
  });

  test('a command goes with its instruction when it is all of it', () => {
    const text = 'FROM i\nRUN sudo ls $(id)\nRUN a && b\n';
    const reading = read(text);
    const [ls, , a] = reading.subjects('command');
    assert.ok(ls && a);
    assert.equal(change(text, reading, ls, [remove(ls)]), 'FROM i\nRUN a && b\n');
    assert.match(change(text, reading, a, [remove(a)]), /^refused: /u);
  });

  test('what a Dockerfile cannot say is refused', () => {
    const text = 'FROM i\n';
    const reading = read(text);
    const [stage] = reading.subjects('stage');
    assert.ok(stage);
    assert.match(change(text, reading, stage, [set('readOnly', true)]), /^refused: /u);
  });
});
