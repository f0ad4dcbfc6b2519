/** What a service runs: `entrypoint` with `command`, the health check, and the hooks around its start and stop. */
import type { Script, ScriptRole } from '../../model/command.ts';
import type { Setting, Source } from '../../model/setting.ts';
import { expand } from '../../syntax/interpolation/expand.ts';
import { type ExecWord, readExec, readScript, type ScriptFrame } from '../../syntax/shell/read-script.ts';
import { type Field, type Fields, type Reached, sourceOf, sourceOfField } from '../../syntax/yaml/follow.ts';
import { scalarSlice } from '../../syntax/yaml/scalar-slice.ts';
import type { YamlNode } from '../../syntax/yaml/tree.ts';
import type { Slice } from '../../base/slice.ts';
import { elementsOf, fieldsIn, fieldsOf, isBlank } from './fields.ts';
import type { Frame } from './frame.ts';
import { originOf, readSetting, asText, remember } from './scalars.ts';
import { splitWords } from './shell-words.ts';

const HOOKS = ['pre_start', 'post_start', 'pre_stop'];

export function readScripts(frame: Frame, fields: Fields, user: Setting<string>): readonly Script[] {
  const scripts = [
    startScript(frame, fields, user),
    healthScript(frame, fields.get('healthcheck'), user),
    ...HOOKS.flatMap((name) => hookScripts(frame, fields.get(name), user)),
  ];
  return scripts.flatMap((script) => script ?? []);
}

/** The words of `command` follow those of an `entrypoint`; without one they are the program. */
function startScript(frame: Frame, fields: Fields, user: Setting<string>): Script | undefined {
  const entrypoint = fields.get('entrypoint');
  const command = fields.get('command');
  const first = isBlank(entrypoint) ? [] : (wordsOf(frame, entrypoint) ?? []);
  const second = isBlank(command) ? [] : (wordsOf(frame, command) ?? []);
  const head = first.length > 0 ? entrypoint : command;
  if (!head || first.length + second.length === 0) return undefined;
  return made(frame, head, readExec([...first, ...second], scriptFrame(sourceOfField(head), 'start', user)));
}

function healthScript(frame: Frame, field: Field | undefined, user: Setting<string>): Script | undefined {
  const test = fieldsOf(frame, field).get('test');
  if (!test?.value) return undefined;
  const frameOf = scriptFrame(sourceOfField(test), 'healthcheck', user);
  if (test.value.node.kind === 'scalar') {
    const text = shellText(frame, test.value);
    return text && text.text !== '' ? made(frame, test, readScript(text, frameOf)) : undefined;
  }
  const [kind, ...words] = wordsOf(frame, test) ?? [];
  const [text] = words;
  if (!text) return undefined;
  if (kind?.slice.text === 'CMD-SHELL') return made(frame, test, readScript(text.slice, frameOf));
  return kind?.slice.text === 'CMD' ? made(frame, test, readExec(words, frameOf)) : undefined;
}

function hookScripts(frame: Frame, field: Field | undefined, user: Setting<string>): Script[] {
  return elementsOf(frame, field).flatMap((element) => {
    if (element.value?.node.kind !== 'mapping') return [];
    const fields = fieldsIn(frame, element.value);
    const command = fields.get('command');
    const words = isBlank(command) ? [] : wordsOf(frame, command);
    if (!command || !words || words.length === 0) return [];
    const source = sourceOfField(command);
    const own = fields.get('user');
    const runs = own ? readSetting(frame, own, { head: source, isOpen: false }, '', 'text', asText) : user;
    return [made(frame, command, readExec(words, scriptFrame(source, 'hook', runs)))];
  });
}

function scriptFrame(source: Source, role: ScriptRole, user: Setting<string>): ScriptFrame {
  return { uri: source.uri, source, role, interpreter: 'posix', pipefail: false, user, shipped: true };
}

function made(frame: Frame, field: Field, script: Script): Script {
  return remember(frame, script, originOf(field, 'text'));
}

/** The words of a command; undefined when it is written in a way that Compose refuses. */
function wordsOf(frame: Frame, field: Field): readonly ExecWord[] | undefined {
  const { value } = field;
  if (value?.node.kind === 'scalar') {
    const text = shellText(frame, value);
    return text && splitWords(text);
  }
  return elementsOf(frame, field).flatMap((element) => {
    const slice = element.value && shellText(frame, element.value);
    if (!slice || !element.value) return [];
    return [{ slice, range: rangeOf(element.value) }];
  });
}

function rangeOf(value: Reached<YamlNode>): ExecWord['range'] {
  return sourceOf(value.file, value.node.range, value.steps).range;
}

/**
 * The text that is run. A variable that no file sets stays as `${NAME}`: a shell would expand it, and so whoever reads the text as a shell does
 * knows that this part is not known.
 */
function shellText(frame: Frame, value: Reached): Slice | undefined {
  if (value.node.kind !== 'scalar') return undefined;
  const expanded = expand(
    scalarSlice(value.file.text, value.node),
    frame.lookupIn(value.file),
    (name) => `\${${name}}`,
  );
  return expanded.invalid ? undefined : expanded.slice;
}
