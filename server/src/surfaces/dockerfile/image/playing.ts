/** What the parts of one build share while it is played through. */
import type { DockerfileTree, Instruction } from '../../../syntax/dockerfile/tree.ts';
import type { NotedCheck } from './checks.ts';
import type { Expander } from './environment.ts';
import type { WrittenFile } from './read-file.ts';
import type { Refusal } from './refusal.ts';
import type { Build } from './stages.ts';

/** What is asked of a build. */
export interface ImageRequest {
  readonly target?: string | undefined;
  /** The build arguments that have a value. */
  readonly args: ReadonlyMap<string, string>;
}

export interface Playing {
  readonly tree: DockerfileTree;
  readonly written: WrittenFile;
  readonly request: ImageRequest;
  /** The platform that is built for, such as `linux/amd64`. */
  readonly platform: string;
  readonly expander: Expander;
  readonly build: Build;
  /** The variables that FROM sees. */
  readonly globals: Map<string, string>;
  readonly noted: NotedCheck[];
}

/** A refusal at an instruction of the file. */
export function refusalAt({ lines, range }: Instruction, message: string): Refusal {
  return { at: 'convert', message, line: lines.first, range };
}
