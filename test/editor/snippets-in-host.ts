/** Snippets inside VS Code: what the editor makes of them is what the tests judge. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commands, extensions, window, workspace } from 'vscode';
import { expansions } from '../harness/snippet.ts';

/** The languages that snippets are for, and the files that hold them. */
const FILES: Readonly<Record<string, string>> = {
  dockerfile: 'dockerfile.json',
  dockercompose: 'compose.json',
  json: 'daemon.json',
  jsonc: 'daemon.json',
};

/** Inserts every snippet into a text of its language. */
export async function insertEverySnippet(): Promise<void> {
  const extension = extensions.getExtension('bulkhead.bulkhead');
  assert.ok(extension);
  for (const [language, file] of Object.entries(FILES)) {
    const path = join(extension.extensionPath, 'snippets', file);
    const snippets: Record<string, { body: string[] }> = JSON.parse(readFileSync(path, 'utf8'));
    for (const [name, { body }] of Object.entries(snippets)) {
      const document = await workspace.openTextDocument({ language, content: '' });
      await window.showTextDocument(document);
      await commands.executeCommand('editor.action.insertSnippet', { langId: language, name });
      assert.equal(document.getText(), expansions(body.join('\n'))[0], name);
      await commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    }
  }
}
