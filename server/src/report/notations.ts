/** Tells files that configure containers in a notation that is not judged yet, by their names alone. */
import { fileNameOf } from '../base/uri.ts';
import type { FileReview } from './report.ts';

/** A notation, and the files that are written in it. */
interface Notation {
  readonly name: string;
  /** Of the file's name, in lower case. */
  readonly file: RegExp;
  /** Of the path with slashes around its folders, where the name alone leaves doubt. */
  readonly folder?: RegExp;
}

const NOTATIONS: readonly Notation[] = [
  { name: 'a dev container', file: /^\.?devcontainer\.json$/u },
  { name: "the engine's settings", file: /^daemon\.json$/u },
  { name: 'a Quadlet unit', file: /\.container$/u },
  {
    name: 'a Quadlet unit',
    file: /\.(?:build|image|kube|network|pod|volume)$/u,
    folder: /\/(?:containers\/systemd|quadlets?)\//u,
  },
  { name: 'a GitHub workflow', file: /\.ya?ml$/u, folder: /\/\.github\/workflows\/[^/]*$/u },
  { name: 'a GitHub action', file: /^action\.ya?ml$/u },
  { name: 'a GitLab pipeline', file: /^\.gitlab-ci\.ya?ml$/u },
  { name: 'a Bake file', file: /^docker-bake(?:\.override)?\.(?:hcl|json)$/u },
];

/** What a file is, in words with an article: `a dev container`; undefined for all other files. `path` has slashes. */
export function notationOf(path: string): string | undefined {
  const lower = `/${path.toLowerCase()}`;
  const name = fileNameOf(lower);
  return NOTATIONS.find(({ file, folder }) => file.test(name) && (folder?.test(lower) ?? true))?.name;
}

/** The review of such a file: it is listed among what was not checked. */
export function notUnderstood(path: string, notation: string): FileReview {
  const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  const message = `This file is ${notation}: Bulkhead does not read that notation yet.`;
  return {
    path,
    status: 'not understood',
    problems: [],
    parts: [],
    findings: [],
    excepted: [],
    credits: [],
    gaps: [{ reason: 'notation', message, range }],
  };
}
