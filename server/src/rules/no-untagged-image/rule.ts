/** Flags images whose name leaves open which version is meant. */
import { isMovingTag } from '../../knowledge/images.ts';
import type { ImageReference } from '../../model/image.ts';
import { defineRule, type Severity } from '../../model/rule.ts';
import { valueOf } from '../../model/setting.ts';

export default defineRule({
  id: 'no-untagged-image',
  meta: {
    summary: 'Disallow images whose name does not say which version is meant',
    topic: 'images',
    section: 'tags-and-digests',
    remedy: 'Say which version of an image is meant',
    severity: 'warning',
    profile: 'recommended',
    options: {
      digest: {
        type: 'boolean',
        summary: 'Whether a version is not enough, and a digest is asked for as well',
      },
    },
    fix: 'none',
    since: '0.1.0',
    keys: ['image'],
    references: [
      { standard: 'CIS Docker Benchmark 1.6.0', id: '5.28' },
      {
        standard: 'OWASP Docker Security Cheat Sheet',
        id: 'RULE #9',
        url: 'https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html',
      },
    ],
    aliases: [
      'hadolint:DL3006',
      'hadolint:DL3007',
      'trivy:DS-0001',
      'checkov:CKV_DOCKER_7',
      'kics:image-version-not-explicit',
      'kics:image-version-using-latest',
      'semgrep:missing-image-version',
      'semgrep:avoid-latest-version',
      'compose-lint:CL-0004',
      'dclint:service-image-require-explicit-tag',
      'docksec:compose-latest-or-untagged-image',
    ],
  },
  messages: {
    untagged: "Image '{{image}}' has no tag, so it may be another version every time it is pulled.",
    latest:
      "Image '{{image}}' means whatever was pushed last, so it may be another version every time it is pulled.",
    undigested:
      "Image '{{image}}' has no digest, so its publisher can put another content under the same tag.",
    digest: "pins '{{repository}}' by its digest",
    version: "names version {{tag}} of '{{repository}}'",
    moving: "The tag of image '{{image}}' moves from version to version as its publisher pleases.",
  },
  check: {
    *image({ reference: setting, built, source }, { option }) {
      // What is built here gets this name, nothing is fetched by it.
      if (built) return;
      const reference = valueOf(setting);
      const message = reference && messageFor(reference, option('digest') === true);
      if (!message) return;
      const severity: { severity?: Severity } = message === 'moving' ? { severity: 'info' } : {};
      yield { at: source, message, data: { image: reference.text }, ...severity };
    },
  },
  praise: {
    *image({ reference: setting, built, source }) {
      const reference = valueOf(setting);
      if (built || !reference) return;
      const { digest, tag = '', repository } = reference;
      if (digest !== undefined) yield { at: source, message: 'digest', data: { repository } };
      else if (VERSION.test(tag)) yield { at: source, message: 'version', data: { tag, repository } };
    },
  },
});

/** A tag that begins with a number; of others, such as `bookworm` and `arm64v8`, it is not certain that they name a version. */
const VERSION = /^v?\d/u;

type Message = 'untagged' | 'latest' | 'moving' | 'undigested';

function messageFor({ tag, digest }: ImageReference, wantsDigest: boolean): Message | undefined {
  // A digest names one content for ever, whatever the tag beside it says.
  if (digest !== undefined) return undefined;
  if (tag === undefined) return 'untagged';
  if (tag === 'latest') return 'latest';
  if (isMovingTag(tag)) return 'moving';
  return wantsDigest ? 'undigested' : undefined;
}
