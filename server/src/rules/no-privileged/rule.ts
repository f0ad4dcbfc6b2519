/** Flags containers that hold every capability and reach every device of the host. */
import { remove } from '../../model/change.ts';
import { defineRule } from '../../model/rule.ts';
import { isTrue } from '../../model/setting.ts';

export default defineRule({
  id: 'no-privileged',
  meta: {
    summary: 'Disallow privileged containers',
    topic: 'privileges',
    section: 'privileged-containers',
    remedy: 'Run containers without `privileged`',
    severity: 'error',
    profile: 'recommended',
    fix: 'unsafe',
    since: '0.1.0',
    keys: ['privileged'],
    references: [
      { standard: 'CIS Docker Benchmark 1.6.0', id: '5.5' },
      {
        standard: 'OWASP Docker Security Cheat Sheet',
        id: 'RULE #3',
        url: 'https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html',
      },
    ],
    aliases: [
      'kics:privileged-containers-enabled',
      'semgrep:privileged-service',
      'compose-lint:CL-0002',
      'docksec:compose-privileged-container',
    ],
  },
  messages: {
    privileged:
      "Container '{{name}}' is privileged: it holds every capability and reaches every device of the host.",
  },
  check: {
    *container({ name, privileged }) {
      // An unresolved `${PRIVILEGED}` may be false; staying silent beats a false alarm.
      if (!isTrue(privileged)) return;
      yield {
        at: privileged.source,
        message: 'privileged',
        data: { name },
        fixes: [
          {
            title: 'Run without privileges',
            applicability: 'unsafe',
            changes: [remove(privileged)],
            breaks:
              'A program that truly needs a device or a capability fails until it is granted that one thing.',
          },
        ],
      };
    },
  },
});
