/** What was not checked, as notifications of SARIF: a run without results must not look like a project without faults. */
import type { FileReview, Report, ReviewGap } from './report.ts';
import { type ArtifactIndexes, physicalLocation } from './sarif-places.ts';
import { LEVELS } from './sarif-rules.ts';

type NoticeId = 'problem' | 'not-checked' | 'not-understood' | `gap-${ReviewGap['reason']}`;

/** The kinds of notifications; results refer to them by index. */
const KINDS: readonly { readonly id: NoticeId; readonly text: string }[] = [
  { id: 'problem', text: 'Something is wrong with the text itself.' },
  { id: 'not-checked', text: 'A file could not be read, or was given up.' },
  { id: 'not-understood', text: 'A file configures containers in a notation that is not judged.' },
  { id: 'gap-variable', text: 'A variable that nobody sets decides a value.' },
  { id: 'gap-file', text: 'Another file was not read or is not there.' },
  { id: 'gap-remote', text: 'Only a network could fetch what is named.' },
  { id: 'gap-notation', text: 'Something is written in a form that is not understood.' },
];

const INDEXES = new Map(KINDS.map(({ id }, index) => [id, index]));

export function noticeDescriptors() {
  return KINDS.map(({ id, text }) => ({ id, shortDescription: { text } }));
}

/** One notification for each problem and gap, and for each file of which nothing else says that it was left out. */
export function noticesOf({ files }: Report, artifacts: ArtifactIndexes) {
  return files.flatMap((file) => [...statusOf(file), ...gapsOf(file)].map((one) => noticeOf(one, artifacts)));
}

interface Notice {
  readonly id: NoticeId;
  readonly level: 'error' | 'warning' | 'note';
  readonly message: string;
  readonly path: string;
  readonly range?: ReviewGap['range'];
}

function statusOf({ path, status, problems }: FileReview): Notice[] {
  const isChecked = status === 'judged' || status === 'not understood';
  const said = problems.map(({ severity, message, range }): Notice => ({
    id: isChecked ? 'problem' : 'not-checked',
    level: isChecked ? LEVELS[severity] : 'error',
    message,
    path,
    ...(range ? { range } : {}),
  }));
  if (status === 'not understood') {
    const message = 'The notation of this file is not judged yet.';
    return [{ id: 'not-understood', level: 'note', message, path }, ...said];
  }
  if (isChecked || said.length > 0) return said;
  return [{ id: 'not-checked', level: 'error', message: 'The file was not checked.', path }];
}

function gapsOf({ path, gaps }: FileReview): Notice[] {
  return gaps.map(({ reason, message, range }) => ({
    id: `gap-${reason}`,
    level: 'note',
    message,
    path,
    range,
  }));
}

function noticeOf({ id, level, message, path, range }: Notice, artifacts: ArtifactIndexes) {
  return {
    descriptor: { id, index: INDEXES.get(id) },
    level,
    message: { text: message },
    locations: [{ physicalLocation: physicalLocation(path, range, artifacts) }],
  };
}
