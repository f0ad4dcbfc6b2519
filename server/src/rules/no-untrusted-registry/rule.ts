/** Flags images that come from a registry, or from a part of one, that the configuration does not name as trusted. */
import { isDockerHub, isTrusted } from '../../knowledge/registries.ts';
import { defineRule } from '../../model/rule.ts';
import { valueOf } from '../../model/setting.ts';

export default defineRule({
  id: 'no-untrusted-registry',
  meta: {
    summary: 'Disallow images from registries that the configuration does not trust',
    topic: 'images',
    section: 'whom-to-trust',
    remedy: 'Take images from trusted registries only',
    severity: 'warning',
    profile: 'recommended',
    // No fix: whether a trusted registry has the same image is not known here.
    fix: 'none',
    since: '0.1.0',
    keys: ['image'],
    references: [
      { standard: 'CIS Docker Benchmark 1.6.0', id: '4.2' },
      {
        standard: 'OWASP Docker Security Cheat Sheet',
        id: 'RULE #13',
        url: 'https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html',
      },
    ],
    aliases: ['hadolint:DL3026'],
  },
  messages: {
    registry: "Image '{{image}}' comes from '{{registry}}', which is none of the trusted registries.",
    hub: "Image '{{image}}' comes from Docker Hub, and not from a part of it that is trusted.",
  },
  check: {
    *image({ reference: setting, built, source }, { trustedRegistries }) {
      // What is built here is not fetched by this name.
      if (!trustedRegistries || built) return;
      const reference = valueOf(setting);
      if (!reference || isTrusted(reference, trustedRegistries)) return;
      const { text: image, registry } = reference;
      if (isDockerHub(reference)) yield { at: source, message: 'hub', data: { image } };
      else yield { at: source, message: 'registry', data: { image, registry: registry ?? '' } };
    },
  },
});
