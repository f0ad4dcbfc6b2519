/** What becomes of exceptions: used or not, wider than needed, near their end, and where nothing of that can be known. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { messagesOf, serve, tell, type Told, uriOf } from './tell.ts';

const UNUSED = 'no-unused-exception';
const RUN = 'RUN sudo ls\nUSER 1\n';
const COMMENT = '# bulkhead: ignore no-sudo -- as we must\n';

async function unusedIn(text: string, more: Readonly<Record<string, string>> = {}): Promise<number> {
  return messagesOf(await tell({ Dockerfile: text, ...more }), UNUSED).length;
}

describe('unused exceptions', () => {
  test('as a whole, or for one of their rules', async () => {
    assert.equal(await unusedIn(`FROM alpine:3.20\n${COMMENT}${RUN}`), 0);
    assert.equal(await unusedIn(`FROM alpine:3.20\n${COMMENT}RUN ls\nUSER 1\n`), 1);
    const told = await tell({
      Dockerfile: `FROM alpine:3.20\n${COMMENT.replace('no-sudo', 'no-sudo, no-piped-download')}${RUN}`,
    });
    assert.match(messagesOf(told, UNUSED)[0] ?? '', /^Nothing that 'no-piped-download' finds/u);
  });

  test('a rule that is off, or that nobody asked for, leaves its exceptions waiting', async () => {
    const idle = `FROM alpine:3.20\n${COMMENT}RUN ls\nUSER 1\n`;
    assert.equal(await unusedIn(idle, { '.bulkhead.yaml': 'rules: { no-sudo: off }\n' }), 0);
  });

  test('an exception with a fault, and one that is over, are not also unused', async () => {
    const idle = (comment: string) => `FROM alpine:3.20\n# ${comment}\nRUN ls\nUSER 1\n`;
    assert.equal(await unusedIn(idle('bulkhead ignore no-sudo -- as we must')), 0);
    assert.equal(await unusedIn(idle('bulkhead: ignore no-sudo until 2026-11-22 -- as we must')), 0);
    assert.equal(await unusedIn(idle('bulkhead: ignore no-such-rule -- as we must')), 0);
    assert.equal(await unusedIn(idle('hadolint ignore=DL3004')), 0);
  });

  test('in a text that could not be read as a whole nothing is unused', async () => {
    assert.equal(await unusedIn(`FROM alpine:3.20\n${COMMENT}RUN ls\nRUM sudo ls\nUSER 1\n`), 0);
  });

  test('where a variable decides it cannot be known', async () => {
    const compose = (image: string) =>
      `services:\n  web:\n    image: ${image} # bulkhead: ignore no-untagged-image -- as we must\n`;
    const unused = async (image: string) =>
      messagesOf(await tell({ 'compose.yaml': compose(image) }), UNUSED).length;
    assert.equal(await unused('nginx:1.27'), 1);
    assert.equal(await unused('nginx'), 0);
    assert.equal(await unused('${IMAGE}'), 0);
  });

  test('where a variable may be set otherwise it cannot be known', async () => {
    const image = (tag: string) =>
      `services:\n  web:\n    image: nginx:${tag} # bulkhead: ignore no-untagged-image -- as we must\n`;
    const unused = async (texts: Record<string, string>) => messagesOf(await tell(texts), UNUSED).length;
    assert.equal(await unused({ 'compose.yaml': image('${TAG:-1.27}') }), 0);
    assert.equal(await unused({ 'compose.yaml': image('${TAG}'), '.env': 'TAG=1.27\n' }), 0);
    assert.equal(await unused({ 'compose.yaml': image('1.27$$HOME') }), 1);
    const from = '# bulkhead: ignore no-untagged-image -- as we must\nFROM ${BASE}\nUSER 1\n';
    assert.equal(await unused({ Dockerfile: `ARG BASE=alpine:3.20\n${from}` }), 0);
    // The shell's variables do not decide whether it says sudo.
    assert.equal(await unusedIn(`FROM alpine:3.20\n${COMMENT}RUN ls $HOME\nUSER 1\n`), 1);
  });

  test('what only the strict profile finds is not unused in another', async () => {
    const volume = (end: string) => `    volumes:\n      - /var/run/docker.sock:/var/run/docker.sock${end}\n`;
    const compose = (image: string, port: string) =>
      `services:\n  proxy:\n    image: ${image}\n${volume(' # bulkhead: ignore no-engine-socket -- it filters')}${port}`;
    const port = "    ports: ['127.0.0.1:80:80'] # bulkhead: ignore no-open-port -- as we must\n";
    const texts = { 'compose.yaml': compose('tecnativa/docker-socket-proxy:0.3.0', port) };
    const told = await tell(texts);
    const spoken = told.analysis.findings.filter(({ ruleId }) => ruleId === UNUSED);
    const text = texts['compose.yaml'];
    assert.deepEqual(
      spoken.map(({ range }) => text.slice(range.start, range.end)),
      ['# bulkhead: ignore no-open-port -- as we must'],
    );
    const strict = await tell(texts, 'compose.yaml', { strict: true });
    assert.ok(strict.excepted.some((spot) => spot.startsWith('no-engine-socket')));
  });

  test('of several that cover the same each is used', async () => {
    assert.equal(await unusedIn(`FROM alpine:3.20\n${COMMENT}${COMMENT}${RUN}`), 0);
    assert.equal(
      await unusedIn(`${COMMENT.replace('ignore', 'ignore-file')}FROM alpine:3.20\n${COMMENT}${RUN}`),
      0,
    );
  });

  test('what another text has a use for is not unused, and its finding says by what it is known', async () => {
    const texts = {
      'base.yaml':
        'services:\n  base:\n    image: nginx:1.27\n    # bulkhead: ignore no-open-port -- as we must\n    ports: !reset []\n',
      Dockerfile: `FROM alpine:3.20\n${COMMENT}RUN ls\nUSER 1\n`,
    };
    const { analysis } = await tell(texts, 'Dockerfile');
    const [finding] = analysis.findings.filter(({ ruleId }) => ruleId === UNUSED);
    assert.equal(finding?.unused, `${uriOf('Dockerfile')}#${texts.Dockerfile.indexOf('# bulkhead')}`);
  });

  test('an exception that only a service needs is used by the Compose file', async () => {
    const texts = {
      'compose.yaml': 'services:\n  web:\n    build: { context: ., target: one }\n',
      Dockerfile:
        'FROM alpine:3.20 AS one\n# bulkhead: ignore no-root-user -- as we must\nUSER root\nFROM alpine:3.20 AS two\nUSER 1\n',
    };
    const { service } = serve(texts);
    assert.equal(
      (await service.analyze(uriOf('Dockerfile'))).findings.filter(({ unused }) => unused).length,
      1,
    );
    const compose = await service.analyze(uriOf('compose.yaml'));
    const key = `${uriOf('Dockerfile')}#${texts.Dockerfile.indexOf('# bulkhead')}`;
    assert.deepEqual(compose.uses, [key, `${key} no-root-user`]);
    const { findings } = await service.diagnose(uriOf('Dockerfile'));
    assert.deepEqual(
      findings.filter(({ unused }) => unused),
      [],
    );
  });
});

describe('exceptions that are wider than needed', () => {
  const WIDE = 'no-wide-exception';
  const wide = async (texts: Record<string, string>): Promise<readonly string[]> =>
    messagesOf(await tell(texts), WIDE);

  test('for the file, the stage and the service, as long as one entry would do', async () => {
    const head = COMMENT.replace('ignore', 'ignore-file');
    const one = `FROM alpine:3.20\nRUN sudo ls && sudo pwd\nUSER 1\n`;
    assert.equal((await wide({ Dockerfile: `${head}${one}` })).length, 1);
    assert.equal((await wide({ Dockerfile: `${head}FROM alpine:3.20\nRUN sudo ls\n${RUN}` })).length, 0);
    const stage = COMMENT.replace('ignore', 'ignore-stage');
    assert.equal((await wide({ Dockerfile: `${stage}${one}` })).length, 1);
    const service = (rules: string) =>
      `services:\n  # bulkhead: ignore ${rules} -- as we must\n  web:\n    image: nginx\n    privileged: true\n`;
    assert.equal((await wide({ 'compose.yaml': service('no-privileged') })).length, 1);
    assert.equal((await wide({ 'compose.yaml': service('require-hardening') })).length, 0);
  });

  test('for an entry of a service it is as narrow as can be', async () => {
    const compose =
      "services:\n  web:\n    image: nginx:1.27\n    # bulkhead: ignore no-open-port -- as we must\n    ports:\n      - '80:80'\n      - '81:81'\n";
    assert.deepEqual(await wide({ 'compose.yaml': compose }), []);
  });
});

test('the end of an exception is announced in its last days', async () => {
  const told = (today: string): Promise<Told> =>
    tell(
      { Dockerfile: `FROM alpine:3.20\n${COMMENT.replace(' --', ' until 2027-03-01 --')}${RUN}` },
      'Dockerfile',
      {
        today,
      },
    );
  const spoken = async (today: string) => messagesOf(await told(today), 'no-expired-exception').length;
  assert.deepEqual(
    await Promise.all(['2027-02-14', '2027-02-15', '2027-03-01', '2027-03-02'].map(spoken)),
    [0, 1, 1, 1],
  );
});

describe('exceptions that a configuration lists', () => {
  const listed = (path: string, rules = 'no-sudo') =>
    `except:\n  - rules: [${rules}]\n    paths: ["${path}"]\n    reason: the image asks for it\n`;
  const unused = async (configuration: string, dockerfile: string) => {
    const texts = { '.bulkhead.yaml': configuration, 'app/Dockerfile': dockerfile };
    return messagesOf(await tell(texts), UNUSED).length;
  };
  const used = `FROM alpine:3.20\n${RUN}`;
  const idle = 'FROM alpine:3.20\nUSER 1\n';

  test('are unused where a file that they name has no need of them', async () => {
    assert.equal(await unused(listed('app/Dockerfile'), used), 0);
    assert.equal(await unused(listed('app/Dockerfile'), idle), 1);
    assert.equal(await unused(listed('/app/Dockerfile', 'no-sudo, no-privileged'), used), 1);
  });

  test('are not, where the strict profile finds something', async () => {
    const unknown = 'FROM example/own:1.2\nCMD ["serve"]\n';
    assert.equal(await unused(listed('app/Dockerfile', 'no-root-user'), unknown), 0);
    assert.equal(await unused(listed('app/Dockerfile', 'no-root-user, no-sudo'), unknown), 1);
    assert.equal(await unused(listed('app/Dockerfile', 'no-root-user'), idle), 1);
  });

  test('are not, where a pattern may mean other files, or the file is not there or not whole', async () => {
    for (const path of ['app/*', 'Dockerfile', 'app/', 'app', 'other/Dockerfile']) {
      assert.equal(await unused(listed(path), idle), 0, path);
    }
    assert.equal(await unused(listed('app/Dockerfile'), `${idle}RUM x\n`), 0);
  });

  test('of two files that name one another each is judged', async () => {
    const texts = {
      '.bulkhead.yaml': listed('app/.bulkhead.yaml'),
      'app/.bulkhead.yaml': listed('../.bulkhead.yaml'),
    };
    assert.equal((await tell(texts)).analysis.status, 'judged');
  });

  test('are asked for a reason and an end like any other', async () => {
    const text = 'except:\n  - rules: no-sudo\n    paths: [app/Dockerfile]\n    until: 2026-11-22\n';
    const { found } = await tell({ '.bulkhead.yaml': text, 'app/Dockerfile': used });
    assert.deepEqual(found.map((spot) => spot.split(' ', 1)[0]).sort(), [
      'no-expired-exception',
      'require-exception-reason',
    ]);
  });

  test('the analysis is the same as long as nothing changes', async () => {
    const { service } = serve({ '.bulkhead.yaml': listed('app/Dockerfile'), 'app/Dockerfile': used });
    const uri = uriOf('.bulkhead.yaml');
    const before = await service.analyze(uri);
    assert.equal(await service.analyze(uri), before);
    service.open({ uri: uriOf('app/Dockerfile'), text: idle });
    const after = await service.analyze(uri);
    assert.deepEqual([before.findings.length, after.findings.length], [0, 1]);
  });
});
