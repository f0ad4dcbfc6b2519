/** Reads the cases of a rule from its `cases.md`; `server/src/rules/README.md` describes how they are written. */
import { resolvePath } from '../../server/src/base/uri.ts';
import { type Severity } from '../../server/src/model/rule.ts';
import { type Fence, readFences } from './markdown.ts';

/** One text with what is expected in it, or several that lean on one another. */
export interface Case {
  readonly title: string;
  /** The number of its first line, from 1. */
  readonly line: number;
  readonly files: readonly CaseFile[];
  readonly fixes: readonly ExpectedFix[];
  readonly strict: boolean;
  /** Whether another case shows the text after the fixes that are offered here. */
  readonly fixesElsewhere: boolean;
}

/** One file of a case. */
export interface CaseFile {
  readonly fence: Fence;
  readonly uri: string;
  /** The surface that must read it (`configuration` for what configures Bulkhead); absent for a neighbour such as `.env`, which is only read along. */
  readonly surface?: string;
  /** Its lines without the annotations. */
  readonly lines: readonly string[];
  readonly annotations: readonly Annotation[];
  readonly form: TextForm;
}

/** How the lines of a fence become a text. */
export interface TextForm {
  readonly crlf: boolean;
  readonly bom: boolean;
  /** Whether the last line lacks its line end. */
  readonly noeol: boolean;
}

/** A run of carets: a finding is expected on this line, from and to these columns. */
export interface Annotation {
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly severity: Severity | undefined;
  /** How the message begins. */
  readonly message: string;
}

/** What a `fixed` or `refused` fence says. */
export interface ExpectedFix {
  readonly fence: Fence;
  readonly title: string;
  readonly outcome: { readonly applicability: string; readonly file: CaseFile } | { readonly reason: string };
}

const KNOWN_WORDS = new Set(['crlf', 'bom', 'noeol', 'strict']);
/** `take` belongs to the comparison of notations alone, `rule` to the cases of projects. */
const KNOWN_VALUES = new Set(['path', 'fixes', 'take', 'rule']);
const DEFAULT_PATHS: Readonly<Record<string, string>> = {
  dockerfile: 'Dockerfile',
  compose: 'compose.yaml',
};
/** The tag of what configures Bulkhead itself. */
const CONFIG = 'config';
const CONFIG_PATH = '.bulkhead.yaml';

/** The cases of a page. Throws, with the line, on a fence that says something unknown. */
export function readCases(page: string): Case[] {
  return gather(readFences(page)).map(toCase);
}

/** Puts fences that belong together together: configurations and what they are for, files in a row that name their paths, and the fixes behind them. */
function gather(fences: readonly Fence[]): Fence[][] {
  const groups: Fence[][] = [];
  for (const fence of fences) {
    const group = groups.at(-1);
    if (isOutcome(fence)) {
      if (!group) throw new Error(`line ${fence.line + 1}: a '${fence.tag}' fence without a case before it`);
      group.push(fence);
    } else if (group && !fence.afterProse && areOneCase(group.at(-1), fence)) {
      group.push(fence);
    } else {
      groups.push([fence]);
    }
  }
  return groups;
}

function areOneCase(before: Fence | undefined, fence: Fence): boolean {
  if (!before) return false;
  return before.tag === CONFIG || (fence.values.has('path') && before.values.has('path'));
}

function toCase(group: readonly Fence[]): Case {
  const files = group.filter((fence) => !isOutcome(fence)).map(toFile);
  const first = files[0];
  if (!first) throw new Error('a case without a text');
  if (files.every(({ fence }) => fence.tag === CONFIG)) {
    throw new Error(`line ${first.fence.line + 1}: no text stands behind the configuration`);
  }
  const fences = files.map((file) => file.fence);
  return {
    title: first.fence.prose,
    line: first.fence.line + 1,
    files,
    fixes: group.filter(isOutcome).map((fence) => toExpectedFix(fence, files)),
    strict: fences.some((fence) => fence.words.includes('strict')),
    fixesElsewhere: fences.some((fence) => fence.values.get('fixes') === 'elsewhere'),
  };
}

/** A text fence as a file, with its annotations taken out. */
export function toFile(fence: Fence): CaseFile {
  const unknown = fence.words.find((word) => !KNOWN_WORDS.has(word));
  if (unknown !== undefined) {
    throw new Error(
      `line ${fence.line + 1}: unknown word '${unknown}'; there are ${[...KNOWN_WORDS].join(', ')}`,
    );
  }
  const stray = [...fence.values.keys()].find((name) => !KNOWN_VALUES.has(name));
  if (stray !== undefined) {
    throw new Error(
      `line ${fence.line + 1}: unknown '${stray}='; there are ${[...KNOWN_VALUES].join('=, ')}=`,
    );
  }
  const path = pathOf(fence) ?? DEFAULT_PATHS[fence.tag];
  if (path === undefined) {
    const tags = [...Object.keys(DEFAULT_PATHS), CONFIG, 'fixed', 'refused'].join(', ');
    throw new Error(
      `line ${fence.line + 1}: '${fence.tag}' is none of ${tags}; a file that is only read along needs a path=`,
    );
  }
  return {
    fence,
    uri: resolvePath('file:///case', path),
    ...surfaceOf(fence),
    ...readAnnotations(fence.body),
    form: {
      crlf: fence.words.includes('crlf'),
      bom: fence.words.includes('bom'),
      noeol: fence.words.includes('noeol'),
    },
  };
}

/** The path that a fence gives its file; undefined where the notation's usual one is meant. */
export function pathOf({ tag, values }: Fence): string | undefined {
  return values.get('path') ?? (tag === CONFIG ? CONFIG_PATH : undefined);
}

function surfaceOf(fence: Fence): Pick<CaseFile, 'surface'> {
  if (fence.tag === CONFIG) return { surface: 'configuration' };
  return isSurfaceFence(fence) ? { surface: fence.tag } : {};
}

/** Whether a fence configures Bulkhead for the one behind it. */
export function isConfigFence(fence: Fence): boolean {
  return fence.tag === CONFIG;
}

/** Whether a fence's tag names a surface. */
export function isSurfaceFence(fence: Fence): boolean {
  return fence.tag in DEFAULT_PATHS;
}

/** The text that lines stand for. */
export function textOf(lines: readonly string[], form: TextForm): string {
  if (lines.length === 0) return form.bom ? '\uFEFF' : '';
  const lineEnd = form.crlf ? '\r\n' : '\n';
  return (form.bom ? '\uFEFF' : '') + lines.join(lineEnd) + (form.noeol ? '' : lineEnd);
}

function isOutcome(fence: Fence): boolean {
  return fence.tag === 'fixed' || fence.tag === 'refused';
}

function toExpectedFix(fence: Fence, files: readonly CaseFile[]): ExpectedFix {
  const { title } = fence;
  if (title === undefined) throw new Error(`line ${fence.line + 1}: the title of the fix is missing`);
  if (fence.tag === 'refused') {
    return { fence, title, outcome: { reason: fence.body.join('\n').trim() } };
  }
  const path = fence.values.get('path');
  const file = files.find((one) =>
    path === undefined ? isSurfaceFence(one.fence) : pathOf(one.fence) === path,
  );
  const applicability = fence.words[0];
  if (!file) throw new Error(`line ${fence.line + 1}: the case has no file ${path}`);
  if (applicability !== 'safe' && applicability !== 'unsafe') {
    throw new Error(`line ${fence.line + 1}: say 'fixed safe' or 'fixed unsafe'`);
  }
  return { fence, title, outcome: { applicability, file } };
}

/** Blank, or a comment's mark, up to a run of carets; behind it the severity if it matters, and how the message begins. */
const ANNOTATION = /^([ \t]*(?:(?:#|\/\/)[ \t]*)?)(\^+)(?!\S)(.*)$/u;
const SEVERITY = /^(error|warning|info|hint): /u;

function readAnnotations(body: readonly string[]): Pick<CaseFile, 'lines' | 'annotations'> {
  const lines: string[] = [];
  const annotations: Annotation[] = [];
  for (const line of body) {
    const match = ANNOTATION.exec(line);
    if (!match) {
      lines.push(line);
      continue;
    }
    const [, before = '', carets = '', rest = ''] = match;
    const words = rest.trim();
    const severity = SEVERITY.exec(words)?.[1] as Severity | undefined;
    annotations.push({
      line: Math.max(0, lines.length - 1),
      start: before.length,
      end: before.length + carets.length,
      severity,
      message: words.replace(SEVERITY, ''),
    });
  }
  return { lines, annotations };
}
