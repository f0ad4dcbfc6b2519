/** Times the language server over its standard streams: from its start, and from keystroke to diagnostics. */
import { spawn } from 'node:child_process';
import { median, milliseconds, p95 } from './numbers.mjs';

const KEYSTROKES = 300;
const WARM_UP = 50;
const STARTS = 7;

export async function keystrokes(bin, name, languageId, text, env) {
  const uri = `file:///bench/${name}`;
  const starts = [];
  for (let i = 0; i < STARTS; i++) {
    const { client, since } = await open(bin, uri, languageId, text, env);
    starts.push(since);
    await client.end();
  }
  const { client } = await open(bin, uri, languageId, text, env);
  const times = await type(client, uri, text);
  await client.end();
  const lines = text.split('\n').length - 1;
  return [
    [
      `keystroke to diagnostics, ${name}`,
      ...both(times),
      '< 16 ms',
      `${lines} lines, ${times.length} keystrokes`,
    ],
    [`server start to diagnostics, ${name}`, ...both(starts), '', `${STARTS} starts`],
  ];
}

const both = (values) => [milliseconds(median(values)), milliseconds(p95(values))];

/** Starts a server, opens the text and asks for its diagnostics; gives the time all that took. */
async function open(bin, uri, languageId, text, env) {
  const start = performance.now();
  const client = connect(
    spawn(process.execPath, [bin, 'lsp', '--stdio'], { env, stdio: ['pipe', 'pipe', 'inherit'] }),
  );
  const capabilities = { textDocument: { diagnostic: { dynamicRegistration: false } } };
  await client.request('initialize', { processId: process.pid, rootUri: null, capabilities });
  client.notify('initialized', {});
  client.notify('textDocument/didOpen', { textDocument: { uri, languageId, version: 1, text } });
  await diagnostics(client, uri);
  return { client, since: performance.now() - start };
}

async function diagnostics(client, uri) {
  const answer = await client.request('textDocument/diagnostic', { textDocument: { uri } });
  if (answer?.kind !== 'full') throw new Error(`no diagnostics: ${JSON.stringify(answer)}`);
}

/** Types a comment into the middle of the text, a letter at a time, and takes it back in between. */
async function type(client, uri, text) {
  const line = Math.floor(text.split('\n').length / 2);
  const times = [];
  let column = 0;
  for (let i = 0; i < KEYSTROKES + WARM_UP; i++) {
    const isEnd = column === 40;
    const end = { line, character: column };
    const change = isEnd
      ? { range: { start: { line, character: 0 }, end }, text: '' }
      : { range: { start: end, end }, text: column === 0 ? '#' : 'x' };
    column = isEnd ? 0 : column + 1;
    const start = performance.now();
    client.notify('textDocument/didChange', {
      textDocument: { uri, version: i + 2 },
      contentChanges: [change],
    });
    await diagnostics(client, uri);
    if (i >= WARM_UP) times.push(performance.now() - start);
  }
  return times;
}

/** The little of JSON-RPC that this takes. */
export function connect(child) {
  const waiting = new Map();
  let buffer = Buffer.alloc(0);
  let id = 0;
  child.stdout.on('data', (chunk) => {
    buffer = Buffer.concat([buffer, chunk]);
    for (let message = take(); message; message = take()) receive(message);
  });
  const ended = new Promise((resolve) => child.on('exit', resolve));
  return { request, notify, end };

  function take() {
    const head = buffer.indexOf('\r\n\r\n');
    if (head < 0) return undefined;
    const length = Number(/content-length: *(\d+)/i.exec(buffer.toString('ascii', 0, head))?.[1]);
    if (buffer.length < head + 4 + length) return undefined;
    const body = buffer.toString('utf8', head + 4, head + 4 + length);
    buffer = buffer.subarray(head + 4 + length);
    return JSON.parse(body);
  }

  function receive(message) {
    // What the server asks of an editor gets an empty answer.
    if (message.method && message.id !== undefined) return send({ id: message.id, result: null });
    const { resolve, reject } = waiting.get(message.id) ?? {};
    waiting.delete(message.id);
    if (message.error) return reject?.(new Error(message.error.message));
    resolve?.(message.result);
  }

  function send(message) {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message });
    child.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }

  function notify(method, params) {
    send({ method, params });
  }

  function request(method, params) {
    const number = ++id;
    const answer = new Promise((resolve, reject) => waiting.set(number, { resolve, reject }));
    send({ id: number, method, params });
    return answer;
  }

  async function end() {
    await request('shutdown', null);
    notify('exit', null);
    await ended;
  }
}
