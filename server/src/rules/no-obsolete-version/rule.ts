/** Marks the top-level `version` of a Compose file, which nothing reads any more. */
import { remove } from '../../model/change.ts';
import { defineRule } from '../../model/rule.ts';
import { isSet } from '../../model/setting.ts';

export default defineRule({
  id: 'no-obsolete-version',
  meta: {
    summary: 'Disallow the obsolete top-level version of Compose files',
    topic: 'myths',
    section: 'the-version-of-a-compose-file',
    remedy: 'Delete the obsolete top-level version of Compose files',
    severity: 'hint',
    profile: 'recommended',
    fix: 'safe',
    since: '0.1.0',
    keys: ['version'],
    references: [
      {
        standard: 'Compose Specification',
        id: 'Version and name top-level elements',
        url: 'https://docs.docker.com/reference/compose-file/version-and-name/',
      },
    ],
    aliases: ['dclint:no-version-field'],
    unnecessary: true,
  },
  messages: {
    obsolete:
      "The version '{{version}}' has no effect: Docker Compose reads every file by its current specification.",
  },
  check: {
    *project({ version }) {
      if (!isSet(version)) return;
      yield {
        at: version.source,
        message: 'obsolete',
        data: { version: version.value },
        fixes: [{ title: 'Remove the version', applicability: 'safe', changes: [remove(version)] }],
      };
    },
  },
});
