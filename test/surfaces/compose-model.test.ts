/** What small Compose projects come to, and what Compose says of those that it refuses. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Outcome } from '../../server/src/model/surface.ts';
import { surface } from '../../server/src/surfaces/compose/surface.ts';

type Files = Readonly<Record<string, string>>;

const FOLDER = 'file:///home/u/shop';

/** The project of a folder with these files; the first one is looked at. */
function outcomeOf(files: Files): Outcome {
  const read = (uri: string): string | undefined => files[uri.slice(FOLDER.length + 1)];
  const [name = ''] = Object.keys(files);
  const reading = surface.read({ uri: `${FOLDER}/${name}`, text: files[name] ?? '' }, { textOf: read });
  const outcome = reading.outcome?.();
  assert.ok(outcome, 'the surface says nothing of what it comes to');
  return outcome;
}

/** A service of a project that loads. */
function serviceOf(files: Files | string, name = 'a'): Readonly<Record<string, unknown>> {
  const outcome = outcomeOf(typeof files === 'string' ? { 'compose.yaml': files } : files);
  assert.equal(outcome.ok ? undefined : outcome.error, undefined);
  const model = outcome.model?.['model'] as { services: Record<string, Record<string, unknown>> };
  return model.services[name] ?? {};
}

function refusalOf(files: Files | string): string {
  const outcome = outcomeOf(typeof files === 'string' ? { 'compose.yaml': files } : files);
  assert.equal(outcome.ok, false, 'the project loads');
  return outcome.ok ? '' : outcome.error;
}

const service = (...lines: readonly string[]): string =>
  `services:\n  a:\n    image: i\n${lines.map((line) => `    ${line}\n`).join('')}`;

/** What one line of a service comes to, by the key of the line. */
const LINES: readonly (readonly [line: string, value: unknown])[] = [
  // Short forms.
  ['ports: ["80"]', [{ mode: 'ingress', protocol: 'tcp', target: 80 }]],
  ['ports: ["[::1]:81:80/udp"]', [port({ host_ip: '::1', published: '81', protocol: 'udp' })]],
  ['ports: ["8000-8010:80"]', [port({ published: '8000-8010' })]],
  ['ports: ["9000-9001:80-81"]', [port({ published: '9000' }), port({ target: 81, published: '9001' })]],
  ['volumes: ["./x/../y:/z/:ro,Z"]', [bind({ source: './y', target: '/z', read_only: true, selinux: 'Z' })]],
  ['volumes: ["d:/data"]', [{ type: 'volume', target: 'd:/data' }]],
  ['volumes: ["~/x:/z", "./y:/z"]', [bind({ source: './y', target: '/z' })]],
  ['devices: ["/dev/a"]', [{ source: '/dev/a', target: '/dev/a', permissions: 'rwm' }]],
  ['extra_hosts: ["h=1.1.1.1,2.2.2.2", "h:[::1]"]', { h: ['1.1.1.1', '2.2.2.2', '::1'] }],
  ['build: ./b', { context: './b', dockerfile: 'Dockerfile' }],
  ['healthcheck: {test: curl x}', { test: ['CMD-SHELL', 'curl x'] }],
  ['healthcheck: {interval: 1m30s}', {}],
  ['tmpfs: /run', ['/run']],
  // Values that are not what they look like.
  [
    'environment: {A: 1.0, B: 010, C: 1e3, D: 2020-01-01}',
    environment('1', '8', '1000', '2020-01-01 00:00:00 +0000 UTC'),
  ],
  ['mem_limit: 1.5g', 1_610_612_736],
  ['mem_limit: 1.5e9', undefined],
  ['cpus: 0.1', 0.1],
  ['privileged: "yes"', true],
  [
    'ulimits: {core: 0, nofile: {soft: 1, hard: "2"}}',
    { core: { soft: 0, hard: 0 }, nofile: { soft: 1, hard: 2 } },
  ],
  ['logging: {options: {max-file: 3}}', { options: { 'max-file': '3' } }],
  ['command: npm install && npm start', ['npm', 'install']],
  ['command: a "b c" d\\ e $(f g) 2>&1', ['a', 'b c', 'd e', '$(f g)']],
  ['command: []', []],
  ['entrypoint:', undefined],
  ['group_add: [100, "100"]', ['100', '100']],
  ['pull_policy: if_not_present', 'missing'],
  ['deploy: {resources: {limits: {cpus: "0.5", memory: 1g, pids: 5}}}', limits(0.5, 1_073_741_824, 5)],
];

function port(parts: object): object {
  return { mode: 'ingress', target: 80, protocol: 'tcp', ...parts };
}

function bind(parts: object): object {
  return { type: 'bind', ...parts };
}

function environment(...values: readonly string[]): object {
  return Object.fromEntries(values.map((value, index) => ['ABCD'.charAt(index), value]));
}

function limits(cpus: number, memory: number, pids: number): object {
  return { resources: { limits: { cpus, memory, pids } } };
}

for (const [line, value] of LINES) {
  test(`A service with \`${line}\``, () => {
    assert.deepEqual(serviceOf(service(line))[line.slice(0, line.indexOf(':'))], value);
  });
}

/** What Compose says of a service with this line. */
const REFUSED: readonly (readonly [line: string, error: string])[] = [
  ['user: 1000', 'validating ./compose.yaml: services.a.user must be a string'],
  ['wrong: 1', 'validating ./compose.yaml: services.a.wrong false schema'],
  ['privileged:', 'validating ./compose.yaml: services.a.privileged must be a boolean or string'],
  ['cap_add: ALL', 'validating ./compose.yaml: services.a.cap_add must be a array'],
  [
    'security_opt: [x, y, x]',
    'validating ./compose.yaml: services.a.security_opt items at 0 and 2 are equal',
  ],
  ['build: {bad: 1}', "validating ./compose.yaml: services.a.build additional properties 'bad' not allowed"],
  ['cgroup: x', "validating ./compose.yaml: services.a.cgroup value must be one of 'host', 'private'"],
  ['oom_score_adj: 1001', 'validating ./compose.yaml: services.a.oom_score_adj must be a string'],
  ['volumes: [{target: /x}]', 'validating ./compose.yaml: services.a.volumes.0 must be a string'],
  [
    'ulimits: {nproc: {soft: 1}}',
    'validating ./compose.yaml: services.a.ulimits.nproc must be a integer or string',
  ],
  ['volumes: ["/a:/b:ro:z"]', 'invalid spec: /a:/b:ro:z: too many colons'],
  [
    'volumes: [{type: bind, target: /b}]',
    'invalid mount config for type "bind": field Source must not be empty',
  ],
  ['ports: ["localhost:80:80"]', 'invalid IP address: localhost'],
  [
    'ports: ["3000-3002:80-81"]',
    'invalid ranges specified for container and host Ports: 80-81 and 3000-3002',
  ],
  ['ports: [{target: 80, host_ip: x}]', 'services.a.ports.[]: invalid ip address: x'],
  ['devices: ["a:b:c:d"]', 'confusing device mapping, please use long syntax: a:b:c:d'],
  ['command: echo "x', undecodable('command', 'invalid command line string')],
  ['shm_size: "12x"', undecodable('shm_size', "invalid suffix: 'x'")],
  [
    'environment: ["A =1"]',
    undecodable('environment', 'environment variable A  is declared with a trailing space'),
  ],
  ['healthcheck: {interval: x}', undecodable('healthcheck.interval', 'time: invalid duration "x"')],
  ['networks: [n]', 'service "a" refers to undefined network n: invalid compose project'],
  ['healthcheck: {test: [curl]}', 'healthcheck.test must start either by "CMD", "CMD-SHELL" or "NONE"'],
  ['depends_on: [a]', 'dependency cycle detected: a -> a'],
  ['tmpfs: [/x, "/x:size=1m"]', 'services.a.tmpfs[1]: target /x already mounted as services.a.tmpfs[0]'],
];

function undecodable(where: string, reason: string): string {
  return `decoding failed due to the following error(s): 'services[a].${where}' ${reason}`;
}

for (const [line, error] of REFUSED) {
  test(`Compose refuses a service with \`${line}\``, () => {
    assert.equal(refusalOf(service(line)), error);
  });
}

test('A limit in two places has to be the same in both, and a missing one is another one', () => {
  const text = service('mem_limit: 1g', 'deploy: {resources: {limits: {cpus: "1"}}}');
  assert.match(refusalOf(text), /^services\.a: can't set distinct values on 'mem_limit'/u);
});

test('A refusal that hangs on a variable is told with what the variable comes to', () => {
  assert.equal(
    refusalOf(service('volumes: ["${DATA}:/x"]')),
    'invalid spec: :/x: empty section between colons',
  );
});

test('Variables of files stand behind those of the service, and each file behind the next', () => {
  const files = {
    'compose.yaml': service('env_file: [a.env, {path: b.env, format: raw}]', 'environment: [OWN=1, BARE]'),
    'a.env': 'OWN=2\nBARE=2\nX=${TOP}-$Y\nY=1\nZ=a',
    'b.env': 'Z="$X"',
    '.env': 'TOP=top',
  };
  assert.deepEqual(serviceOf(files)['environment_with_files'], {
    OWN: '1',
    BARE: null,
    X: 'top-',
    Y: '1',
    Z: '"$X"',
  });
});

test('A file of variables that is not there is told, and does not keep the project from loading', () => {
  assert.equal(
    serviceOf(service('env_file: no.env'))['env_file_error'],
    'env file ./no.env not found: stat ./no.env: no such file or directory',
  );
});

test('Resources have names, unused ones are told, and so are services that do not start', () => {
  const text = `${service('profiles: [p]', 'secrets: [s]')}secrets: {s: {file: s}, t: {external: true}}\nname: Shop!\n`;
  const { model, unused, inactive } = outcomeOf({ 'compose.yaml': text }).model ?? {};
  assert.deepEqual((model as { secrets: unknown }).secrets, {
    s: { name: 'shop_s', file: './s' },
    t: { name: 't', external: true },
  });
  assert.deepEqual(unused, { secrets: ['t'] });
  assert.deepEqual(inactive, ['a']);
});
