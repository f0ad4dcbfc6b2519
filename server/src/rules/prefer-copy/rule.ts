/** Flags an ADD of plain local files, for which COPY does the same and nothing more. */
import { isPlainSource } from '../../knowledge/plain-files.ts';
import { replace } from '../../model/change.ts';
import { defineRule } from '../../model/rule.ts';

export default defineRule({
  id: 'prefer-copy',
  meta: {
    summary: 'Prefer COPY over ADD for local files and folders',
    topic: 'builds',
    section: 'copy-or-add',
    remedy: 'Use COPY where ADD does nothing more',
    severity: 'info',
    profile: 'recommended',
    fix: 'safe',
    since: '0.1.0',
    keys: ['add'],
    references: [{ standard: 'CIS Docker Benchmark 1.6.0', id: '4.9' }],
    aliases: [
      'hadolint:DL3020',
      'trivy:DS-0005',
      'kics:add_instead_of_copy',
      'checkov:CKV_DOCKER_4',
      'semgrep:prefer-copy-over-add',
      'sonar:S7029',
      'cnspec:use-copy-instead-of-add',
      'dockle:CIS-DI-0009',
    ],
  },
  messages: {
    add: "ADD takes '{{path}}' as COPY would, but would also fetch or unpack what somebody puts in its place.",
  },
  check: {
    *copy({ verb, sources, flags }) {
      const [first] = sources;
      if (verb.value !== 'ADD' || !first) return;
      // Every source must be proved: one archive among them is unpacked by ADD alone.
      if (!sources.every(({ kind, text }) => kind === 'path' && isPlainSource(text))) return;
      if (!flags.every(({ name }) => SHARED_FLAGS.has(name))) return;
      yield {
        at: verb.source,
        message: 'add',
        data: { path: first.text },
        // Safe: for what is no archive and no address, BuildKit does the same for both.
        fixes: [{ title: 'Use COPY', applicability: 'safe', changes: [replace(verb, 'COPY')] }],
      };
    },
  },
});

/** The flags that mean the same on ADD and on COPY; `--checksum`, `--keep-git-dir` and `--unpack` are known to ADD alone. */
const SHARED_FLAGS = new Set(['chown', 'chmod', 'link', 'exclude']);
