/** Attaches another editor's own LSP client to `bulkhead lsp --stdio`, on a copy of the sample. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { root } from './install.mjs';

/** Each editor's program, its script beside this file, and the arguments that run the script without a profile. */
const EDITORS = {
  neovim: {
    program: 'nvim',
    script: 'neovim.lua',
    args: (script) => ['--headless', '-u', 'NONE', '-i', 'NONE', '-n', '-c', `luafile ${script}`],
  },
  emacs: {
    program: 'emacs',
    script: 'emacs.el',
    args: (script) => ['--no-init-file', '--no-site-file', '--batch', '-l', script],
  },
};
const LIMIT = 60_000;

/** Runs an editor's script in a folder and counts the lines that say `ok …` or `not ok …`; an editor that is not there counts nothing. */
export async function attachEditor(name, folder) {
  const { program, script, args } = EDITORS[name];
  if (!isOnPath(program)) {
    console.log(`${name}: not tried, because there is no ${program} on PATH`);
    return { passed: 0, failed: 0 };
  }
  const { code, said } = await run(program, args(join(root, 'test/editor', script)), folder);
  const passed = said.match(/^ok /gmu)?.length ?? 0;
  // What the editor itself says need not end with a line break.
  const failed = said.match(/not ok /gu)?.length ?? 0;
  // An editor that ends early without a word did not do what it should.
  return { passed, failed: failed > 0 || (code === 0 && passed > 0) ? failed : 1 };
}

function isOnPath(program) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));
}

/** Runs an editor with its output shown as it comes; one that hangs is ended. */
function run(program, args, cwd) {
  const env = { ...process.env, BULKHEAD: join(root, 'dist/bulkhead.cjs') };
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], timeout: LIMIT });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk) => {
        said += chunk;
        process.stdout.write(chunk);
      });
    }
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, said }));
  });
}
