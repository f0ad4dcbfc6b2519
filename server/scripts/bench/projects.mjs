/** Times a workspace of Compose projects: all of it against reading its files, and a keystroke in a file that many extend. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { connect } from './keystrokes.mjs';
import { median, milliseconds, p95 } from './numbers.mjs';
import { HEIRS, makeWorkspace } from './workspace.mjs';

const PROJECTS = 300;
const RUNS = 7;
const KEYSTROKES = 40;
const WARM_UP = 10;

export async function projects(bin, folder, env) {
  const root = join(folder, 'projects');
  mkdirSync(root);
  const workspace = makeWorkspace(root, PROJECTS);
  return [
    ...wholeWorkspace(bin, folder, root, workspace, env),
    ...(await server(bin, folder, workspace, env)),
  ];
}

/** Processes from their start to their end, turn by turn: two read the files, as bytes and as YAML, the third judges them. */
function wholeWorkspace(bin, folder, root, { files, variables }, env) {
  const readAll = `for (const file of ${JSON.stringify([...files, ...variables])}) read(file);`;
  const script = (name, read) => {
    writeFileSync(join(folder, name), `const read = ${read};\n${readAll}`);
    return [join(folder, name)];
  };
  const yaml = JSON.stringify(createRequire(import.meta.url).resolve('yaml'));
  const text = `require('node:fs').readFileSync(file, 'utf8')`;
  const runs = [
    script('read.cjs', `(file) => ${text}`),
    script('parse.cjs', `(file) => require(${yaml}).parse(${text}, { logLevel: 'silent' })`),
    [bin, 'check', '--format=json', '--fail-on=never', root],
  ];
  const measured = runs.map(() => []);
  for (let i = -1; i < RUNS; i++) {
    for (const [index, args] of runs.entries()) {
      const taken = time(args, env);
      if (i >= 0) measured[index].push(taken);
    }
  }
  const [reads, parses, checks] = measured;
  const row = (what, values, note = '') => [
    what,
    milliseconds(median(values)),
    milliseconds(p95(values)),
    '',
    note,
  ];
  const ratio = (what, values, aim) => {
    const ratios = checks.map((value, i) => value / values[i]);
    return [what, times(median(ratios)), times(p95(ratios)), aim, ''];
  };
  return [
    row('projects: files read', reads, `${files.length} files of ${PROJECTS} projects`),
    row('projects: files read as YAML', parses),
    row('projects: check', checks),
    ratio('projects: check / files read', reads, ''),
    ratio('projects: check / files read as YAML', parses, '≤ 10 ×'),
  ];
}

const times = (value) => `${value.toFixed(1)} ×`;

function time(args, env) {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { env, maxBuffer: 1 << 28 });
  if (status !== 0) throw new Error(`node ${args.join(' ')} gave ${status}: ${stderr}`);
  return performance.now() - start;
}

/** A server that has judged everything, and has the base and its heirs open. */
async function server(bin, folder, { files, base }, env) {
  const [probe, peak] = [join(folder, 'probe-server.cjs'), join(folder, 'rss-server')];
  writeFileSync(
    probe,
    `process.on('exit', () => require('node:fs').writeFileSync(${JSON.stringify(peak)}, String(process.resourceUsage().maxRSS)))`,
  );
  const args = ['-r', probe, bin, 'lsp', '--stdio'];
  const client = connect(spawn(process.execPath, args, { env, stdio: ['pipe', 'pipe', 'inherit'] }));
  const capabilities = { textDocument: { diagnostic: { dynamicRegistration: false } } };
  await client.request('initialize', { processId: process.pid, rootUri: null, capabilities });
  client.notify('initialized', {});
  const uris = files.map((file) => pathToFileURL(file).href);
  const start = performance.now();
  const { files: judged } = await client.request('bulkhead/checkWorkspace', { uris });
  const whole = performance.now() - start;
  if (judged !== files.length) throw new Error(`${judged} of ${files.length} files were judged`);
  const results = new Map();
  for (const file of files) await show(client, file, results);
  const strokes = await type(client, pathToFileURL(base).href, readFileSync(base, 'utf8'), results);
  await client.end();
  const memory = Number(readFileSync(peak, 'utf8')) / 1024;
  const again = `${median(strokes.counts)} of ${files.length} texts judged again`;
  return [
    [
      'projects: judged by a server',
      milliseconds(whole),
      '',
      '',
      `at most ${memory.toFixed(0)} MB (aim: < 200)`,
    ],
    [
      `projects: keystroke in a base of ${HEIRS}`,
      milliseconds(median(strokes.times)),
      milliseconds(p95(strokes.times)),
      '',
      again,
    ],
  ];
}

async function show(client, file, results) {
  const uri = pathToFileURL(file).href;
  const text = readFileSync(file, 'utf8');
  client.notify('textDocument/didOpen', {
    textDocument: { uri, languageId: 'dockercompose', version: 1, text },
  });
  results.set(uri, (await pull(client, uri)).resultId);
}

const pull = (client, uri, previousResultId) =>
  client.request('textDocument/diagnostic', { textDocument: { uri }, previousResultId });

/** Types a comment into the base, letter by letter; after each one every open text is asked for again, the base first. */
async function type(client, base, text, results) {
  const [times, counts] = [[], []];
  const line = text.split('\n').length - 1;
  const uris = [base, ...[...results.keys()].filter((uri) => uri !== base)];
  for (let i = 0; i < KEYSTROKES + WARM_UP; i++) {
    const at = { line, character: i };
    const start = performance.now();
    client.notify('textDocument/didChange', {
      textDocument: { uri: base, version: i + 2 },
      contentChanges: [{ range: { start: at, end: at }, text: i === 0 ? '#' : 'x' }],
    });
    let count = 0;
    for (const uri of uris) {
      const answer = await pull(client, uri, results.get(uri));
      if (answer.kind === 'full') count++;
      results.set(uri, answer.resultId);
    }
    if (i < WARM_UP) continue;
    times.push(performance.now() - start);
    counts.push(count);
  }
  return { times, counts };
}
