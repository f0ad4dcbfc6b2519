/** Times a workspace of Compose projects: all of it against reading its files, and a keystroke in a file that many extend. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
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

/** Processes from their start to their end, turn by turn: one reads all files, the other one judges them. */
function wholeWorkspace(bin, folder, root, { files, variables }, env) {
  const reader = join(folder, 'read.cjs');
  writeFileSync(
    reader,
    `for (const file of ${JSON.stringify([...files, ...variables])}) require('node:fs').readFileSync(file, 'utf8');`,
  );
  const [reads, checks] = [[], []];
  for (let i = -1; i < RUNS; i++) {
    const times = [time([reader], env), time([bin, 'check', '--format=json', '--fail-on=never', root], env)];
    if (i < 0) continue;
    reads.push(times[0]);
    checks.push(times[1]);
  }
  const ratios = checks.map((value, i) => value / reads[i]);
  const note = `${files.length} files of ${PROJECTS} projects`;
  return [
    ['projects: read by node', milliseconds(median(reads)), milliseconds(p95(reads)), '', note],
    ['projects: check', milliseconds(median(checks)), milliseconds(p95(checks)), '', ''],
    ['projects: ratio of the two', times(median(ratios)), times(p95(ratios)), '≤ 10 ×', ''],
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
