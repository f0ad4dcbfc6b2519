/** Which files count for a text, in which order, and that nothing is made anew that did not change. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Configurations } from '../../server/src/configuration/configurations.ts';
import { registry } from '../../server/src/generated/registry.ts';
import type { Configuration, ConfigurationLayer } from '../../server/src/model/configuration.ts';
import type { Rule } from '../../server/src/model/rule.ts';
import { toyRule } from '../harness/toys.ts';

const HERE = 'file:///w/compose.yaml';
const BELOW = 'file:///w/app/compose.yaml';

/** Files that may be changed, and what they come to. */
class World {
  readonly files: Map<string, string>;
  readonly configurations: Configurations;
  /** Names that nobody looked for yet; undefined when all is known at once. */
  readonly unread: Set<string> | undefined;

  constructor(files: Record<string, string>, { rules = registry.rules, strict = false, waits = false } = {}) {
    this.files = new Map(Object.entries(files).map(([path, text]) => [`file:///${path}`, text]));
    this.unread = waits ? new Set() : undefined;
    const texts = {
      isKnown: (uri: string) => !waits || this.unread?.has(uri) === true,
      peek: (uri: string) => {
        const text = this.files.get(uri);
        return text === undefined ? undefined : { uri, text };
      },
    };
    this.configurations = new Configurations(texts, rules, strict);
  }

  at(uri: string): Configuration {
    const found = this.configurations.of(uri);
    assert.ok(!('missing' in found));
    return found;
  }

  severity(uri: string, rule: string): string | undefined {
    return this.at(uri).rules.get(rule)?.severity?.value;
  }

  set(path: string, text: string | undefined): void {
    const uri = `file:///${path}`;
    if (text === undefined) this.files.delete(uri);
    else this.files.set(uri, text);
    this.configurations.changed(uri);
  }

  problems(path: string): string[] {
    const uri = `file:///${path}`;
    const { problems } = this.configurations.read({ uri, text: this.files.get(uri) ?? '' });
    return problems.map(({ severity, message }) => `${severity}: ${message}`);
  }
}

function layer(over: Partial<ConfigurationLayer>): ConfigurationLayer {
  return { by: 'editor', order: 'under files', ...over };
}

describe('the files that count', () => {
  test('the nearest file wins key by key over its parents', () => {
    const world = new World({
      'w/.bulkhead.yaml': 'profile: strict\nrules: { no-sudo: off, no-privileged: info }',
      'w/app/.bulkhead.json': '{ "rules": { "no-sudo": "error" } }',
    });
    assert.equal(world.severity(BELOW, 'no-sudo'), 'error');
    assert.equal(world.severity(BELOW, 'no-privileged'), 'info');
    assert.equal(world.at(BELOW).profile.value, 'strict');
    assert.equal(world.severity(HERE, 'no-sudo'), 'off');
    assert.deepEqual(world.at(BELOW).files, ['file:///w/app/.bulkhead.json', 'file:///w/.bulkhead.yaml']);
  });

  test('a root ends the search', () => {
    const world = new World({
      '.bulkhead.yaml': 'rules: { no-sudo: off }',
      'w/.bulkhead.yaml': 'root: true',
    });
    assert.equal(world.severity(HERE, 'no-sudo'), undefined);
    assert.equal(world.severity('file:///compose.yaml', 'no-sudo'), 'off');
  });

  test('of several names in one folder the first counts, and the others are told so', () => {
    const world = new World({
      'w/.bulkhead.yaml': 'rules: { no-sudo: off }',
      'w/.bulkhead.json': '{ "rules": { "no-sudo": "error" } }',
    });
    assert.equal(world.severity(HERE, 'no-sudo'), 'off');
    assert.deepEqual(world.problems('w/.bulkhead.yaml'), []);
    assert.deepEqual(world.problems('w/.bulkhead.json'), [
      "warning: This file says nothing, because '.bulkhead.yaml' in the same folder counts.",
    ]);
  });

  test('a wrong file says nothing at all, and its parents still count', () => {
    const world = new World({
      'w/.bulkhead.yaml': 'rules: { no-sudo: off }',
      'w/app/.bulkhead.yaml': 'root: true\nrules: { no-sudo: error, no-open-prot: off }',
    });
    assert.equal(world.severity(BELOW, 'no-sudo'), 'off');
    assert.deepEqual(world.at(BELOW).files, ['file:///w/app/.bulkhead.yaml', 'file:///w/.bulkhead.yaml']);
  });

  test('a doubtful file counts', () => {
    const world = new World({ 'w/.bulkhead.yaml': 'rules: { no-sudo: off, ban-*: off }' });
    assert.equal(world.severity(HERE, 'no-sudo'), 'off');
  });

  test('texts without a path have no files', () => {
    const world = new World({ '.bulkhead.yaml': 'rules: { no-sudo: off }' });
    for (const uri of ['untitled:Untitled-1', 'untitled:/w/compose.yaml', 'nonsense', '']) {
      assert.deepEqual(world.at(uri).files, [], uri);
    }
  });

  test('files of other systems than disks count as well', () => {
    const world = new World({});
    world.files.set('vscode-vfs://host/acme/app/.bulkhead.yaml', 'rules: { no-sudo: off }');
    assert.equal(world.severity('vscode-vfs://host/acme/app/db/compose.yaml', 'no-sudo'), 'off');
    assert.equal(world.severity('vscode-vfs://other/acme/app/db/compose.yaml', 'no-sudo'), undefined);
  });

  test('what must be read first is named, up to the root', () => {
    const world = new World({ 'w/.bulkhead.yaml': 'root: true' }, { waits: true });
    const names = ['.bulkhead.yaml', '.bulkhead.yml', '.bulkhead.json', '.bulkhead-baseline.json'];
    const first = world.configurations.of(HERE);
    assert.ok('missing' in first);
    assert.deepEqual(first.missing, [
      ...names.map((name) => `file:///w/${name}`),
      ...names.map((name) => `file:///${name}`),
    ]);
    for (const name of names) world.unread?.add(`file:///w/${name}`);
    assert.deepEqual(world.at(HERE).files, ['file:///w/.bulkhead.yaml']);
  });
});

describe('rules', () => {
  test('in one mapping an exact name beats a pattern, and a longer pattern a shorter one', () => {
    const world = new World({
      'w/.bulkhead.yaml': 'rules: { no-sudo: error, no-*: info, "*": hint, no-untagged-*: warning }',
    });
    assert.equal(world.severity(HERE, 'no-sudo'), 'error');
    assert.equal(world.severity(HERE, 'no-privileged'), 'info');
    assert.equal(world.severity(HERE, 'prefer-copy'), 'hint');
    assert.equal(world.severity(HERE, 'no-untagged-image'), 'warning');
  });

  test('whoever speaks later wins, be it with a pattern', () => {
    const world = new World({
      'w/.bulkhead.yaml': 'rules: { no-sudo: error }\noverrides: [{ paths: [app/], rules: { "*": off } }]',
    });
    assert.equal(world.severity(HERE, 'no-sudo'), 'error');
    assert.equal(world.severity(BELOW, 'no-sudo'), 'off');
  });

  test('of several overrides that match the later one wins, and a file further down beats them all', () => {
    const overrides =
      '[{ paths: [app/], rules: { no-sudo: off } }, { paths: [app/], rules: { no-sudo: info } }]';
    const world = new World({ 'w/.bulkhead.yaml': `rules: { no-sudo: hint }\noverrides: ${overrides}` });
    assert.equal(world.severity(BELOW, 'no-sudo'), 'info');
    world.set('w/app/.bulkhead.yaml', 'rules: { no-sudo: error }');
    assert.equal(world.severity(BELOW, 'no-sudo'), 'error');
  });

  test('options are kept one by one, whatever becomes of the severity', () => {
    const options = {
      most: { type: 'number', summary: 'The most' },
      names: { type: 'strings', summary: 'The names' },
      deep: { type: 'boolean', summary: 'Whether' },
    } as const;
    const plain = toyRule('no-toy', 'root');
    const rule: Rule = { ...plain, meta: { ...plain.meta, options } };
    const world = new World(
      {
        'w/.bulkhead.yaml': 'rules: { no-toy: { severity: info, most: 5, names: [a, b] } }',
        'w/app/.bulkhead.yaml': 'rules: { no-toy: { most: 7, deep: true } }',
        'w/app/db/.bulkhead.yaml': 'rules: { no-toy: off }',
        'w/bad/.bulkhead.yaml': 'rules: { no-toy: { most: many, names: a, deep: 1, wide: 2 } }',
      },
      { rules: [rule] },
    );
    const found = world.at('file:///w/app/db/x').rules.get('no-toy');
    assert.equal(found?.severity?.value, 'off');
    const said = [...(found?.options ?? [])].map(([name, { value, at, by }]) => [name, value, at?.uri, by]);
    assert.deepEqual(said, [
      ['most', 7, 'file:///w/app/.bulkhead.yaml', 'file'],
      ['names', ['a', 'b'], 'file:///w/.bulkhead.yaml', 'file'],
      ['deep', true, 'file:///w/app/.bulkhead.yaml', 'file'],
    ]);
    assert.deepEqual(world.problems('w/bad/.bulkhead.yaml'), [
      "error: 'most' takes a number.",
      "error: 'names' takes a list of texts.",
      "error: 'deep' takes true or false.",
      "error: There is no key 'wide' in 'no-toy'.",
    ]);
  });
});

describe('profiles', () => {
  const plain = toyRule('no-toy', 'root');
  const rules = [plain, { ...plain, id: 'no-doubt', meta: { ...plain.meta, profile: 'strict' as const } }];

  test('rules of the strict profile are off unless it applies, or they are named', () => {
    const world = new World({}, { rules });
    assert.equal(world.severity(HERE, 'no-doubt'), 'off');
    world.set('w/.bulkhead.yaml', 'rules: { "*": error }');
    assert.equal(world.severity(HERE, 'no-doubt'), 'off');
    assert.equal(world.severity(HERE, 'no-toy'), 'error');
    world.set('w/.bulkhead.yaml', 'rules: { no-doubt: hint }');
    assert.equal(world.severity(HERE, 'no-doubt'), 'hint');
    world.set('w/.bulkhead.yaml', 'profile: strict');
    assert.equal(world.severity(HERE, 'no-doubt'), undefined);
    assert.equal(world.at(HERE).development.grade, 'keep');
    world.set('w/.bulkhead.yaml', 'profile: strict\ndevelopment: { grade: info }');
    assert.equal(world.at(HERE).development.grade, 'info');
  });

  test('a program that asks for the strict profile beats all files', () => {
    const files = { 'w/.bulkhead.yaml': 'profile: development\ndevelopment: { grade: lower }' };
    const world = new World(files, { rules, strict: true });
    assert.equal(world.at(HERE).profile.value, 'strict');
    assert.equal(world.at(HERE).development.grade, 'keep');
    assert.equal(world.severity(HERE, 'no-doubt'), undefined);
  });

  test('the development profile weighs less what only others could use, and files beat it', () => {
    const world = new World({ 'w/.bulkhead.yaml': 'profile: development\nrules: { no-sudo: error }' });
    assert.equal(world.severity(HERE, 'require-hardening'), 'off');
    assert.equal(world.severity(HERE, 'no-open-port'), 'info');
    assert.equal(world.severity(HERE, 'no-sudo'), 'error');
    assert.equal(world.severity(HERE, 'no-privileged'), undefined);
  });
});

describe('what beside rules is configured', () => {
  test('lists are appended, and each element knows where it is from', () => {
    const world = new World({
      'w/.bulkhead.yaml': 'trusted-registries: [a.example]\ncredential-names: [PIN]\nsensitive-paths: [/a]',
      'w/app/.bulkhead.yaml': 'trusted-registries: [b.example]\nsensitive-paths: [/b]',
    });
    const { trustedRegistries, credentialNames, sensitivePaths, origins } = world.at(BELOW);
    assert.deepEqual(trustedRegistries?.value, ['a.example', 'b.example']);
    assert.deepEqual(credentialNames.value, ['PIN']);
    assert.deepEqual(sensitivePaths.value, ['/a', '/b']);
    assert.deepEqual(
      origins.get('trusted-registries')?.map(({ at }) => at?.uri),
      ['file:///w/.bulkhead.yaml', 'file:///w/app/.bulkhead.yaml'],
    );
    assert.equal(world.at('file:///other').trustedRegistries, undefined);
  });

  test('what is left out may be taken back further down', () => {
    const world = new World({
      'w/.bulkhead.yaml': 'exclude: ["*.yaml"]',
      'w/app/.bulkhead.yaml': 'exclude: ["!compose.yaml"]',
    });
    assert.equal(world.at(HERE).excluded?.value, '*.yaml');
    assert.equal(world.at(BELOW).excluded, undefined);
    assert.equal(world.at('file:///w/app/other.yaml').excluded?.value, '*.yaml');
  });

  test('patterns count from the folder of their file, and names are unescaped', () => {
    const world = new World({ 'w/.bulkhead.yaml': 'exclude: [/app, "ä b/"]' });
    assert.equal(world.at(BELOW).excluded?.value, '/app');
    assert.equal(world.at('file:///w/x/app/Dockerfile').excluded, undefined);
    assert.equal(world.at('file:///w/x/%C3%A4%20b/Dockerfile').excluded?.value, 'ä b/');
    assert.equal(world.at('file:///w/%E0%A4%A/Dockerfile').excluded, undefined);
  });

  test('listed exceptions come with the paths that they are for', () => {
    const world = new World({
      'w/.bulkhead.yaml': 'except: [{ rules: no-sudo, paths: [app/] }, { rules: no-privileged }]',
    });
    const namesAt = (uri: string) => world.at(uri).listed.map(({ rules }) => rules[0]?.name);
    assert.deepEqual(namesAt(BELOW), ['no-sudo', 'no-privileged']);
    assert.deepEqual(namesAt(HERE), ['no-privileged']);
    const { listed } = world.configurations.read({
      uri: 'file:///w/.bulkhead.yaml',
      text: world.files.get('file:///w/.bulkhead.yaml') ?? '',
    });
    assert.deepEqual(
      listed.map(({ paths }) => paths),
      [['app/'], []],
    );
  });

  test('what is for development is told by usual names, and by those that are added', () => {
    const world = new World({ 'w/.bulkhead.yaml': 'development: { paths: [app/], targets: [workbench] }' });
    assert.equal(world.at(HERE).isDevelopment, false);
    assert.equal(world.at(BELOW).isDevelopment, true);
    assert.equal(world.at('file:///w/Dockerfile.dev').isDevelopment, true);
    assert.equal(world.at('file:///other/compose.dev.yaml').isDevelopment, true);
    assert.ok(world.at(HERE).development.targets.includes('workbench'));
    assert.ok(world.at(HERE).development.targets.includes('dev'));
  });
});

describe('the policy on exceptions', () => {
  const strict = 'exceptions: { comments: forbidden, reason: required, longest: 90, foreign: ignored }';

  test('it may be tightened further down', () => {
    const world = new World({
      'w/.bulkhead.yaml': 'exceptions: { reason: optional, longest: 90 }',
      'w/app/.bulkhead.yaml': 'exceptions: { reason: required, longest: 30, foreign: ignored }',
    });
    assert.deepEqual(world.problems('w/app/.bulkhead.yaml'), []);
    const expected = { comments: 'allowed', reason: 'required', longest: 30, foreign: 'ignored' };
    assert.deepEqual(world.at(BELOW).exceptions, expected);
    assert.equal(world.at(HERE).exceptions.reason, 'optional');
  });

  test('to loosen it is a contradiction, and the file counts no more', () => {
    const world = new World({
      'w/.bulkhead.yaml': strict,
      'w/app/.bulkhead.yaml':
        'exceptions: { comments: allowed, reason: optional, longest: 120, foreign: honoured }\nrules: { no-sudo: off }',
    });
    assert.deepEqual(world.problems('w/app/.bulkhead.yaml'), [
      "error: 'comments' cannot be loosened here: a configuration above this one says 'forbidden'.",
      "error: 'reason' cannot be loosened here: a configuration above this one says 'required'.",
      "error: 'foreign' cannot be loosened here: a configuration above this one says 'ignored'.",
      "error: 'longest' cannot be loosened here: a configuration above this one says 90 days.",
    ]);
    assert.equal(world.severity(BELOW, 'no-sudo'), undefined);
    assert.equal(world.at(BELOW).exceptions.longest, 90);
    world.set('w/.bulkhead.yaml', undefined);
    assert.deepEqual(world.problems('w/app/.bulkhead.yaml'), []);
    assert.equal(world.severity(BELOW, 'no-sudo'), 'off');
  });
});

describe('the baseline', () => {
  test('the nearest counts, be it named or lying about', () => {
    const world = new World({
      'w/.bulkhead-baseline.json': '{}',
      'w/app/.bulkhead.yaml': 'baseline: known.json',
    });
    assert.equal(world.at(HERE).baseline, 'file:///w/.bulkhead-baseline.json');
    assert.equal(world.at(BELOW).baseline, 'file:///w/app/known.json');
    world.set('w/app/db/.bulkhead-baseline.json', '{}');
    assert.equal(world.at('file:///w/app/db/x').baseline, 'file:///w/app/db/.bulkhead-baseline.json');
    world.set('w/app/.bulkhead.yaml', 'baseline: false');
    assert.equal(world.at(BELOW).baseline, undefined);
    const [refusal] = world.at(BELOW).origins.get('baseline') ?? [];
    assert.deepEqual([refusal?.by, refusal?.at?.uri], ['file', 'file:///w/app/.bulkhead.yaml']);
    world.set('w/app/.bulkhead.yaml', 'root: true');
    assert.equal(world.at(BELOW).baseline, undefined);
    world.set('w/app/.bulkhead.yaml', undefined);
    assert.equal(world.at(BELOW).baseline, 'file:///w/.bulkhead-baseline.json');
  });

  test('a layer can name another one, or none', () => {
    const world = new World({ 'w/.bulkhead-baseline.json': '{}' });
    world.configurations.setLayer('file:///', layer({ baselineFile: 'file:///x.json' }));
    assert.equal(world.at(HERE).baseline, 'file:///x.json');
    world.configurations.setLayer('file:///', layer({ baseline: false }));
    assert.equal(world.at(HERE).baseline, undefined);
    assert.deepEqual(world.at(HERE).origins.get('baseline'), [{ by: layer({}).by }]);
    world.configurations.setLayer('file:///', layer({ order: 'without files' }));
    assert.equal(world.at(HERE).baseline, 'file:///w/.bulkhead-baseline.json');
  });
});

describe('layers', () => {
  const files = {
    'w/.bulkhead.yaml': 'profile: recommended\nrules: { no-sudo: info }\nexcept: [{ rules: no-sudo }]',
    'x/shared.yaml': 'rules: { no-sudo: hint }\nexclude: [vendor/]\nbaseline: known.json',
  };
  const rules = { 'no-sudo': 'error', 'no-p*': 'off' } as const;

  test('settings weigh less than files, or more, or stand alone', () => {
    const world = new World(files);
    world.configurations.setLayer('file:///w', layer({ rules, profile: 'strict' }));
    assert.equal(world.severity(HERE, 'no-sudo'), 'info');
    assert.equal(world.severity(HERE, 'no-privileged'), 'off');
    assert.deepEqual(world.at(HERE).rules.get('no-privileged')?.severity, { value: 'off', by: 'editor' });
    assert.equal(world.at(HERE).profile.value, 'recommended');
    world.configurations.setLayer('file:///w', layer({ rules, profile: 'strict', order: 'over files' }));
    assert.equal(world.severity(HERE, 'no-sudo'), 'error');
    assert.deepEqual(world.at(HERE).profile, { value: 'strict', by: 'editor' });
    world.configurations.setLayer('file:///w', layer({ order: 'without files' }));
    assert.equal(world.severity(HERE, 'no-sudo'), undefined);
    assert.deepEqual([world.at(HERE).files, world.at(HERE).listed], [[], []]);
    world.configurations.setLayer('file:///w', undefined);
    assert.equal(world.severity(HERE, 'no-sudo'), 'info');
  });

  test('the nearest folder counts, and one for everything counts for texts without a folder', () => {
    const world = new World({});
    world.configurations.setLayer('', layer({ rules: { 'no-sudo': 'hint' } }));
    world.configurations.setLayer('file:///w', layer({ rules: { 'no-sudo': 'info' } }));
    world.configurations.setLayer('file:///w/app/', layer({ rules: { 'no-sudo': 'error' } }));
    assert.equal(world.severity(HERE, 'no-sudo'), 'info');
    assert.equal(world.severity(BELOW, 'no-sudo'), 'error');
    assert.equal(world.severity('file:///wide/compose.yaml', 'no-sudo'), 'hint');
    assert.equal(world.severity('untitled:Untitled-1', 'no-sudo'), 'hint');
  });

  test('a file that is named counts in place of those that lie about', () => {
    const world = new World(files);
    world.configurations.setLayer('file:///', layer({ by: 'command line', file: 'file:///x/shared.yaml' }));
    assert.equal(world.severity(HERE, 'no-sudo'), 'hint');
    assert.deepEqual(world.at(HERE).files, ['file:///x/shared.yaml']);
    assert.equal(world.at(HERE).baseline, 'file:///x/known.json');
    assert.equal(world.at('file:///w/vendor/Dockerfile').excluded?.value, 'vendor/');
    assert.ok(world.configurations.isConfiguration('file:///x/shared.yaml'));
    world.set('x/shared.yaml', 'rules: { no-sudo: error }');
    assert.equal(world.severity(HERE, 'no-sudo'), 'error');
    world.set('x/shared.yaml', undefined);
    assert.deepEqual(world.at(HERE).files, []);
  });

  test('what exceptions hide can be shown', () => {
    const world = new World(files);
    world.configurations.setLayer('file:///', layer({ exceptions: false }));
    assert.deepEqual([world.at(HERE).listed, world.at(HERE).ignoresExceptions], [[], true]);
  });
});

describe('identity', () => {
  test('texts to which the same applies share one object, without files as well', () => {
    const world = new World({ 'w/.bulkhead.yaml': 'rules: { no-sudo: off }' });
    assert.equal(world.at(HERE), world.at(BELOW));
    assert.equal(world.at('file:///a/x'), world.at('file:///b/c/y'));
    assert.equal(world.at('file:///a/x'), world.at('untitled:Untitled-1'));
    assert.notEqual(world.at(HERE), world.at('file:///a/x'));
  });

  test('after a change the folders that it does not concern keep theirs', () => {
    const world = new World({
      'w/.bulkhead.yaml': 'overrides: [{ paths: [app/], rules: { no-sudo: off } }]',
      'x/.bulkhead.yaml': 'rules: { no-sudo: off }',
    });
    const before = [HERE, BELOW, 'file:///x/y'].map((uri) => world.at(uri));
    world.set('x/.bulkhead.yaml', 'rules: { no-sudo: info }');
    assert.equal(world.at(HERE), before[0]);
    assert.equal(world.at(BELOW), before[1]);
    assert.notEqual(world.at('file:///x/y'), before[2]);
    world.configurations.changed();
    assert.equal(world.at(HERE), before[0]);
  });

  test('a file that is saved unchanged changes nothing', () => {
    const world = new World({ 'w/.bulkhead.yaml': 'rules: { no-sudo: off }' });
    const before = world.at(HERE);
    world.set('w/.bulkhead.yaml', 'rules: { no-sudo: off }');
    assert.equal(world.at(HERE), before);
  });

  test('a file that appears and goes again leaves what was', () => {
    const world = new World({});
    const before = world.at(HERE);
    world.set('w/.bulkhead.yaml', 'rules: { no-sudo: off }');
    assert.equal(world.severity(HERE, 'no-sudo'), 'off');
    world.set('w/.bulkhead.yaml', undefined);
    assert.equal(world.at(HERE), before);
  });
});
