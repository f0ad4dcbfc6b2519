/** What of a Dockerfile could not be judged: what variables decide, and what others read or only a registry knows. */
import { enumerated, presentable } from '../../base/presentable.ts';
import { compareRanges, type TextRange } from '../../base/text.ts';
import { foundationOf, foundationUser } from '../../knowledge/stage-users.ts';
import { isSet } from '../../model/setting.ts';
import type { Command, Script } from '../../model/command.ts';
import type { Stage } from '../../model/stage.ts';
import type { Gap } from '../../model/surface.ts';
import { wholeRange } from '../../syntax/dockerfile/characters.ts';
import { parseImageReference } from '../../syntax/image-reference/parse-image-reference.ts';
import type { DockerfileTree } from '../../syntax/dockerfile/tree.ts';
import type { Outline, StageOutline } from './outline.ts';
import type { FileReading } from './reading-state.ts';
import { isPredefined, type Scope } from './scope.ts';

/** The gaps of a file, in the order of its text. */
export function gapsIn(file: FileReading, outline: Outline, stages: readonly Stage[]): readonly Gap[] {
  const gaps = [
    ...foreignFrontend(file),
    ...outline.stages.flatMap((stage) => unknownBase(outline.globalScope, stage)),
    ...otherImages(file),
    ...stages.filter(({ role }) => role === 'final').flatMap((stage) => userOfImage(file, stage)),
    ...stages.flatMap((stage) => unknownDownloads(file, stage)),
    ...stages.flatMap(({ scripts }) => scripts.flatMap(unreadScript)),
  ];
  return gaps.sort((a, b) => compareRanges(a.range, b.range));
}

/** Docker's own frontends; another one may have instructions of its own. */
const OWN_FRONTEND = /^(?:docker\.io\/)?docker\/dockerfile(?:-upstream)?(?:[:@]|$)/u;

/** Whether another program than Docker's own reads the file. */
export function hasForeignFrontend({ directives }: DockerfileTree): boolean {
  const frontend = directives.find(({ name }) => name === 'syntax')?.value;
  return frontend !== undefined && !OWN_FRONTEND.test(frontend);
}

function foreignFrontend(file: FileReading): Gap[] {
  const directive = file.tree.directives.find(({ name }) => name === 'syntax');
  if (!directive || !hasForeignFrontend(file.tree)) return [];
  const message = `${quoted(directive.value)} reads this file when it is built: what only it understands was not judged.`;
  return [{ range: directive.range, reason: 'notation', message }];
}

function unknownBase(scope: Scope, { baseWord, base, parent, index, name }: StageOutline): Gap[] {
  if (!baseWord || parent || (base.isKnown && parseImageReference(base.text))) return [];
  const range = wholeRange(baseWord);
  const what = `the base image of stage ${quoted(name ?? String(index))}`;
  const variables = variablesIn(baseWord.text).filter((variable) => scope.lookup(variable).kind !== 'value');
  if (variables.length > 0) return [openVariable(variables, range, what)];
  const message = `${quoted(baseWord.text)} cannot be read as the name of an image, so ${what} was not judged.`;
  return [{ range, reason: 'notation', message }];
}

/** Images to copy or mount from: BuildKit takes their names as they are, so a variable in one is filled in by nobody. */
function otherImages(file: FileReading): Gap[] {
  return file.images.flatMap(({ role, reference }) => {
    if (role === 'base' || reference.state !== 'unknown') return [];
    const { range } = reference.source;
    const text = file.tree.text.slice(range.start, range.end);
    const message = `It is not known which image ${quoted(text)} means, so what is taken from it was not judged.`;
    return [{ range, reason: text.includes('$') ? 'variable' : 'notation', message }];
  });
}

/** The one thing about an image that its text may leave to others: who it starts as. */
function userOfImage(file: FileReading, stage: Stage): Gap[] {
  const { user, source, windows, hasOnBuild } = stage;
  const { range } = user.source;
  const instruction = file.tree.instructions.find((each) => each.range.start === range.start);
  if (user.state === 'unknown' && instruction?.name === 'USER') {
    const variables = variablesIn(instruction.args.text);
    if (variables.length > 0) return [openVariable(variables, range, 'the user of the image')];
  }
  if (isSet(user) || user.state === 'unknown') return [];
  if (hasOnBuild) {
    const message = 'With ONBUILD this is a base for other images, so the user of the image was not judged.';
    return [{ range: source.range, reason: 'notation', message }];
  }
  const foundation = foundationOf(stage);
  if (windows || foundation.kind !== 'image' || foundationUser(stage) !== 'unknown') return [];
  const name = quoted(foundation.reference.text);
  const message = `There is no USER, and only a registry knows which user ${name} starts as, so the user was not judged.`;
  return [{ range: source.range, reason: 'remote', message }];
}

function unknownDownloads(file: FileReading, { copies }: Stage): Gap[] {
  return copies.flatMap(({ verb, sources }) => {
    if (verb.value !== 'ADD') return [];
    return sources.flatMap(({ kind, source: { range } }) => {
      if (kind !== 'unknown') return [];
      const variables = variablesIn(file.tree.text.slice(range.start, range.end));
      return variables.length > 0 ? [openVariable(variables, range, 'what ADD takes')] : [];
    });
  });
}

/** Programs that read another language than a shell's. */
const LANGUAGES = /^(?:python[\d.]*|pypy3?|perl|ruby|node|nodejs|php\d*|lua|deno|bun|Rscript)$/u;

function unreadScript({ interpreter, source, commands }: Script): Gap[] {
  if (interpreter === 'other') {
    const message = 'No shell that is understood here reads this script, so it was not judged.';
    return [{ range: source.range, reason: 'notation', message }];
  }
  return commands.filter(readsProgram).map(({ name = '', source: { range } }) => ({
    range,
    reason: 'notation',
    message: `${quoted(name)} runs what stands below it, which was not judged.`,
  }));
}

/** `python3 <<EOF`: its program is a heredoc. */
function readsProgram({ name = '', args, redirects }: Command): boolean {
  const hasHeredoc = redirects.some(({ operator }) => operator === '<<' || operator === '<<-');
  return hasHeredoc && LANGUAGES.test(name) && args.every(({ raw }) => raw === '-');
}

function openVariable(variables: readonly string[], range: TextRange, what: string): Gap {
  const names = enumerated(variables.map((name) => `\`$${presentable(name)}\``));
  const [has, is] = variables.length === 1 ? ['has', 'is'] : ['have', 'are'];
  const cause = variables.every(isPredefined)
    ? `${is} known only when the image is built`
    : `${has} no value in this file`;
  return { range, reason: 'variable', message: `${names} ${cause}, so ${what} was not judged.` };
}

/** The names of the variables in a word, each once. */
function variablesIn(text: string): readonly string[] {
  return [...new Set([...text.matchAll(/\$\{?([a-z_]\w*)/giu)].flatMap((match) => match[1] ?? []))];
}

function quoted(name: string): string {
  return `'${presentable(name)}'`;
}
