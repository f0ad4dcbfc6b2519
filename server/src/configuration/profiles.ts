/** What the profiles say of rules. */
import type { Profile } from '../model/configuration.ts';
import type { Rule, Severity } from '../model/rule.ts';

/**
 * On a machine of a developer nobody else reaches the container, and it lives for an hour:
 * what protects against others, or against the next release, weighs less. What gives the container the machine itself stays as it is.
 */
const DEVELOPMENT: Readonly<Record<string, Severity | 'off'>> = {
  // The settings limit what an intruder can do; here the one inside is the developer.
  'require-hardening': 'off',
  // Ports open to the network of a desk are worth knowing and seldom an attack.
  'no-open-port': 'info',
  // A moving tag costs a surprise, not a release.
  'no-untagged-image': 'info',
  // Sources are mounted from the developer's own files, whose owner is seldom the user of the image.
  'no-root-user': 'info',
  // Tools are installed by hand, and the password would be the developer's own.
  'no-sudo': 'hint',
  // What a repository holds is read by others, whoever runs it: no-secret-in-variable stays as it is.
};

/** What a profile says of a rule; undefined where the rule's own severities apply. */
export function profileSeverity(profile: Profile, { id, meta }: Rule): Severity | 'off' | undefined {
  if (meta.profile === 'strict' && profile !== 'strict') return 'off';
  return profile === 'development' && Object.hasOwn(DEVELOPMENT, id) ? DEVELOPMENT[id] : undefined;
}

/** The rules that the table names, for a test that each exists. */
export const DEVELOPMENT_RULES: readonly string[] = Object.keys(DEVELOPMENT);
