/** What was not checked, as Markdown. */
import { count, short } from '../html/words.ts';
import { BLIND_SPOTS } from '../blind-spots.ts';
import { type EqualGaps, gapsByMessage } from '../gaps.ts';
import type { FileReview, Report, ReviewGap } from '../report.ts';
import { code, text } from './text.ts';

export function uncheckedSection({ files }: Report): string[] {
  const missed = files.filter(({ status }) => status !== 'judged');
  const judged = files.filter(({ status }) => status === 'judged');
  const flawed = judged.filter(({ problems }) => problems.length > 0);
  const parts = [
    ...listPart('Files', missed.map(missedItem)),
    ...listPart('Files with errors in them', flawed.flatMap(flawedItems)),
    ...REASONS.flatMap(([reason, title]) => listPart(title, gapsByMessage(judged, reason).map(gapItem))),
  ];
  return [
    '## What was not checked',
    '',
    ...(parts.length > 0
      ? ['What stands here may be right or wrong; this report does not know.']
      : [
          'All that was found in these files could be judged.',
          'What runs in the end may still differ: an image brings settings of its own, and a command line can change any of them.',
        ]),
    '',
    ...parts,
    ...blindSpots(),
    ...listPart(`The ${count(judged.length, 'file')} that were checked`, judged.map(checkedItem)),
  ];
}

const REASONS: readonly (readonly [ReviewGap['reason'], string])[] = [
  ['variable', 'Variables that nobody sets'],
  ['file', 'What other files decide'],
  ['remote', 'What only a network could fetch'],
  ['notation', 'Forms that are not understood'],
];

function listPart(title: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : [`### ${title}`, '', ...items, ''];
}

function missedItem({ path, problems, gaps }: FileReview): string {
  return `- ${code(short(path))}: ${[...problems, ...gaps].map(({ message }) => text(message)).join(' ')}`;
}

function flawedItems({ path, problems }: FileReview): string[] {
  return problems.map(({ message, range }) => `- ${placed(path, range)}: ${text(message)}`);
}

/** What was not checked for the same reason in many places is said once. */
function gapItem({ message, places: [first, ...more] }: EqualGaps): string {
  if (more.length === 0) return `- ${placed(first.path, first.range)}: ${text(message)}`;
  const places = [first, ...more].map(({ path, range }) => placed(path, range));
  return `- ${text(message)}\n  In ${count(places.length, 'place')}: ${places.join(', ')}`;
}

function blindSpots(): string[] {
  return [
    '### What no rule looks at',
    '',
    'Nothing is said here of the following, be it right or wrong:',
    '',
    ...BLIND_SPOTS.map((spot) => `- ${spot}`),
    '',
  ];
}

function placed(path: string, range: ReviewGap['range'] | undefined): string {
  return code(range ? `${short(path)}:${range.start.line + 1}` : short(path));
}

function checkedItem({ path, findings }: FileReview): string {
  return `- ${code(short(path))}: ${findings.length === 0 ? 'nothing found' : count(findings.length, 'finding')}`;
}
