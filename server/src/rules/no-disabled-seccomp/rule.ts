/** Flags containers that run without the filter of system calls. */
import { remove } from '../../model/change.ts';
import { defineRule } from '../../model/rule.ts';
import { isTrue, knownItems } from '../../model/setting.ts';

export default defineRule({
  id: 'no-disabled-seccomp',
  meta: {
    summary: 'Disallow containers without a seccomp filter',
    topic: 'confinement',
    section: 'seccomp',
    remedy: 'Give containers their seccomp filter back',
    severity: 'warning',
    profile: 'recommended',
    fix: 'unsafe',
    since: '0.1.0',
    keys: ['securityOpt'],
    references: [
      { standard: 'CIS Docker Benchmark 1.6.0', id: '5.22' },
      {
        standard: 'OWASP Docker Security Cheat Sheet',
        id: 'RULE #6',
        url: 'https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html',
      },
    ],
    aliases: [
      'kics:default-seccomp-profile-disabled',
      'semgrep:seccomp-confinement-disabled',
      'compose-lint:CL-0009',
      'docksec:compose-disabled-security-opt',
    ],
  },
  messages: {
    unconfined:
      "Container '{{name}}' may make every system call: the seccomp filter, which hides risky kernel code, is off.",
  },
  check: {
    *container({ name, privileged, securityOpt }) {
      const profiles = knownItems(securityOpt).filter(({ value }) => PROFILE.test(value));
      // The engine reads the options in order and keeps the last one.
      if (!isUnconfined(profiles.at(-1)?.value)) return;
      for (const item of profiles) {
        if (!isUnconfined(item.value)) continue;
        yield {
          at: item.source,
          message: 'unconfined',
          data: { name },
          // A privileged container has no filter whatever is written here, but the line would count once that is mended.
          ...(isTrue(privileged) ? { severity: 'hint' } : {}),
          fixes: [
            {
              title: 'Use the default seccomp profile',
              applicability: 'unsafe',
              changes: [remove(item)],
              breaks:
                "A debugger, a sandbox or a nested container that makes a filtered call fails with 'operation not permitted'.",
            },
          ],
        };
      }
    },
  },
});

/** Both separators name the same option; `label:seccomp:unconfined` is one of SELinux and means something else. */
const PROFILE = /^seccomp[=:]/u;

function isUnconfined(option: string | undefined): boolean {
  return option !== undefined && /^seccomp[=:]unconfined$/u.test(option);
}
