/** Configuration as the engine applies it: what is judged anew when a file changes, and what is not. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { DEVELOPMENT_RULES } from '../../server/src/configuration/profiles.ts';
import { schemaOf } from '../../server/src/configuration/schema.ts';
import { registry } from '../../server/src/generated/registry.ts';
import { createMemoryHost } from '../../server/src/host/memory.ts';
import { createService, type Service, type ServiceOptions } from '../../server/src/service.ts';
import { root } from '../harness/root.ts';

const HERE = 'file:///w/Dockerfile';
const BELOW = 'file:///w/app/Dockerfile';
const TEXT = 'FROM nginx\nRUN sudo true\n';

function serve(files: Record<string, string>, options: ServiceOptions = {}) {
  const texts = new Map(Object.entries(files).map(([path, text]) => [`file:///${path}`, text]));
  const host = createMemoryHost(texts);
  return { service: createService(host, registry, options), texts };
}

async function found(service: Service, uri: string): Promise<string[]> {
  const { findings } = await service.analyze(uri);
  return findings.map(({ ruleId, severity }) => `${ruleId}: ${severity}`).sort();
}

describe('a configuration file', () => {
  const files = { 'w/Dockerfile': TEXT, 'w/app/Dockerfile': TEXT };

  test('weighs findings and takes them out', async () => {
    const { service } = serve({
      ...files,
      'w/.bulkhead.yaml': 'rules: { no-sudo: off, no-untagged-image: error }',
    });
    const all = await found(service, HERE);
    assert.ok(all.includes('no-untagged-image: error'), all.join());
    assert.ok(!all.some((one) => one.startsWith('no-sudo')));
  });

  test('that is edited has judged anew what it is for, and nothing else', async () => {
    const { service } = serve({ ...files, 'x/Dockerfile': TEXT });
    const [here, below, other] = await Promise.all(
      [HERE, BELOW, 'file:///x/Dockerfile'].map(service.analyze),
    );
    service.open({ uri: 'file:///w/app/.bulkhead.yaml', text: 'rules: { no-sudo: off }' });
    assert.equal(await service.analyze(HERE), here);
    assert.equal(await service.analyze('file:///x/Dockerfile'), other);
    assert.notEqual(await service.analyze(BELOW), below);
    assert.ok(!(await found(service, BELOW)).some((one) => one.startsWith('no-sudo')));
    service.close('file:///w/app/.bulkhead.yaml');
    assert.deepEqual(await found(service, BELOW), await found(service, HERE));
  });

  test('that appears on disk, changes and goes again is told by its name', async () => {
    const { service, texts } = serve(files);
    const before = await found(service, HERE);
    const uri = 'file:///w/.bulkhead.json';
    texts.set(uri, '{ "rules": { "*": "off" } }');
    service.changed(uri);
    assert.deepEqual(await found(service, HERE), []);
    texts.set(uri, '{ "rules": ');
    service.changed(uri);
    assert.deepEqual(await found(service, HERE), before);
    texts.delete(uri);
    service.changed(uri);
    assert.deepEqual(await found(service, HERE), before);
  });

  test('is a text like others, with problems and no findings', async () => {
    const { service } = serve({ 'w/.bulkhead.yaml': 'rulez: {}\n' });
    const { status, surface, problems, findings } = await service.analyze('file:///w/.bulkhead.yaml');
    assert.deepEqual([status, surface, findings], ['judged', 'configuration', []]);
    assert.deepEqual(
      problems.map(({ message, range }) => [message, range]),
      [["There is no key 'rulez'; did you mean 'rules'?", { start: 0, end: 5 }]],
    );
  });

  test('is judged anew when one above it forbids what it says', async () => {
    const uri = 'file:///w/app/.bulkhead.yaml';
    const { service } = serve({ 'w/app/.bulkhead.yaml': 'exceptions: { longest: 90 }\n' });
    assert.deepEqual((await service.analyze(uri)).problems, []);
    service.open({ uri: 'file:///w/.bulkhead.yaml', text: 'exceptions: { longest: 30 }\n' });
    assert.equal((await service.analyze(uri)).problems.length, 1);
    service.open({ uri: 'file:///w/.bulkhead.yaml', text: 'exceptions: { longest: 180 }\n' });
    assert.deepEqual((await service.analyze(uri)).problems, []);
  });

  test('leaves files out, and takes them back in', async () => {
    const { service } = serve({ ...files, 'w/.bulkhead.yaml': 'exclude: [app/]' });
    assert.equal((await service.analyze(BELOW)).status, 'excluded');
    assert.equal((await service.analyze(HERE)).status, 'judged');
    service.open({ uri: 'file:///w/.bulkhead.yaml', text: '' });
    assert.equal((await service.analyze(BELOW)).status, 'judged');
  });

  test('of any name counts when it is named, and is followed when it changes', async () => {
    const { service, texts } = serve({ ...files, 'x/policy.yaml': 'rules: { "*": off }' });
    const layer = { by: 'editor', order: 'under files', file: 'file:///x/policy.yaml' } as const;
    service.configure('file:///w', layer);
    assert.deepEqual(await found(service, HERE), []);
    texts.set('file:///x/policy.yaml', 'profil: strict');
    service.changed('file:///x/policy.yaml');
    assert.notDeepEqual(await found(service, HERE), []);
    const analysis = await service.analyze('file:///x/policy.yaml');
    assert.equal(analysis.surface, 'configuration');
    assert.equal(analysis.problems.length, 1);
  });

  test('helps to write itself, and no other text', () => {
    const { service } = serve({});
    service.open({ uri: 'file:///w/.bulkhead.yaml', text: 'prof: strict' });
    service.open({ uri: 'file:///w/compose.yaml', text: 'prof' });
    const labels = service.configurationCompletions('file:///w/.bulkhead.yaml', 2).map(({ label }) => label);
    assert.ok(labels.includes('profile'));
    assert.deepEqual(service.configurationCompletions('file:///w/compose.yaml', 2), []);
    assert.deepEqual(service.configurationCompletions('file:///other/.bulkhead.yaml', 0), []);
    assert.equal(service.configurationHover('file:///w/.bulkhead.yaml', 2), undefined);
    service.open({ uri: 'file:///w/.bulkhead.yaml', text: 'profile: strict' });
    assert.match(
      service.configurationHover('file:///w/.bulkhead.yaml', 2)?.markdown ?? '',
      /asked for as a whole/u,
    );
  });
});

describe('development', () => {
  test('in a file that is for it everything weighs one step less, unless the configuration says otherwise', async () => {
    const files = { 'w/Dockerfile': TEXT, 'w/Dockerfile.dev': TEXT };
    const steps = ['error', 'warning', 'info', 'hint', 'hint'];
    const { service } = serve(files);
    const usual = (await service.analyze(HERE)).findings.map(({ severity }) => severity);
    const graded = (await service.analyze('file:///w/Dockerfile.dev')).findings.map(
      ({ severity }) => severity,
    );
    assert.deepEqual(
      graded,
      usual.map((severity) => steps[steps.indexOf(severity) + 1]),
    );
    service.open({ uri: 'file:///w/.bulkhead.yaml', text: 'development: { grade: keep }' });
    const kept = (await service.analyze('file:///w/Dockerfile.dev')).findings.map(({ severity }) => severity);
    assert.deepEqual(kept, usual);
  });

  test('every rule that its profile weighs is there', () => {
    const ids = registry.rules.map(({ id }) => id);
    assert.deepEqual(
      DEVELOPMENT_RULES.filter((id) => !ids.includes(id)),
      [],
    );
  });
});

test('the schema that editors are given for JSON is made of the rules of today', () => {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    contributes: { jsonValidation: { fileMatch: string[]; url: string }[] };
  };
  const [validation] = manifest.contributes.jsonValidation;
  assert.deepEqual(validation?.fileMatch, ['.bulkhead.json']);
  const file = join(root, validation?.url ?? '');
  assert.ok(existsSync(file));
  assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')), schemaOf(registry.rules));
});
