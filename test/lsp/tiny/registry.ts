/** A notation and rules made for the tests of the language server: each shows one thing that a rule or a surface can do. */
import type { SourceText, TextEdit, TextRange } from '../../../server/src/base/text.ts';
import { fileNameOf, folderOf, resolvePath } from '../../../server/src/base/uri.ts';
import { remove, replace } from '../../../server/src/model/change.ts';
import { defineRule, type Fix, type RuleMeta } from '../../../server/src/model/rule.ts';
import type { Known, Setting, Source } from '../../../server/src/model/setting.ts';
import type { Subject } from '../../../server/src/model/subject.ts';
import type { Near, Problem, Reading, Surface } from '../../../server/src/model/surface.ts';
import type { Assignment } from '../../../server/src/model/variable.ts';
import type { Registry } from '../../../server/src/service.ts';

/** Lines of `NAME=value`; a `$` value is looked up in the file `.env` beside the text. */
const tinySurface: Surface = {
  id: 'compose',
  detect: (document) => document.languageId === 'tiny' || fileNameOf(document.uri).endsWith('.tiny'),
  needs: (document) => [envOf(document)],
  read,
};

function envOf(document: SourceText): string {
  return resolvePath(folderOf(document.uri), '.env');
}

function read(document: SourceText, near: Near): Reading {
  const variables: Assignment[] = [];
  const problems: Problem[] = [];
  for (const match of document.text.matchAll(/[^\r\n]+/gu)) {
    const range = { start: match.index, end: match.index + match[0].length };
    const pair = /^(?<lead>\W*)(?<name>\w+)=(?<value>.*)$/u.exec(match[0])?.groups;
    if (!pair) problems.push({ range, message: 'This is not a pair.', severity: 'error' });
    else variables.push(toVariable(document, near, range, pair));
  }
  return {
    problems,
    subjects: (kind) => (kind === 'variable' ? (variables as never) : []),
    settingAt: (offset) => keyAt(variables, offset),
    parts: () => [],
    gaps: () => [],
    placeOf: ({ start, end }) => ({ path: [], value: document.text.slice(start, end) }),
    lower: (subject, changes) => lower(document.text, subject, changes[0]),
  };
}

function toVariable(
  document: SourceText,
  near: Near,
  range: TextRange,
  pair: Record<string, string>,
): Assignment {
  const { lead = '', name = '', value = '' } = pair;
  const start = range.start + lead.length;
  const env = envOf(document);
  const known = value === '$' ? near.textOf(env)?.trim() : value;
  const via = value === '$' ? [{ uri: env, range: { start: 0, end: 3 } }] : [];
  const source: Source = { uri: document.uri, range: { start, end: range.end }, via };
  const setting: Setting<string> =
    known === undefined ? { state: 'unknown', source } : { state: 'set', value: known, source };
  return { role: 'env', name, owner: 'tiny', value: setting, origin: 'literal', shipped: true, source };
}

function keyAt(variables: readonly Assignment[], offset: number) {
  for (const { name, source } of variables) {
    const range = { start: source.range.start, end: source.range.start + name.length };
    if (range.start <= offset && offset <= range.end) return { key: 'variable' as const, range };
  }
  return undefined;
}

type Change = ReturnType<typeof remove> | undefined;

function lower(text: string, subject: Subject, change: Change) {
  const { range } = subject.source;
  const { name } = subject as Assignment;
  if (name === 'BROKEN') throw new Error('the surface crashes on purpose');
  if (name === 'REFUSED') return { refused: 'Another file decides this value.' };
  if (change?.kind === 'remove') {
    return { edits: [{ range: { start: range.start, end: lineEnd(text, range.end) }, newText: '' }] };
  }
  if (change?.kind !== 'replace') return { refused: 'The tests need no such change.' };
  const edit: TextEdit = {
    range: { start: range.start + name.length + 1, end: range.end },
    newText: change.value,
  };
  return { edits: [edit] };
}

function lineEnd(text: string, offset: number): number {
  return offset + (/^\r?\n/u.exec(text.slice(offset))?.[0].length ?? 0);
}

const meta: RuleMeta = {
  summary: 'Disallow what a test says',
  topic: 'secrets',
  section: 'secrets-in-variables',
  remedy: 'Take it out',
  severity: 'warning',
  profile: 'recommended',
  fix: 'unsafe',
  since: '0.1.0',
  keys: [],
  references: [],
  aliases: [],
};

/** A rule about variables of one name. */
function ruleFor(
  id: string,
  about: Partial<RuleMeta>,
  applies: (variable: Assignment, value: string) => boolean,
  fixes: (value: string, setting: Known<string>) => readonly Fix[],
) {
  return defineRule({
    id,
    meta: { ...meta, ...about },
    messages: { found: "Variable '{{name}}' is {{value}}." },
    check: {
      *variable(variable) {
        const setting = variable.value;
        if (!setting || setting.state === 'unknown' || !applies(variable, setting.value)) return;
        const data = { name: variable.name, value: setting.value };
        yield { at: variable.source, message: 'found', data, fixes: fixes(setting.value, setting) };
      },
    },
  });
}

const safely = { applicability: 'safe' } as const;
const riskily = { applicability: 'unsafe', breaks: 'The program may miss it.' } as const;

export const registry: Registry = {
  surfaces: [tinySurface],
  rules: [
    // Two fixes are needed one after the other: `3` becomes `2`, `2` becomes `1`, and only `1` is fine.
    ruleFor(
      'no-count',
      { keys: ['variable'], summary: 'Disallow counts above one' },
      ({ name }, value) => name === 'COUNT' && Number(value) > 1,
      (value, setting) => [
        { ...riskily, title: 'Take the count out', changes: [remove(setting)] },
        { ...safely, title: 'Count down', changes: [replace(setting, String(Number(value) - 1))] },
      ],
    ),
    ruleFor(
      'no-crash',
      {},
      ({ name }) => {
        if (name === 'CRASH') throw new Error('the rule crashes on purpose');
        return false;
      },
      () => [],
    ),
    ruleFor(
      'no-endless',
      {},
      ({ name }) => {
        while (name === 'ENDLESS');
        return false;
      },
      () => [],
    ),
    ruleFor(
      'no-refused',
      { severity: 'error' },
      ({ name }) => name === 'REFUSED',
      (_, setting) => [{ ...safely, title: 'Take it out', changes: [remove(setting)] }],
    ),
    ruleFor(
      'no-broken',
      {},
      ({ name }) => name === 'BROKEN',
      (_, setting) => [{ ...safely, title: 'Take it out', changes: [remove(setting)] }],
    ),
    ruleFor(
      'no-useless',
      { severity: 'hint', unnecessary: true },
      ({ name }, value) => name === 'USELESS' && value !== 'fine',
      () => [],
    ),
  ],
};
