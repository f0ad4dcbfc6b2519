/** The page on grades says the numbers that grades are made with, and its example is graded as it says. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  CAPS,
  FULL_POINTS,
  LETTERS,
  MISSING_POINTS,
  MOST_COUNTED,
  POINTS,
} from '../../server/src/report/grade.ts';
import { readFences } from '../harness/markdown.ts';
import { root } from '../harness/root.ts';
import { brokenPlace } from '../harness/topics.ts';
import { reportOf } from './sample-report.ts';

const page = readFileSync(join(root, 'server/src/report/grades.md'), 'utf8');

/** The cells of the rows below a table's head. */
function rowsBelow(head: string): string[][] {
  const [, body = ''] = page.split(`| ${head} |\n`);
  const rows: string[][] = [];
  for (const line of body.split('\n').slice(1)) {
    if (!line.startsWith('|')) break;
    rows.push(
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  }
  return rows;
}

test('the tables have the numbers of the arithmetic', () => {
  assert.deepEqual(
    rowsBelow('Severity | Points that one finding takes'),
    Object.entries(POINTS).map(([severity, points]) => [severity, String(points)]),
  );
  assert.deepEqual(
    rowsBelow('Letter | Points, at least'),
    LETTERS.map(({ letter, from }) => [letter, String(from)]),
  );
  assert.deepEqual(
    rowsBelow('With at least one | The letter is at best'),
    CAPS.map(({ severity, letter }) => [severity, letter]),
  );
});

test('the sentences have them too', () => {
  const unhardened = FULL_POINTS - 5 * MISSING_POINTS;
  for (const sentence of [
    `Each begins with ${FULL_POINTS} points.`,
    `takes ${MISSING_POINTS} points for each part that is missing.`,
    `but which nobody hardened, therefore has ${unhardened} points.`,
    `Of one rule, ${MOST_COUNTED} findings of a severity take points at most`,
  ]) {
    assert.ok(page.includes(sentence), sentence);
  }
  const [service] = reportOf({ 'compose.yaml': 'services:\n  web:\n    image: example/web:3.2\n' }).subjects;
  assert.equal(service?.grade.points, unhardened);
});

test('the example is graded as the page says', () => {
  const [example] = readFences(page).filter(({ tag }) => tag === 'compose');
  assert.ok(example);
  const { subjects } = reportOf({ 'compose.yaml': example.body.join('\n') });
  const said = rowsBelow('Service | Points | Letter | How').map((cells) => cells.slice(0, 3));
  assert.deepEqual(
    said.sort(),
    subjects.map(({ name, grade }) => [name, String(grade.points), grade.letter]).sort(),
  );
});

test('its links lead somewhere', () => {
  const targets = [...page.matchAll(/\]\(([^()\s]+)\)/gu)].map((match) => match[1] ?? '');
  assert.deepEqual(
    targets.flatMap((target) => brokenPlace(target) ?? []),
    [],
  );
});
