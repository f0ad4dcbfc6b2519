/** What is wrong with configuration files, where, and that the schema says the same. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { parse as parseJson } from 'jsonc-parser';
import { parse as parseYaml } from 'yaml';
import { CONFIGURATION } from '../../server/src/configuration/keys.ts';
import { schemaOf } from '../../server/src/configuration/schema.ts';
import { isWrong } from '../../server/src/configuration/problems.ts';
import { readFile } from '../../server/src/configuration/read.ts';
import { registry } from '../../server/src/generated/registry.ts';
import { readFences } from '../harness/markdown.ts';
import { root } from '../harness/root.ts';
import { annotated, type ConfigurationCase, configurationCases, PAGE } from './files.ts';

if (process.env['UPDATE_CASES'] === '1') update();

const ajv = new Ajv({ strict: false, allErrors: true });
// The package is CommonJS with a default export of its own.
addFormats.default(ajv);
const schema = schemaOf(registry.rules);
const matchesSchema = ajv.compile(schema);

describe('problems', () => {
  for (const one of configurationCases()) {
    const { fence, uri, text } = one;
    test(`problems.md:${fence.line + 1}`, () => {
      const { problems } = readFile({ uri, text }, registry.rules);
      assert.deepEqual(annotated(one, problems), [...fence.body]);
      for (const { message } of problems) {
        assert.ok(message.length < 120, `too long: ${message}`);
        assert.match(message, /^[A-Z'].*[.?]$/su);
      }
    });
    test(`problems.md:${fence.line + 1} beside the schema`, () => {
      const isRight = !isWrong(readFile({ uri, text }, registry.rules).problems);
      if (fence.words.includes('beyond')) assert.equal(isRight, false);
      else if (fence.words.includes('alone')) assert.equal(isRight, true);
      else assert.equal(matchesSchema(dataOf(one)), isRight, JSON.stringify(matchesSchema.errors));
    });
  }
});

test('the schema itself is a schema of draft 7', () => {
  assert.equal(ajv.validateSchema(schema), true);
});

test('the example of the page that explains it is right, and has every key', () => {
  const page = readFileSync(join(root, 'server/src/configuration/README.md'), 'utf8');
  const [fence] = readFences(page);
  const text = fence?.body.join('\n') ?? '';
  const { problems } = readFile({ uri: 'file:///w/.bulkhead.yaml', text }, registry.rules);
  assert.deepEqual(problems, []);
  const names = CONFIGURATION.keys.map(({ name }) => name);
  assert.deepEqual(Object.keys(parseYaml(text) as object), names);
});

/** The file as other tools read it. */
function dataOf({ text, isJson }: ConfigurationCase): unknown {
  if (text.trim() === '') return null;
  return isJson ? parseJson(text) : parseYaml(text, { merge: true });
}

/** Writes what is wrong today under each file; for whoever changes a message. */
function update(): void {
  const lines = readFileSync(PAGE, 'utf8').split('\n');
  for (const one of [...configurationCases()].reverse()) {
    const { problems } = readFile(one, registry.rules);
    lines.splice(one.fence.line + 1, one.fence.body.length, ...annotated(one, problems));
  }
  writeFileSync(PAGE, lines.join('\n'));
}
