/** The page's policy lets in one style, by its hash, which floors without Node cannot compute. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { STYLE, STYLE_HASH } from '../../server/src/report/html/style.ts';
import { root } from '../harness/root.ts';

const FILE = 'server/src/report/html/style.ts';

test('the hash in the policy is that of the style', () => {
  const hash = `sha256-${createHash('sha256').update(STYLE).digest('base64')}`;
  // `npm test -- --only html-style --update` writes it down.
  if (process.env['UPDATE_CASES'] === '1' && hash !== STYLE_HASH) {
    const path = join(root, FILE);
    writeFileSync(path, readFileSync(path, 'utf8').replace(/'sha256-[^']*'/u, `'${hash}'`));
    return;
  }
  assert.equal(STYLE_HASH, hash, `STYLE_HASH in ${FILE}`);
});

test('the style loads nothing and cannot end its element', () => {
  assert.doesNotMatch(STYLE, /@import|url\((?!#)|<\//iu);
});
