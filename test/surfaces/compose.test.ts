/** Compose files: recognised, read into the model, edited in place. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyEdits, type SourceText } from '../../server/src/base/text.ts';
import { append, type Change, remove, replace, set } from '../../server/src/model/change.ts';
import type { Container } from '../../server/src/model/container.ts';
import type { Setting, Source } from '../../server/src/model/setting.ts';
import type { Near, Reading } from '../../server/src/model/surface.ts';
import { surface } from '../../server/src/surfaces/compose/surface.ts';
import { chanceFrom } from '../harness/chance.ts';

const FOLDER = 'file:///p';

function read(text: string, env?: string): Reading {
  const near: Near = { textOf: (uri) => (uri === `${FOLDER}/.env` ? env : undefined) };
  return surface.read({ uri: `${FOLDER}/compose.yaml`, text }, near);
}

/** A file with one service `a`, whose entries these lines are. */
function service(...lines: string[]): string {
  return `services:\n  a:\n    image: i\n${lines.map((line) => `    ${line}\n`).join('')}`;
}

function containerIn(text: string, env?: string, name = 'a'): Container {
  const found = read(text, env)
    .subjects('container')
    .find((container) => container.name === name);
  assert.ok(found);
  return found;
}

function underlined(text: string, { range, via }: Source): string {
  const steps = via.map((step) =>
    step.uri === `${FOLDER}/.env` ? '.env' : text.slice(step.range.start, step.range.end),
  );
  return [text.slice(range.start, range.end), ...steps].join(' < ');
}

/** A setting in one line: its state, its value, what is underlined. */
function show(text: string, setting: Setting<unknown>): string {
  const value = setting.state === 'unknown' ? '' : ` ${JSON.stringify(setting.value)}`;
  return `${setting.state}${value} @ ${underlined(text, setting.source)}`;
}

function values(list: Setting<readonly Setting<string>[]>): readonly (string | undefined)[] {
  assert.notEqual(list.state, 'unknown');
  return list.state === 'unknown'
    ? []
    : list.value.map((item) => (item.state === 'unknown' ? undefined : item.value));
}

test('Compose files are told from what only looks like one', () => {
  const compose = 'services:\n  a:\n    image: i\n';
  const cases: readonly (readonly [string, string, boolean, string?])[] = [
    ['compose.yaml', '', true],
    ['compose.prod.yml', 'services: {}\n', true],
    ['docker-compose.override.yml', 'services: {a: {privileged: true}}\n', true],
    ['my-docker-compose-test.yaml', 'x-a: 1\n', true],
    ['docker-compose.yml', 'volumes:\n  v:\n', true],
    ['docker-compose.yml', 'on: push\njobs: {a: {runs-on: x}}\n', false],
    ['docker-compose.yml', 'apiVersion: v1\nkind: Pod\nspec: {}\n', false],
    ['docker-compose.yml', '- a\n- b\n', false],
    ['docker-compose.yml', 'serv', true],
    ['stack.yml', compose, true],
    ['stack.yml', '\uFEFFservices: {a: {build: .}}\n', true],
    ['stack.yml', 'services:\n  a: {build: .}\n', true],
    ['stack.yml', 'services:\n  b: &b {image: i}\n  a: *b\n', true],
    ['services.yaml', 'services:\n  App\\Service: ~\n  _defaults: {autowire: true}\n', false],
    ['.travis.yml', 'services:\n  - docker\n', false],
    ['ci.yml', 'jobs:\n  a:\n    services:\n      db: {image: i}\n', false],
    ['app.yaml', `apiVersion: v1\n${compose}`, false],
    ['config.yml', `stages: [a]\n${compose}`, false],
    ['notes.txt', compose, false],
    ['untitled', compose, true, 'yaml'],
    ['untitled', '', true, 'dockercompose'],
    ['notes.txt', compose, false, 'plaintext'],
  ];
  for (const [name, text, expected, languageId] of cases) {
    const document: SourceText = { uri: `${FOLDER}/${name}`, text, ...(languageId ? { languageId } : {}) };
    assert.equal(surface.detect(document), expected, `${name}: ${text}`);
  }
});

test('what is not said is a default at the service, and what is said is underlined as a whole', () => {
  const text = service(
    'privileged: yes',
    'user: "0"',
    'read_only: "on" # c',
    'cap_drop:',
    '  - ALL',
    'pids_limit: 5',
  );
  const a = containerIn(text);
  assert.deepEqual(
    [a.privileged, a.user, a.readOnly, a.capDrop, a.pidsLimit, a.networkMode, a.capAdd, a.memoryLimit].map(
      (one) => show(text, one).replace(/"value":.*?"state"/u, '"state"'),
    ),
    [
      'set true @ privileged: yes',
      'set "0" @ user: "0"',
      'set true @ read_only: "on"',
      show(text, a.capDrop),
      'set 5 @ pids_limit: 5',
      'default "" @ a',
      'default [] @ a',
      'default 0 @ a',
    ],
  );
  assert.equal(underlined(text, a.capDrop.source), 'cap_drop:\n      - ALL');
  assert.deepEqual(values(a.capDrop), ['ALL']);
});

test('variables: defaults and .env are known, the rest is not', () => {
  const text = service('privileged: ${P:-true}', 'user: $U', 'network_mode: ${N}', 'cap_add: ["$C", X]');
  const a = containerIn(text, 'N=host\n');
  assert.equal(show(text, a.privileged), 'set true @ privileged: ${P:-true}');
  assert.equal(show(text, a.user), 'unknown @ user: $U');
  assert.equal(show(text, a.networkMode), 'set "host" @ network_mode: ${N} < .env');
  assert.deepEqual(values(a.capAdd), [undefined, 'X']);
});

test('anchors, aliases and merge keys', () => {
  const text = [
    'x-base: &base',
    '  image: i',
    '  privileged: true',
    '  cap_add: &caps [A]',
    'services:',
    '  a:',
    '    <<: *base',
    '    user: u',
    '  b:',
    '    image: i',
    '    cap_add: *caps',
    '  c: *base',
    '',
  ].join('\n');
  const a = containerIn(text);
  assert.equal(show(text, a.privileged), 'set true @ <<: *base < privileged: true');
  assert.equal(show(text, a.user), 'set "u" @ user: u');
  const b = containerIn(text, undefined, 'b');
  assert.equal(underlined(text, b.capAdd.source), 'cap_add: *caps < [A]');
  assert.ok(b.capAdd.state === 'set');
  assert.deepEqual(
    b.capAdd.value.map((item) => show(text, item)),
    ['set "A" @ *caps < A'],
  );
  const c = containerIn(text, undefined, 'c');
  assert.equal(show(text, c.privileged), 'set true @ *base < privileged: true');
  assert.equal(text.slice(c.source.range.start, c.source.range.end), 'c');
});

test('ports, short and long', () => {
  const rows = [
    ['- 80', '', '', '80', 'tcp'],
    ['- "8080:80"', '', '8080', '80', 'tcp'],
    ['- 127.0.0.1:8080:80/udp', '127.0.0.1', '8080', '80', 'udp'],
    ['- "127.0.0.1::80"', '127.0.0.1', '', '80', 'tcp'],
    ['- "[::1]:8080:80"', '::1', '8080', '80', 'tcp'],
    ['- "::1:8080:80"', '::1', '8080', '80', 'tcp'],
    ['- "8000-8010:90/TCP"', '', '8000-8010', '90', 'tcp'],
    ['- "${IP:-0.0.0.0}:80:80"', '0.0.0.0', '80', '80', 'tcp'],
    ['- "${IP}:80:80"', undefined, '80', '80', 'tcp'],
    ['- "${PORT}:80"', undefined, undefined, '80', 'tcp'],
    ['- "${PORT:-81}:80"', '', '81', '80', 'tcp'],
    ['- 22:22', '', '22', '22', 'tcp'],
    [
      '- {target: 80, published: "8080", host_ip: 127.0.0.1, protocol: udp}',
      '127.0.0.1',
      '8080',
      '80',
      'udp',
    ],
    ['- {target: 80}', '', '', '80', 'tcp'],
  ] as const;
  for (const [line, ...expected] of rows) {
    const text = service('ports:', `  ${line}`);
    const { ports } = containerIn(text);
    assert.ok(ports.state === 'set');
    const [port] = ports.value;
    assert.ok(port, line);
    const parts = [port.hostIp, port.published, port.target, port.protocol];
    assert.deepEqual(
      parts.map((part) => (part.state === 'unknown' ? undefined : part.value)),
      expected,
      line,
    );
    assert.equal(underlined(text, port.source), line.slice(2), line);
  }
});

test('mounts, short and long, and named volumes that are folders of the host', () => {
  const rows = [
    ['./a:/b', 'bind', './a', '/b', false],
    [
      '/var/run/docker.sock:/var/run/docker.sock:ro,z',
      'bind',
      '/var/run/docker.sock',
      '/var/run/docker.sock',
      true,
    ],
    ['~/x:/b:rw', 'bind', '~/x', '/b', false],
    ['C:\\x:/b:ro', 'bind', 'C:\\x', '/b', true],
    ['d:/x:Z', 'bind', 'd:/x', 'Z', false],
    [
      '\\\\.\\pipe\\docker_engine:\\\\.\\pipe\\docker_engine',
      'pipe',
      '\\\\.\\pipe\\docker_engine',
      '\\\\.\\pipe\\docker_engine',
      false,
    ],
    ['/data', 'anonymous', '', '/data', false],
    ['data:/data', 'volume', 'data', '/data', false],
    ['./a:/b:RO', 'bind', './a', '/b', false],
    ['${D}:/data', 'unknown', undefined, '/data', false],
    ['${D:-./d}:/data', 'bind', './d', '/data', false],
    ['$D', 'unknown', '', undefined, false],
    ['{type: bind, source: b, target: /b, read_only: true}', 'bind', 'b', '/b', true],
    ['{type: tmpfs, target: /t}', 'tmpfs', '', '/t', false],
    ['{type: volume, target: /t}', 'anonymous', '', '/t', false],
    ['host:/h', 'bind', '/etc', '/h', false],
  ] as const;
  const bound = 'volumes:\n  host:\n    driver_opts: {type: none, o: bind, device: /etc}\n';
  for (const [line, ...expected] of rows) {
    const text = `${service('volumes:', `  - ${line}`)}${bound}`;
    const { mounts } = containerIn(text);
    assert.ok(mounts.state === 'set', line);
    const [mount] = mounts.value;
    assert.ok(mount, line);
    const parts = [mount.from, mount.target, mount.readOnly].map((part) =>
      part.state === 'unknown' ? undefined : part.value,
    );
    assert.deepEqual([mount.kind, ...parts], expected, line);
  }
  const text = `${service('volumes:', '  - ./a:/x', '  - host:/h', '  - ./b:/x/')}${bound}`;
  const { mounts } = containerIn(text);
  assert.ok(mounts.state === 'set');
  assert.deepEqual(
    mounts.value.map((mount) => underlined(text, mount.source)),
    ['./b:/x/', 'host:/h < driver_opts: {type: none, o: bind, device: /etc}'],
  );
});

test('limits in both places, and sizes as Compose reads them', () => {
  const limit = (...lines: string[]): unknown => {
    const { memoryLimit } = containerIn(service(...lines));
    return memoryLimit.state === 'unknown' ? undefined : memoryLimit.value;
  };
  assert.equal(limit('mem_limit: 512m'), 512 * 1024 ** 2);
  assert.equal(limit('mem_limit: 1.5GiB'), 1.5 * 1024 ** 3);
  assert.equal(limit('mem_limit: 1024'), 1024);
  // A YAML float is dropped without a word.
  assert.equal(limit('mem_limit: 1.5e9'), 0);
  assert.equal(limit('mem_limit: "${M}"'), undefined);
  assert.equal(limit('deploy: {resources: {limits: {memory: 1g}}}'), 1024 ** 3);
  assert.equal(limit('deploy: {resources: {reservations: {memory: 1g}}}'), 0);
});

test('variables of containers and builds', () => {
  const text = [
    'services:',
    '  a:',
    '    build: {context: ., args: [V=1]}',
    '    environment:',
    '      A: secret',
    '      B: ${X:-fallback}',
    '      C: $X',
    '      D:',
    '      E: 3',
    '  b:',
    '    image: i',
    '    environment: ["A=b=c", "F", "G=$H"]',
    '',
  ].join('\n');
  const shown = read(text, 'F=f\n')
    .subjects('variable')
    .map(({ role, owner, name, value, origin, source }) => [
      role,
      owner,
      name,
      value && show(text, value),
      origin,
      underlined(text, source),
    ]);
  assert.deepEqual(shown, [
    ['environment', 'a', 'A', 'set "secret" @ A: secret', 'literal', 'A: secret'],
    ['environment', 'a', 'B', 'set "fallback" @ B: ${X:-fallback}', 'fallback', 'B: ${X:-fallback}'],
    ['environment', 'a', 'C', 'unknown @ C: $X', 'variable', 'C: $X'],
    ['environment', 'a', 'D', undefined, 'variable', 'D:'],
    ['environment', 'a', 'E', 'set "3" @ E: 3', 'literal', 'E: 3'],
    ['environment', 'b', 'A', 'set "b=c" @ "A=b=c"', 'literal', '"A=b=c"'],
    ['environment', 'b', 'F', 'set "f" @ "F" < .env', 'variable', '"F"'],
    ['environment', 'b', 'G', 'unknown @ "G=$H"', 'variable', '"G=$H"'],
    ['build-arg', 'a', 'V', 'set "1" @ V=1', 'literal', 'V=1'],
  ]);
});

test('images', () => {
  const text = 'services:\n  a: {image: "nginx:${T:-1}"}\n  b: {image: "x:$T", build: .}\n  c: {build: .}\n';
  const images = read(text).subjects('image');
  assert.deepEqual(
    images.map(({ reference, built, source }) => [
      reference.state === 'unknown' ? undefined : reference.value.tag,
      underlined(text, reference.source),
      built,
      underlined(text, source),
    ]),
    [
      ['1', 'nginx:${T:-1}', false, 'image: "nginx:${T:-1}"'],
      [undefined, 'x:$T', true, 'image: "x:$T"'],
    ],
  );
});

test('commands end where Compose ends them, and stand where they stand', () => {
  const names = (...lines: string[]): readonly string[] =>
    read(service(...lines))
      .subjects('command')
      .map((command) => [command.name, ...command.args.map((word) => word.value ?? '?')].join(' '));
  assert.deepEqual(names('command: npm install && npm start'), ['npm install']);
  assert.deepEqual(names('command: a \'b c\' "d" e\\ f 2>&1'), ['a b c d e f']);
  assert.deepEqual(names('command: [a, "b c"]'), ['a b c']);
  assert.deepEqual(names('entrypoint: [sh, -c]', 'command: ["x | y"]'), ['sh -c x | y', 'x', 'y']);
  assert.deepEqual(names('healthcheck: {test: curl -f http://x || exit 1}'), ['curl -f http://x', 'exit 1']);
  assert.deepEqual(names('healthcheck: {test: [CMD-SHELL, "a; b"]}'), ['a', 'b']);
  assert.deepEqual(names('healthcheck: {test: [CMD, a, b]}'), ['a b']);
  assert.deepEqual(names('healthcheck: {test: [NONE]}'), []);
  assert.deepEqual(names('post_start: [{command: [a, b]}]'), ['a b']);
  assert.deepEqual(names('command: sh -c "echo $$HOME"').at(-1), 'echo ?');
  const text = service('command: sh -c "x && curl -k u"');
  const curl = read(text)
    .subjects('command')
    .find((command) => command.name === 'curl');
  assert.ok(curl);
  assert.equal(underlined(text, curl.source), 'curl -k u');
});

test('parts of other files leave open what they do not say', () => {
  const override = { uri: `${FOLDER}/compose.override.yaml`, text: service('privileged: true') };
  const [a] = surface.read(override, { textOf: () => undefined }).subjects('container');
  assert.equal(a?.privileged.state, 'set');
  assert.equal(a?.capDrop.state, 'unknown');
  assert.equal(
    containerIn('services: {a: {extends: {file: b.yaml, service: b}, image: i}}').user.state,
    'unknown',
  );
  assert.equal(containerIn('services: {a: {privileged: true}}').readOnly.state, 'unknown');
});

test('documents of one file are merged, with !reset and !override', () => {
  const text = [
    'services: {a: {image: i, privileged: true, cap_add: [A], ports: ["80:80"], user: u}}',
    '---',
    'services: {a: {privileged: !reset null, cap_add: [B], ports: !override ["81:81"], user: v}}',
    '',
  ].join('\n');
  const a = containerIn(text);
  assert.equal(a.privileged.state, 'default');
  assert.deepEqual(values(a.capAdd), ['A', 'B']);
  assert.ok(a.ports.state === 'set');
  assert.equal(a.ports.value.length, 1);
  assert.equal(show(text, a.user), 'set "v" @ user: v');
});

test('what Compose refuses is a problem at its place', () => {
  for (const [line, marked] of [
    ['privileged: 1', '1'],
    ['user: 1000', '1000'],
    ['mem_limit: lots', 'lots'],
    ['deploy: {resources: {limits: {memory: 1073741824}}}', '1073741824'],
    ['cap_add: ALL', 'ALL'],
    ['ports: [x]', 'x'],
    ['volumes: ["ab::c"]', '"ab::c"'],
    ['user: "${1}"', '${1}'],
    ['user: a\n    user: b', 'user'],
  ] as const) {
    const text = service(line);
    const problems = read(text).problems.map(({ range }) => text.slice(range.start, range.end));
    assert.deepEqual(problems, [marked], line);
  }
});

test('broken texts keep what could be read', () => {
  for (const rest of [
    '    ports: [',
    '    priv',
    '    environment:\n      - "A',
    '  b:\n    image',
    '\tx: 1',
    '    <<: *no',
  ]) {
    const text = `${service('privileged: true')}${rest}\n`;
    assert.equal(containerIn(text).privileged.state, 'set', rest);
  }
  for (const text of [
    'services:',
    'services: []',
    'services: {a: }',
    'services: {a: [], b: 1}',
    '',
    '---\n',
    '&a',
  ]) {
    assert.deepEqual(read(text).subjects('container'), [], text);
  }
});

test('keys under the cursor', () => {
  const text = service(
    'privileged: true',
    'deploy: {resources: {limits: {memory: 1g}}}',
    'environment:',
    '  A: b',
  );
  const reading = read(text);
  const keyOf = (word: string): unknown => {
    const at = reading.settingAt(text.indexOf(word) + 1);
    return at && [at.key, text.slice(at.range.start, at.range.end)];
  };
  assert.deepEqual(keyOf('privileged'), ['privileged', 'privileged']);
  assert.deepEqual(keyOf('memory'), ['memoryLimit', 'memory']);
  assert.deepEqual(keyOf('environment'), ['variable', 'environment']);
  assert.deepEqual(keyOf('a:'), ['service', 'a']);
  assert.equal(keyOf('true'), undefined);
  assert.equal(keyOf('services'), undefined);
});

/** The text after changes, or the reason why there is none. */
function changed(text: string, make: (container: Container) => readonly Change[], name = 'a'): string {
  const reading = read(text);
  const container = reading.subjects('container').find((one) => one.name === name);
  assert.ok(container);
  const lowered = reading.lower(container, make(container));
  if ('refused' in lowered) return `refused: ${lowered.refused}`;
  const result = applyEdits(text, lowered.edits);
  assert.ok(result !== undefined, 'the edits overlap');
  assert.ok(read(result).problems.length <= reading.problems.length, result);
  return result;
}

function itemsOf<T>(list: Setting<readonly T[]>): readonly T[] {
  return list.state === 'unknown' ? [] : list.value;
}

const HARDEN: readonly Change[] = [
  append('capDrop', 'ALL'),
  append('securityOpt', 'no-new-privileges:true'),
  set('readOnly', true),
  set('memoryLimit', 512 * 1024 ** 2),
  set('pidsLimit', 100),
  set('user', '1000:1000'),
];

test('an entry goes with its line and its comment, and nothing else', () => {
  const text = service('# of privileged', 'privileged: true # why', '# of user', 'user: u');
  const expected = service('# of privileged', '# of user', 'user: u');
  assert.equal(
    changed(text, (a) => [remove(a.privileged)]),
    expected,
  );
  const windows = text.replaceAll('\n', '\r\n');
  assert.equal(
    changed(windows, (a) => [remove(a.privileged)]),
    expected.replaceAll('\n', '\r\n'),
  );
  const last = service('user: u', 'privileged: true').trimEnd();
  assert.equal(
    changed(last, (a) => [remove(a.privileged)]),
    service('user: u').trimEnd(),
  );
});

test('the last item takes its key along', () => {
  const text = service('cap_add:', '  # c', '  - A', '  - B # b', 'user: u');
  assert.equal(
    changed(text, (a) => itemsOf(a.capAdd).slice(1).map(remove)),
    service('cap_add:', '  # c', '  - A', 'user: u'),
  );
  assert.equal(
    changed(text, (a) => itemsOf(a.capAdd).map(remove)),
    service('user: u'),
  );
  assert.equal(
    changed(text, (a) => [remove(a.capAdd)]),
    service('user: u'),
  );
});

test('flow style loses the comma, too', () => {
  const cases: readonly (readonly [string, readonly number[], string])[] = [
    ['cap_add: [A, B, C]', [0], 'cap_add: [B, C]'],
    ['cap_add: [A, B, C]', [1], 'cap_add: [A, C]'],
    ['cap_add: [A, B, C]', [2], 'cap_add: [A, B]'],
    ['cap_add: [A, B, C,]', [1, 2], 'cap_add: [A,]'],
    ['cap_add: [A, B, C]', [0, 2], 'cap_add: [B]'],
    [
      'cap_add: [\n      A, # a\n      # of B\n      B, # b\n    ]',
      [1],
      'cap_add: [\n      A, # a\n      # of B\n    ]',
    ],
  ];
  for (const [line, indexes, expected] of cases) {
    const actual = changed(service(line), (a) =>
      indexes.flatMap((index) => itemsOf(a.capAdd)[index] ?? []).map(remove),
    );
    assert.equal(actual, service(expected), line);
  }
  const flow = 'services: {a: {image: i, privileged: true}, b: {image: j}}\n';
  assert.equal(
    changed(flow, (a) => [remove(a.privileged)]),
    'services: {a: {image: i}, b: {image: j}}\n',
  );
  const only = 'services:\n  a:\n    privileged: true\n';
  assert.equal(
    changed(only, (a) => [remove(a.privileged)]),
    'services:\n  a:\n    {}\n',
  );
});

test('values are replaced in the quotes that they have', () => {
  assert.equal(
    changed(service("user: 'root' # c"), (a) => [replace(a.user, 'app')]),
    service("user: 'app' # c"),
  );
  assert.equal(
    changed(service('user: root'), (a) => [replace(a.user, '1000:1000')]),
    service('user: "1000:1000"'),
  );
  assert.equal(
    changed(service('read_only: false'), (a) => [replace(a.readOnly, 'true')]),
    service('read_only: true'),
  );
  assert.equal(
    changed(service('read_only: "no"'), (a) => [replace(a.readOnly, 'true')]),
    service('read_only: "true"'),
  );
  const limits = 'deploy: {resources: {limits: {memory: "0"}}}';
  assert.equal(
    changed(service(limits), (a) => [replace(a.memoryLimit, '512m')]),
    service(limits.replace('"0"', '"512m"')),
  );
});

test('a port gets its address', () => {
  const rows = [
    ['- "8080:80"', '127.0.0.1', '- "127.0.0.1:8080:80"'],
    ['- 8080:80', '127.0.0.1', '- 127.0.0.1:8080:80'],
    ["- '0.0.0.0:8080:80/udp' # c", '127.0.0.1', "- '127.0.0.1:8080:80/udp' # c"],
    ['- 8080:80', '::1', '- "[::1]:8080:80"'],
    ['- "[::]:8080:80"', '::1', '- "[::1]:8080:80"'],
    ['- 80', '127.0.0.1', '- "127.0.0.1::80"'],
    ['- "80/udp"', '127.0.0.1', '- "127.0.0.1::80/udp"'],
    ['- "${P:-8080}:80"', '127.0.0.1', '- "127.0.0.1:${P:-8080}:80"'],
    ['- "${P:-80}"', '127.0.0.1', '- "127.0.0.1::${P:-80}"'],
    ['- {target: 80, published: 8080}', '127.0.0.1', '- {target: 80, published: 8080, host_ip: "127.0.0.1"}'],
    ['- {target: 80, host_ip: 0.0.0.0}', '127.0.0.1', '- {target: 80, host_ip: "127.0.0.1"}'],
    [
      '- target: 80\n        published: 8080',
      '::1',
      '- target: 80\n        published: 8080\n        host_ip: "::1"',
    ],
    ['- "${IP:-}:8080:80"', '127.0.0.1', "refused: The value comes from the variable 'IP'; change it there."],
    [
      '- "${IP:-0.0.0.0}:80:80"',
      '127.0.0.1',
      "refused: The value comes from the variable 'IP'; change it there.",
    ],
  ] as const;
  for (const [line, address, expected] of rows) {
    const actual = changed(service('ports:', `  ${line}`), (a) => {
      const [port] = itemsOf(a.ports);
      return port ? [replace(port.hostIp, address)] : [];
    });
    assert.equal(
      actual,
      expected.startsWith('refused') ? expected : service('ports:', `  ${expected}`),
      line,
    );
  }
});

test('a service is hardened in its own style', () => {
  const added = (dash: string): string[] => [
    'cap_drop:',
    `${dash}- ALL`,
    'security_opt:',
    `${dash}- no-new-privileges:true`,
    'read_only: true',
    'mem_limit: 512m',
    'pids_limit: 100',
    'user: "1000:1000"',
  ];
  assert.equal(
    changed(service('tty: true # c', ''), () => HARDEN),
    service('tty: true # c', ...added('  '), ''),
  );
  assert.equal(
    changed(service('ports:', '- "1:1"'), () => HARDEN),
    service('ports:', '- "1:1"', ...added('')),
  );
  const wide = 'services:\n    a:\n        image: i\n        dns:\n            - x\n';
  assert.ok(changed(wide, () => HARDEN).includes('        cap_drop:\n            - ALL\n'));
  assert.equal(
    changed('services: {a: {image: i}}\n', () => HARDEN),
    'services: {a: {image: i, cap_drop: [ALL], security_opt: [no-new-privileges:true], read_only: true, mem_limit: 512m, pids_limit: 100, user: "1000:1000"}}\n',
  );
  const noEnd = service('tty: true').trimEnd();
  assert.equal(
    changed(noEnd, () => [set('readOnly', true)]),
    `${noEnd}\n    read_only: true`,
  );
});

test('lists and limits that are there are used', () => {
  assert.equal(
    changed(service('cap_drop: [A]'), () => [append('capDrop', 'ALL')]),
    service('cap_drop: [A, ALL]'),
  );
  assert.equal(
    changed(service('cap_drop: []'), () => [append('capDrop', 'ALL')]),
    service('cap_drop: [ALL]'),
  );
  assert.equal(
    changed(service('cap_drop:'), () => [append('capDrop', 'ALL')]),
    service('cap_drop:', '  - ALL'),
  );
  assert.equal(
    changed(service('read_only: false'), () => [set('readOnly', true)]),
    service('read_only: true'),
  );
  assert.equal(
    changed(service('read_only:'), () => [set('readOnly', true)]),
    service('read_only: true'),
  );
  const limits = ['deploy:', '  resources:', '    limits:', '      cpus: "1"'];
  assert.equal(
    changed(service(...limits), () => HARDEN.slice(3, 5)),
    service(...limits, '      memory: 512m', '      pids: 100'),
  );
  const both = service('security_opt:', '  - x');
  assert.equal(
    changed(both, () => [set('readOnly', true), append('securityOpt', 'z')]),
    service('security_opt:', '  - x', '  - z', 'read_only: true'),
  );
  const swap = service('cap_drop:', '  - A');
  assert.equal(
    changed(swap, (a) => [...itemsOf(a.capDrop).map(remove), append('capDrop', 'ALL')]),
    service('cap_drop:', '  - ALL'),
  );
  const kept = service('command: |+', '  x', '');
  assert.ok(
    changed(kept, () => [set('readOnly', true)]).startsWith(service('read_only: true', 'command: |+')),
  );
});

test('what comes from elsewhere is refused with the reason', () => {
  const text = [
    'x-base: &base',
    '  image: i',
    '  privileged: true',
    '  cap_add: &caps [A]',
    '  cap_drop: [B]',
    'services:',
    '  a:',
    '    <<: *base',
    '    user: ${U:-root}',
    '  b:',
    '    image: i',
    '    cap_add: *caps',
    '    cap_drop: &drop [C]',
    '  c:',
    '    image: i',
    '    cap_drop: *drop',
    '  d: *base',
    '  e:',
    '    <<: *base',
    '    privileged: true',
    '',
  ].join('\n');
  const refusals: readonly (readonly [string, (container: Container) => readonly Change[], string])[] = [
    [
      'a',
      (a) => [remove(a.privileged)],
      "It comes from the anchor '&base' through a merge key; change it there.",
    ],
    ['a', (a) => [remove(a.user)], "The value comes from the variable 'U'; change it there."],
    ['a', (a) => [replace(a.user, 'x')], "The value comes from the variable 'U'; change it there."],
    ['a', () => [append('capDrop', 'X')], 'The list comes through a merge key; add it there.'],
    [
      'b',
      (b) => itemsOf(b.capAdd).map(remove),
      "It comes from the anchor '&caps' through an alias; change it there.",
    ],
    ['b', (b) => [remove(b.capDrop)], "Other places use the anchor '&drop' that stands in it."],
    [
      'c',
      () => [append('capDrop', 'X')],
      "It comes from the anchor '&drop' through an alias; change it there.",
    ],
    [
      'd',
      () => [set('readOnly', true)],
      "It comes from the anchor '&base' through an alias; change it there.",
    ],
    [
      'e',
      (e) => [remove(e.privileged)],
      "The anchor '&base' says it, too; without this entry that would count.",
    ],
    ['b', (b) => [remove(b.privileged)], 'It is not written in this file.'],
  ];
  for (const [name, make, reason] of refusals)
    assert.equal(changed(text, make, name), `refused: ${reason}`, name);
  assert.ok(
    changed(text, () => [set('readOnly', true)]).includes('    user: ${U:-root}\n    read_only: true\n'),
  );
});

test('a wrapper is taken away from the command that it starts', () => {
  for (const [line, expected] of [
    ['command: sudo -E apt-get update', 'command: apt-get update'],
    ['command: "sudo apt-get update"', 'command: "apt-get update"'],
    ['command: [sudo, -E, apt-get, update]', 'command: [apt-get, update]'],
    ['command:\n      - sudo\n      - apt-get', 'command:\n      - apt-get'],
    ['command: sh -c "cd /x && sudo apt-get update"', 'command: sh -c "cd /x && apt-get update"'],
  ] as const) {
    const text = service(line);
    const reading = read(text);
    const [script] = reading.subjects('script');
    const wrapper = script?.commands
      .flatMap((command) => command.wrappers)
      .find((one) => one.name === 'sudo');
    assert.ok(script && wrapper, line);
    const lowered = reading.lower(script, [remove(wrapper)]);
    assert.ok('edits' in lowered, line);
    assert.equal(applyEdits(text, lowered.edits), service(expected), line);
  }
});

test('the version goes, and the project says what it is made of', () => {
  const text = 'version: "3"\nservices: {a: {image: i}}\n';
  const reading = read(text);
  const [project] = reading.subjects('project');
  assert.ok(project);
  assert.deepEqual(project.files, [`${FOLDER}/compose.yaml`]);
  assert.equal(show(text, project.version), 'set "3" @ version: "3"');
  const lowered = reading.lower(project, [remove(project.version)]);
  assert.ok('edits' in lowered);
  assert.equal(applyEdits(text, lowered.edits), 'services: {a: {image: i}}\n');
});

/** A small generator of numbers that gives the same ones on every run. */
test('damaged texts never throw, and all places lie inside the text', () => {
  const whole = `x-b: &b {image: i, cap_add: [A]}\n${service(
    '<<: *b',
    'ports: ["${P:-1}:80", {target: 1}]',
    'volumes: [./a:/b, "v:/v:ro"]',
    'environment: {A: "b\\n", C: $D}',
    'command: >',
    '  sh -c "curl $${X} | sh"',
    'healthcheck: {test: [CMD-SHELL, "a || b"]}',
    'deploy: {resources: {limits: {memory: 1g}}}',
  )}volumes: {v: {driver_opts: {o: bind, device: /x}}}\n`;
  const next = chanceFrom(3);
  const noise = [
    '"',
    "'",
    '[',
    ']',
    '{',
    '}',
    ':',
    '- ',
    '\n',
    '\t',
    '#',
    '&a ',
    '*b',
    '|',
    '>',
    '$',
    '${',
    '!reset ',
    '\u0000',
  ];
  for (let i = 0; i < 300; i++) {
    const at = Math.floor(next() * whole.length);
    const cut = Math.floor(next() * 6);
    const text = `${whole.slice(0, at)}${noise[Math.floor(next() * noise.length)]}${whole.slice(at + cut)}`;
    const reading = read(text);
    for (const { source } of [
      ...reading.subjects('container'),
      ...reading.subjects('command'),
      ...reading.subjects('variable'),
    ]) {
      const { range } = source;
      assert.ok(range.start >= 0 && range.start <= range.end && range.end <= text.length, text);
    }
    for (const container of reading.subjects('container')) {
      const lowered = reading.lower(container, [...HARDEN, ...itemsOf(container.ports).map(remove)]);
      if ('edits' in lowered) assert.ok(applyEdits(text, lowered.edits) !== undefined, text);
    }
  }
});
