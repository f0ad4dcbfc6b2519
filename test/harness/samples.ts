/** Checks the samples of cheat sheets: what rules judge must be silent, everything else must parse. */
import assert from 'node:assert/strict';
import { parse as parseJson, type ParseError } from 'jsonc-parser';
import { parse as parseShell } from 'unbash';
import type { Command, Script } from '../../server/src/model/command.ts';
import { readScript } from '../../server/src/syntax/shell/read-script.ts';
import { parseAnyYaml } from '../../server/src/syntax/yaml/parse.ts';
import { checkConfiguration } from './configuration.ts';
import { runArguments, wrongFlags } from './docker-run.ts';
import { judge } from './judge.ts';
import type { Fence } from './markdown.ts';

/** How a fence of each tag is checked. */
const CHECKS: Readonly<Record<string, (text: string, fence: Fence) => Promise<void> | void>> = {
  compose: (text, { words }) =>
    checkJudged(text, words.includes('fragment') ? 'compose.override.yaml' : 'compose.yaml'),
  dockerfile: (text) => checkJudged(text, 'Dockerfile'),
  'docker-run': (text) => {
    const runs = shellOf(text).commands.filter((command) => runArguments(command) !== undefined);
    assert.notEqual(runs.length, 0, 'no docker run in it');
  },
  sh: (text) => void shellOf(text),
  daemon: (text) => {
    const value = jsonOf(text, { disallowComments: true, allowTrailingComma: false });
    assert.equal(typeof value, 'object');
  },
  devcontainer: (text) => void jsonOf(text, { disallowComments: false, allowTrailingComma: false }),
  quadlet: checkQuadlet,
  'github-actions': (text) => checkYaml(text, /^(?:on|jobs|steps):/mu),
  'gitlab-ci': (text) => checkYaml(text, /^\w[\w-]*:/mu),
  config: checkConfiguration,
  text: (text) => assert.notEqual(text.trim(), ''),
};

/** Checks a sample of a cheat sheet as its tag asks for. */
export async function checkFence(fence: Fence): Promise<void> {
  const check = CHECKS[fence.tag];
  assert.ok(check, `no fence is tagged '${fence.tag}'; there are ${Object.keys(CHECKS).join(', ')}`);
  const strange = fence.words.filter((word) => word !== 'fragment' || fence.tag !== 'compose');
  assert.deepEqual(strange, [], 'only a compose fence can be a fragment');
  const isWrong = fence.prose.startsWith('Incorrect');
  if (isWrong && (fence.tag === 'compose' || fence.tag === 'dockerfile')) return;
  await check(`${fence.body.join('\n')}\n`, fence);
}

/** No rule may have anything to say of a sample, however quietly. */
async function checkJudged(text: string, path: string): Promise<void> {
  const uri = `file:///page/${path}`;
  const surface = path === 'Dockerfile' ? 'dockerfile' : 'compose';
  const { findings, problems } = await judge(new Map([[uri, text]]), [{ uri, surface }], false);
  // A fragment is no project by itself, which is said as a mere remark.
  const wrong = problems.filter(({ severity }) => severity !== 'info');
  assert.deepEqual(
    wrong.map(({ message }) => message),
    [],
  );
  assert.deepEqual(
    findings.map(({ ruleId, message }) => `${ruleId}: ${message}`),
    [],
  );
}

/** Reads shell text as rules do; its lines of `docker run` must be such as the client takes. */
export function shellOf(text: string): Script {
  assert.deepEqual(parseShell(text).errors ?? [], []);
  const script = read(text);
  assert.notEqual(script.commands.length, 0, 'no command in it');
  assert.deepEqual(script.commands.flatMap(wrongRun), []);
  return script;
}

function wrongRun(command: Command): string[] {
  const words = runArguments(command);
  return words === undefined ? [] : wrongFlags(words);
}

function read(text: string): Script {
  const source = { uri: 'file:///page.sh', range: { start: 0, end: text.length }, via: [] };
  const user = { state: 'default', value: '', source } as const;
  const frame = {
    uri: source.uri,
    source,
    interpreter: 'posix',
    pipefail: false,
    user,
    shipped: true,
  } as const;
  return readScript({ text, base: 0 }, { ...frame, role: 'start' });
}

function jsonOf(text: string, options: { disallowComments: boolean; allowTrailingComma: boolean }): unknown {
  const errors: ParseError[] = [];
  const value: unknown = parseJson(text, errors, options);
  assert.deepEqual(errors, []);
  return value;
}

function checkYaml(text: string, has: RegExp): void {
  const { problems } = parseAnyYaml(text, 'file:///page.yml');
  assert.deepEqual(problems, []);
  assert.match(text, has);
}

const QUADLET_SECTIONS = /^\[(?:Container|Pod|Network|Volume|Image|Build|Kube|Unit|Service|Install)\]$/u;

function checkQuadlet(text: string): void {
  const lines = text.split('\n').filter((line) => line !== '' && !/^[#;]/u.test(line));
  assert.match(lines[0] ?? '', QUADLET_SECTIONS);
  const strange = lines.filter((line) => !QUADLET_SECTIONS.test(line) && !/^[A-Z][A-Za-z]*=/u.test(line));
  assert.deepEqual(strange, []);
}
