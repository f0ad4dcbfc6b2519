/** The surfaces agree: what can be said in several notations means the same in the model. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { registry } from '../server/src/generated/registry.ts';
import type { SubjectKind } from '../server/src/model/subject.ts';
import { textOf, toFile } from './harness/cases.ts';
import { type Fence, readFences } from './harness/markdown.ts';
import { root } from './harness/root.ts';

const fences = readFences(readFileSync(join(root, 'test/rosetta.md'), 'utf8'));

for (const heading of new Set(fences.map((fence) => fence.heading))) {
  describe(heading, () => {
    const [first, ...others] = fences.filter((fence) => fence.heading === heading);
    if (!first) return;
    test(`line ${first.line + 1} says something`, () => assert.notDeepEqual(meaningOf(first), []));
    test(`${heading} is said in more than one way`, () => assert.notEqual(others.length, 0));
    for (const fence of others) {
      test(`line ${fence.line + 1} means the same as line ${first.line + 1}`, () => {
        assert.deepEqual(meaningOf(fence), meaningOf(first));
      });
    }
  });
}

/** What the model takes from a text, without where it stands. */
function meaningOf(fence: Fence): unknown[] {
  const file = toFile(fence);
  const document = { uri: file.uri, text: textOf(file.lines, file.form) };
  const surface = registry.surfaces.find((one) => one.detect(document));
  assert.equal(surface?.id, file.surface);
  const [kind, ...path] = (fence.values.get('take') ?? '').split('.');
  const near = { textOf: () => undefined };
  const subjects: readonly object[] = surface?.read(document, near).subjects(kind as SubjectKind) ?? [];
  return subjects.map((subject) => path.reduce<unknown>(memberOf, subject)).map(withoutPlaces);
}

function memberOf(value: unknown, name: string): unknown {
  return (value as Readonly<Record<string, unknown>>)[name];
}

/** How a word is written, and what it belongs to, differs from notation to notation. */
const PLACES = new Set(['source', 'raw', 'script', 'stage', 'within', 'pipedFrom', 'pipedTo']);

function withoutPlaces(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutPlaces);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(([name, member]) => !PLACES.has(name) && member !== undefined);
  return Object.fromEntries(members.map(([name, member]) => [name, withoutPlaces(member)]));
}
