/** `bulkhead explain`: the page of a rule or a cheat sheet, or one section of it, made readable in a terminal. */
import { type Heading, headingsOf, plainText, sectionAt, slugOf } from '../base/headings.ts';
import { type Arguments, readArguments } from './arguments.ts';
import { UsageError } from './fault.ts';
import { printable } from './format/cells.ts';
import { pageText } from './format/page.ts';
import { paintWith, wantsColour } from './format/paint.ts';
import { EXPLAIN_HELP } from './help.ts';
import { nearest } from '../base/nearest.ts';
import { showLong } from './pager.ts';
import { colourFlag } from './settings.ts';
import type { World } from './world.ts';

const OPTIONS = {
  list: { type: 'boolean' },
  'no-pager': { type: 'boolean' },
  color: { type: 'boolean' },
  'no-color': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Longer lines than this tire the eye. */
const WIDEST_TEXT = 100;

export async function explain(words: readonly string[], world: World): Promise<number> {
  const given = readArguments(words, OPTIONS);
  if (given.has('help')) {
    world.out.write(EXPLAIN_HELP);
    return 0;
  }
  const paint = paintWith(wantsColour(colourFlag(given), world.env, world.out.isTerminal));
  const columns = Math.min(world.out.columns ?? WIDEST_TEXT, WIDEST_TEXT);
  await showLong(pageText(markdownFor(given, world), paint, columns), world, given.has('no-pager'));
  return 0;
}

function markdownFor(given: Arguments, world: World): string {
  const [name, ...more] = given.operands;
  const isList = given.has('list');
  if (name === undefined) {
    if (isList) return listOfPages(world);
    throw new UsageError("which rule or topic? 'bulkhead explain --list' lists them");
  }
  // `capabilities.md#drop-everything` is how pages link to one another.
  const [, id = '', fragment = ''] = /^([^#]*?)(?:\.md)?(?:#(.*))?$/su.exec(name) ?? [];
  const page = pageOf(id.toLowerCase(), world);
  if (page === undefined) throw unknownPage(name, world);
  if (isList) return listOfSections(id.toLowerCase(), page);
  const wanted = [fragment, ...more].join(' ').trim();
  return wanted === '' ? page : sectionAt(page, headingFor(id.toLowerCase(), page, wanted));
}

function pageOf(id: string, world: World): string | undefined {
  const rule = world.registry.rules.find((each) => each.id === id);
  if (rule) return world.readPage(id) ?? `# ${id}\n\n${rule.meta.summary}.\n`;
  return world.readTopics().includes(id) ? world.readPage(id) : undefined;
}

/** The heading that a fragment names, else the one that all words stand in. */
function headingFor(id: string, page: string, wanted: string): Heading {
  const headings = headingsOf(page);
  const slug = slugOf(wanted);
  const exact = headings.find((heading) => heading.slug === slug);
  if (exact) return exact;
  const parts = slug.split(/[-_]+/u);
  const fitting = headings.filter((heading) => parts.every((part) => heading.slug.includes(part)));
  const [first, ...others] = fitting;
  if (first && others.length === 0) return first;
  const close = first
    ? fitting.map((heading) => heading.slug)
    : nearest(
        slug,
        headings.map((heading) => heading.slug),
      );
  const hint =
    close.length > 0
      ? didYouMean(close.map((each) => `${id}#${each}`))
      : `'bulkhead explain --list ${id}' lists them`;
  throw new UsageError(
    `'${id}' has ${first ? 'several sections' : 'no section'} '${printable(wanted)}'; ${hint}`,
  );
}

function unknownPage(name: string, world: World): UsageError {
  const topics = world.readTopics();
  const names = nearest(name, [...world.registry.rules.map(({ id }) => id), ...topics]);
  const found = [...names, ...sectionsWith(slugOf(name), topics, world).slice(0, MOST_SECTIONS)];
  const hint = found.length > 0 ? didYouMean(found) : "'bulkhead explain --list' lists them";
  return new UsageError(`unknown rule or topic '${printable(name)}'; ${hint}`);
}

const MOST_SECTIONS = 3;

/** The last section of a cheat sheet, whose headings are whole questions. */
const CLOSING = 'questions';

/** Somebody may ask for what is only a part of a cheat sheet: `seccomp`. */
function sectionsWith(slug: string, topics: readonly string[], world: World): readonly string[] {
  if (slug.length < 3) return [];
  return topics.flatMap((id) => {
    const headings = headingsOf(world.readPage(id) ?? '');
    const end = headings.findIndex(({ slug: each }) => each === CLOSING);
    const sections = headings.slice(0, end < 0 ? undefined : end).filter(({ level }) => level === 3);
    return sections.flatMap((section) => (section.slug.includes(slug) ? `${id}#${section.slug}` : []));
  });
}

function didYouMean(names: readonly string[]): string {
  return `did you mean ${names.join(', ')}?`;
}

function listOfPages(world: World): string {
  const rules = world.registry.rules.map(({ id, meta }) => row(id, meta.summary));
  const topics = world.readTopics().map((id) => row(id, introductionOf(world.readPage(id) ?? '')));
  return `| Rule | What it does |
|---|---|
${rules.sort().join('\n')}

| Cheat sheet | What it is about |
|---|---|
${topics.join('\n')}

\`bulkhead explain NAME\` prints one, \`bulkhead explain NAME#SECTION\` a part of it, and \`bulkhead explain --list NAME\` lists its sections.
`;
}

function listOfSections(id: string, page: string): string {
  const sections = headingsOf(page).filter(({ level }) => level > 1);
  const rows = sections.map(({ slug, title, level }) =>
    row(`${id}#${slug}`, level > 2 ? `– ${title}` : title),
  );
  return `| Section | Heading |\n|---|---|\n${rows.join('\n')}\n`;
}

function row(name: string, text: string): string {
  return `| \`${name}\` | ${text.replaceAll('|', '\\|')} |`;
}

/** The first paragraph of a page, which says what it is about. */
function introductionOf(page: string): string {
  const paragraph = page.split(/\n\s*\n/u).find((block) => block.trim() !== '' && !block.startsWith('#'));
  return plainText((paragraph ?? '').replace(/\s+/gu, ' '));
}
