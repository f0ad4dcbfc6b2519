/** What a Dockerfile comes to: the configuration of the image that BuildKit makes of it, or why it refuses. */
import type { Outcome } from '../../model/surface.ts';
import type { DockerfileTree } from '../../syntax/dockerfile/tree.ts';
import { evaluate } from './image/evaluate.ts';
import { linesOf } from './image/listing.ts';
import { modelOf } from './image/model.ts';
import type { BuildOptions } from './outline.ts';

/** Builds without a network and without a build context. An argument without a known value counts as not given. */
export function outcomeOf(tree: DockerfileTree, uri: string, { target, args }: BuildOptions): Outcome {
  const given = [...(args ?? [])].flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, value]],
  );
  const evaluation = evaluate(tree, { target, args: new Map(given) });
  const { refusal } = evaluation;
  const described = { files: [uri], model: { ...modelOf(evaluation) }, lines: linesOf(evaluation, uri) };
  if (!refusal) return { ...described, ok: true };
  const at = refusal.range ? { at: { uri, range: refusal.range } } : {};
  return { ...described, ok: false, error: errorOf(refusal.message), ...at };
}

/** Messages about instructions begin with their line; that is said beside them anyway. */
function errorOf(message: string): string {
  return message.replace(/^dockerfile parse error on line \d+: /u, '');
}
