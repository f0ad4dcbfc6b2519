/** Where an image comes from, and whether a list of trusted registries has that place. */
import { matchesWildcard } from '../base/wildcard.ts';
import type { ImageReference } from '../model/image.ts';

/** The names that Docker Hub goes by in references. */
const DOCKER_HUB: ReadonlySet<string> = new Set([
  'docker.io',
  'index.docker.io',
  'registry-1.docker.io',
  'registry.hub.docker.com',
]);

/** Whether an image comes from Docker Hub: it says so, or names no registry. */
export function isDockerHub({ registry }: Pick<ImageReference, 'registry'>): boolean {
  return registry === undefined || DOCKER_HUB.has(registry.toLowerCase());
}

/**
 * Whether a list of trusted places has the one that an image comes from.
 * A place is a registry (`ghcr.io`, `registry.example.com:5000`) or a part of one (`ghcr.io/our-team`), with all below it;
 * `*` stands for any letters of one component. `docker.io/library` is the official images.
 */
export function isTrusted(reference: ImageReference, trusted: readonly string[]): boolean {
  const steps = stepsOf(reference);
  return trusted.some((place) => {
    const [host = '', ...rest] = place
      .toLowerCase()
      .replace(/^https?:\/\//u, '')
      .split('/')
      .filter((step) => step !== '');
    const wanted = [DOCKER_HUB.has(host) ? 'docker.io' : host, ...rest];
    return (
      wanted.length <= steps.length &&
      wanted.every((step, index) => matchesWildcard(steps[index] ?? '', step))
    );
  });
}

function stepsOf({ registry, repository, official }: ImageReference): readonly string[] {
  if (official !== undefined) return ['docker.io', 'library', ...official.split('/')];
  const host = registry === undefined || isDockerHub({ registry }) ? 'docker.io' : registry.toLowerCase();
  return [host, ...repository.toLowerCase().split('/')];
}

/**
 * Whether a list of names has an image: by its name as it is written in files, without tag and digest, or with its registry in full
 * (`nginx`, `example/vpn`, `ghcr.io/our-team/*`); `*` stands for any letters.
 */
export function isNamedImage(reference: ImageReference, names: readonly string[]): boolean {
  const { registry, repository, official } = reference;
  const written = registry === undefined ? repository : `${registry}/${repository}`;
  const spellings = [written, stepsOf(reference).join('/'), ...(official === undefined ? [] : [official])];
  return names.some((name) => spellings.some((spelling) => matchesWildcard(spelling, name)));
}
