/** Makes the folder of a new rule: `npm run new-rule -- no-something container`. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const rules = fileURLToPath(new URL('../src/rules', import.meta.url));
const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));

/** For each kind of subject: how a check takes one, a question that the examples answer, and those examples. */
const KINDS = {
  project: {
    takes: '{ containers, source }',
    unless: "!containers.some(({ name }) => name === 'example')",
    name: "'example'",
    surface: 'compose',
    flagged: 'services:\n  example:\n    image: nginx:1.29',
    silent: 'services:\n  web:\n    image: nginx:1.29',
  },
  container: {
    takes: '{ name, source }',
    unless: "name !== 'example'",
    name: 'name',
    surface: 'compose',
    flagged: 'services:\n  example:\n    image: nginx:1.29',
    silent: 'services:\n  web:\n    image: nginx:1.29',
  },
  stage: {
    takes: '{ name, source }',
    unless: "name !== 'example'",
    name: 'name',
    surface: 'dockerfile',
    flagged: 'FROM alpine:3.22 AS example',
    silent: 'FROM alpine:3.22 AS build',
  },
  image: {
    takes: '{ reference, source }',
    unless: "!isSet(reference) || reference.value.repository !== 'example'",
    imports: "import { isSet } from '../../model/setting.ts';\n",
    name: 'reference.value.text',
    surface: 'dockerfile',
    flagged: 'FROM example:1.0',
    silent: 'FROM alpine:3.22',
  },
  script: {
    takes: '{ commands, source }',
    unless: "!commands.some(({ name }) => name === 'example')",
    name: "'example'",
    surface: 'dockerfile',
    flagged: 'FROM alpine:3.22\nRUN example --now',
    silent: 'FROM alpine:3.22\nRUN echo example',
  },
  command: {
    takes: '{ name, source }',
    unless: "name !== 'example'",
    name: 'name',
    surface: 'dockerfile',
    flagged: 'FROM alpine:3.22\nRUN example --now',
    silent: 'FROM alpine:3.22\nRUN echo example',
  },
  variable: {
    takes: '{ name, source }',
    unless: "name !== 'EXAMPLE'",
    name: 'name',
    surface: 'dockerfile',
    flagged: 'FROM alpine:3.22\nENV EXAMPLE=1',
    silent: 'FROM alpine:3.22\nENV OTHER=1',
  },
  copy: {
    takes: '{ target, source }',
    unless: "!isSet(target) || target.value !== '/example'",
    imports: "import { isSet } from '../../model/setting.ts';\n",
    name: 'target.value',
    surface: 'dockerfile',
    flagged: 'FROM alpine:3.22\nCOPY file /example',
    silent: 'FROM alpine:3.22\nCOPY file /other',
  },
};

const VERBS = { no: 'Disallow', require: 'Require', prefer: 'Prefer' };

const [id, kind = 'container'] = process.argv.slice(2);
const problem = problemWith(id, kind);
if (problem) {
  console.error(problem);
  console.error(`Usage: npm run new-rule -- <id> <${Object.keys(KINDS).join('|')}>`);
  process.exit(2);
}

const summary = `${VERBS[id.split('-')[0]]} … (what the rule forbids or demands, in one sentence)`;
mkdirSync(join(rules, id), { recursive: true });
write('rule.ts', ruleText(KINDS[kind]));
write('docs.md', pageText(KINDS[kind]));
write('cases.md', casesText(KINDS[kind]));
console.log(`server/src/rules/${id}/ is there. What comes next:
  1. Read server/src/rules/README.md, then write the cases.
  2. Replace every … and the words in brackets behind it in all three files.
     Look through topic, severity, profile, fix and keys in rule.ts: they are only a guess.
  3. npm test -- --rule ${id} --update    writes carets and fixed texts; read them.
  4. npm test -- --only meta    says which facts are wrong and how many cases are missing.
  5. npm run findings -- --rule ${id}    shows what it finds in real files (BULKHEAD_CORPUS names their folder).
  6. Add the line to CHANGELOG.md, under Rules, in the order of the ids:
       - \`${id}\`: ${VERBS[id.split('-')[0]].toLowerCase()} …
  7. npm test`);

function problemWith(id, kind) {
  if (!/^(?:no|require|prefer)-[a-z\d]+(?:-[a-z\d]+)*$/.test(id ?? '')) {
    return 'The id begins with no-, require- or prefer- and has small letters, digits and dashes.';
  }
  if (!(kind in KINDS)) return `There is no kind of subject '${kind}'.`;
  return existsSync(join(rules, id)) ? `There is a folder '${id}' already.` : undefined;
}

function write(name, text) {
  writeFileSync(join(rules, id, name), text);
}

/** New rules appear in the next version. */
function nextVersion() {
  const [major, minor] = manifest.version.split('.');
  return `${major}.${Number(minor) + 1}.0`;
}

function ruleText({ takes, unless, imports = '', name }) {
  return `/** Flags … (which subjects, and what is bad about them). */
import { defineRule } from '../../model/rule.ts';
${imports}
export default defineRule({
  id: '${id}',
  meta: {
    summary: '${summary}',
    topic: 'privileges',
    section: 'privileged-containers',
    remedy: 'Run containers without privileges',
    severity: 'warning',
    profile: 'recommended',
    fix: 'none',
    since: '${nextVersion()}',
    keys: [],
    references: [],
    aliases: [],
  },
  messages: {
    found: "'{{name}}' … (what is wrong, and what follows from it).",
  },
  check: {
    *${kind}(${takes}) {
      // … (the question that the rule asks; return early, and stay silent in doubt)
      if (${unless}) return;
      yield { at: source, message: 'found', data: { name${name === 'name' ? '' : `: ${name}`} } };
    },
  },
});
`;
}

function fence(surface, text) {
  return `\`\`\`${surface}\n${text}\n\`\`\``;
}

function pageText({ surface, flagged, silent }) {
  return `# ${id}

${summary}.

## What it does

… (what is looked at, what is left alone)

## Why it matters

… (what an attacker does with it)

## Incorrect

${fence(surface, flagged)}

## Correct

${fence(surface, silent)}

## How to fix

… (in every surface's words)

## When it is fine

… (whom this does not concern, and what they write instead)

## References

- … (standards, documentation)
`;
}

function casesText({ surface, flagged, silent }) {
  return `# Cases of ${id}

## Flagged

… (why this case exists; \`--update\` writes the carets).

${fence(surface, flagged)}

## Silent

… (why this is left alone).

${fence(surface, silent)}
`;
}
