/** Every snippet, expanded with its own placeholders, is read without a problem and without a finding. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { judge } from './harness/judge.ts';
import { root } from './harness/root.ts';

interface Snippet {
  readonly prefix: readonly string[];
  readonly description: string;
  readonly body: readonly string[];
}

/** How a snippet's text becomes a whole file: a service stands below `services`. */
const WHOLE: Readonly<Record<string, (text: string) => string>> = {
  dockerfile: (text) => text,
  compose: (text) => `services:\n${text.replace(/^(?=.)/gmu, '  ')}`,
};

const folder = join(root, 'snippets');
for (const file of readdirSync(folder)) {
  const language = file.replace('.json', '');
  const snippets: Record<string, Snippet> = JSON.parse(readFileSync(join(folder, file), 'utf8'));
  for (const [name, snippet] of Object.entries(snippets)) {
    test(`${file}: ${name}`, async () => {
      const whole = WHOLE[language];
      assert.ok(whole, `no way to make a file of a snippet for ${language}`);
      assert.ok(snippet.prefix.length > 0 && snippet.description !== '');
      const text = whole(expand(snippet.body.join('\n')));
      const uri = `file:///snippet/${language === 'compose' ? 'compose.yaml' : 'Dockerfile'}`;
      const { findings, problems } = await judge(new Map([[uri, text]]), [{ uri, surface: language }], false);
      assert.deepEqual(problems, []);
      assert.deepEqual(
        findings.map(({ ruleId, message }) => `${ruleId}: ${message}`),
        [],
      );
    });
  }
}

/** The text with every tab stop replaced by its placeholder. */
function expand(body: string): string {
  return body.replace(/\$\{\d+:([^}]*)\}/gu, '$1').replace(/\$\d+/gu, '');
}
