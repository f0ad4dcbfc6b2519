/** Takes image references apart as Docker does: registry, repository, tag, digest. */
import type { ImageReference } from '../../model/image.ts';

/**
 * Reads a reference, or gives undefined when Docker would refuse it: an empty tag, capitals in the repository, a space, a bare image id.
 */
export function parseImageReference(text: string): ImageReference | undefined {
  if (text.length > LONGEST_REFERENCE) return undefined;
  const at = text.indexOf('@');
  const digest = at < 0 ? undefined : text.slice(at + 1);
  if (digest !== undefined && !isDigest(digest)) return undefined;

  const named = at < 0 ? text : text.slice(0, at);
  const colon = named.indexOf(':', named.lastIndexOf('/') + 1);
  const tag = colon < 0 ? undefined : named.slice(colon + 1);
  if (tag !== undefined && !TAG.test(tag)) return undefined;

  const { registry, repository } = splitName(colon < 0 ? named : named.slice(0, colon));
  if (registry !== undefined && !REGISTRY.test(registry)) return undefined;
  if (!isRepository(repository, registry)) return undefined;

  const official = officialName(registry, repository);
  return {
    text,
    ...(registry === undefined ? {} : { registry }),
    repository,
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
    ...(official === undefined ? {} : { official }),
  };
}

/** Longer than any valid one: a name of 255 characters, a tag of 128 and a digest. */
const LONGEST_REFERENCE = 1024;
const LONGEST_NAME = 255;

const TAG = /^\w[\w.-]{0,127}$/u;
const REPOSITORY_PART = /^[a-z\d]+(?:(?:[._]|__|-+)[a-z\d]+)*$/u;
const REGISTRY = /^(?:[a-z\d]+(?:-+[a-z\d]+)*(?:\.[a-z\d]+(?:-+[a-z\d]+)*)*|\[[a-f\d:]+\])(?::\d+)?$/i;
const IMAGE_ID = /^[a-f\d]{64}$/u;

/** How many hexadecimal digits each algorithm gives. */
const DIGEST_LENGTHS: ReadonlyMap<string, number> = new Map([
  ['sha256', 64],
  ['sha384', 96],
  ['sha512', 128],
]);

function isDigest(digest: string): boolean {
  const colon = digest.indexOf(':');
  const hex = digest.slice(colon + 1);
  return DIGEST_LENGTHS.get(digest.slice(0, colon)) === hex.length && /^[a-f\d]+$/u.test(hex);
}

/** The first part is a registry when it looks like a host: a dot, a port, a capital, or `localhost`. */
function splitName(name: string): { registry?: string; repository: string } {
  const slash = name.indexOf('/');
  const first = name.slice(0, Math.max(0, slash));
  const isHost = /[.:]/u.test(first) || first === 'localhost' || first !== first.toLowerCase();
  return isHost ? { registry: first, repository: name.slice(slash + 1) } : { repository: name };
}

function isRepository(repository: string, registry: string | undefined): boolean {
  if (registry === undefined && IMAGE_ID.test(repository)) return false;
  const length = (registry === undefined ? 0 : registry.length + 1) + repository.length;
  return length <= LONGEST_NAME && repository.split('/').every((part) => REPOSITORY_PART.test(part));
}

/** Both spellings of Docker Hub's host mean the same place, and a name without an owner means `library/`. */
function officialName(registry: string | undefined, repository: string): string | undefined {
  if (registry !== undefined && registry !== 'docker.io' && registry !== 'index.docker.io') return undefined;
  const name = repository.startsWith('library/') ? repository.slice('library/'.length) : repository;
  return name.includes('/') ? undefined : name;
}
