/** Facts about public images: which user they start as, which ready user they carry, which tags move. */
import type { ImageReference } from '../model/image.ts';
import { isDockerHub } from './registries.ts';

/**
 * Whom a container of an image starts as when nobody says otherwise.
 * `steps-down` starts as root and hands over to another user by itself (gosu, su-exec, setpriv).
 * `unknown` makes no claim.
 */
export type DefaultUser = 'root' | 'non-root' | 'steps-down' | 'unknown';

/*
 * The three lists of Docker official images are a snapshot of autumn 2026: the last USER of the Dockerfile behind `latest`, found
 * through the `library/` folder of docker-library/official-images, and for a root user whether the entry script hands over.
 * Images that could not be settled that way are in none of them.
 */
const OFFICIAL_NON_ROOT = new Set(
  words(`adminer elasticsearch emqx flink fluentd geonetwork haproxy jetty kong memcached odoo open-liberty
    rocket.chat solr sonarqube spark varnish`),
);

const OFFICIAL_STEPS_DOWN = new Set(
  words(`cassandra couchdb ghost krakend mariadb mongo mysql neo4j postgres rabbitmq redis zookeeper`),
);

const OFFICIAL_ROOT = new Set(
  words(`caddy chronograf docker drupal eclipse-mosquitto eclipse-temurin golang gradle httpd ibm-semeru-runtimes
    kapacitor matomo maven nats nextcloud nginx node openjdk php phpmyadmin python registry ros ruby rust telegraf
    tomcat traefik wordpress
    almalinux alpine amazonlinux archlinux bash buildpack-deps busybox centos debian fedora oraclelinux rockylinux ubuntu`),
);

/** Accounts that an official image brings along and that its own documentation lets one run it as. */
const OFFICIAL_READY_USER: ReadonlyMap<string, string> = new Map([
  ['eclipse-mosquitto', 'mosquitto'],
  ['mariadb', 'mysql'],
  ['mongo', 'mongodb'],
  ['mysql', 'mysql'],
  ['node', 'node'],
  ['php', 'www-data'],
  ['postgres', 'postgres'],
  ['redis', 'redis'],
]);

/** Images of one publisher that behave alike. */
interface Family {
  /** Tried against `registry/repository`; Docker Hub counts as `docker.io`. */
  readonly matches: RegExp;
  readonly user: (tag: string) => DefaultUser;
  /** Whether the tag decides the user, so that a digest alone leaves it open. */
  readonly byTag?: boolean;
  readonly ready?: (tag: string) => string | undefined;
}

/** Images beyond the official ones, from their publishers' own documentation (autumn 2026). The first that matches counts. */
const FAMILIES: readonly Family[] = [
  {
    // Google's distroless: the tag tells, also with more around it (`nonroot-amd64`, `debug-nonroot`).
    matches: /^gcr\.io\/distroless\//u,
    user: (tag) => (hasPart(tag, 'nonroot') ? 'non-root' : 'root'),
    byTag: true,
    ready: () => 'nonroot',
  },
  // Chainguard's operating-system bases keep root, and so do some tools: only well-known runtimes are claimed.
  { matches: /^(?:cgr\.dev|docker\.io)\/chainguard\/(?:wolfi-base|chainguard-base)$/u, user: () => 'root' },
  {
    matches:
      /^(?:cgr\.dev|docker\.io)\/chainguard\/(?:static|glibc-dynamic|python|node|go|jre|jdk|ruby|php|nginx|dotnet-runtime|aspnet-runtime)$/u,
    user: () => 'non-root',
  },
  {
    // Docker Hardened Images: what runs leaves root, the `-dev` variants keep it so that they can install packages.
    matches: /^dhi\.io\//u,
    user: (tag) => (hasPart(tag, 'dev') ? 'unknown' : 'non-root'),
    byTag: true,
  },
  { matches: /[/-]unprivileged$/u, user: () => 'non-root' },
  { matches: /^docker\.io\/bitnami(?:legacy|secure)?\//u, user: () => 'non-root' },
  { matches: /^(?:docker\.io|lscr\.io|ghcr\.io)\/linuxserver\//u, user: () => 'steps-down' },
  {
    matches: /^docker\.io\/(?:grafana\/(?:grafana|loki)|prom\/[\w-]+|jenkins\/jenkins)$/u,
    user: () => 'non-root',
  },
  { matches: /^quay\.io\/(?:keycloak\/keycloak|prometheus\/[\w-]+)$/u, user: () => 'non-root' },
  // Built on an official image and started by its entry script.
  {
    matches: /^docker\.io\/(?:pgvector\/pgvector|postgis\/postgis|timescale\/timescaledb|valkey\/valkey)$/u,
    user: () => 'steps-down',
  },
  {
    // .NET: chiseled and distroless variants leave root; the others carry the account `app` since version 8.
    matches: /^mcr\.microsoft\.com\/dotnet\/(?:aspnet|runtime|runtime-deps|sdk)$/u,
    user: (tag) => (hasPart(tag, 'chiseled') || hasPart(tag, 'distroless') ? 'non-root' : 'root'),
    byTag: true,
    ready: (tag) => (Number.parseInt(tag, 10) >= 8 ? 'app' : undefined),
  },
];

/** Whom a container of this image starts as. */
export function defaultUserOf(reference: ImageReference): DefaultUser {
  if (isWindows(reference)) return 'unknown';
  const official = officialNameOf(reference);
  if (official === undefined) return familyUserOf(reference);
  if (OFFICIAL_NON_ROOT.has(official)) return 'non-root';
  if (OFFICIAL_STEPS_DOWN.has(official)) return 'steps-down';
  return OFFICIAL_ROOT.has(official) ? 'root' : 'unknown';
}

function familyUserOf(reference: ImageReference): DefaultUser {
  const family = familyOf(reference);
  const tagIsHidden = reference.tag === undefined && reference.digest !== undefined;
  if (!family || (family.byTag && tagIsHidden)) return 'unknown';
  return family.user(reference.tag ?? '');
}

/** An account in this image that is meant to be run as; undefined when none is known. */
export function readyUserOf(reference: ImageReference): string | undefined {
  if (isWindows(reference)) return undefined;
  const official = officialNameOf(reference);
  if (official !== undefined) return OFFICIAL_READY_USER.get(official);
  return familyOf(reference)?.ready?.(reference.tag ?? '');
}

/** Names that publishers move from release to release; `latest` alone is not among them, it is what a missing tag means. */
const MOVING_NAMES = new Set(
  words(`beta canary current dev develop development edge head lts main master mainline next nightly rolling stable
    testing trunk unstable`),
);

/** Names of variants: a tag made of these alone names no version. */
const VARIANT_NAMES = new Set(words('alpine apache cli fpm full management minimal slim'));

/**
 * Whether a tag is an alias that moves from release to release: `stable`, `lts-alpine`, `latest-dev`, or a mere variant such as `alpine`.
 * A tag with a digit may name a release or a day (`main-5f3a2c1`, `stable-20260601`) and is left alone.
 */
export function isMovingTag(tag: string): boolean {
  if (/\d/u.test(tag)) return false;
  const parts = tag.toLowerCase().split('-');
  if (MOVING_NAMES.has(parts[0] ?? '') || parts.every((part) => VARIANT_NAMES.has(part))) return true;
  return parts.length > 1 && parts.includes('latest');
}

/** Registries that mirror the Docker official images under their own names. */
const OFFICIAL_MIRRORS: ReadonlyMap<string, string> = new Map([
  ['public.ecr.aws', 'docker/library/'],
  ['mirror.gcr.io', 'library/'],
]);

function officialNameOf(reference: ImageReference): string | undefined {
  if (reference.official !== undefined) return reference.official;
  const folder = OFFICIAL_MIRRORS.get(reference.registry ?? '');
  if (folder === undefined || !reference.repository.startsWith(folder)) return undefined;
  return reference.repository.slice(folder.length);
}

function familyOf({ registry, repository }: ImageReference): Family | undefined {
  const host = registry === undefined || isDockerHub({ registry }) ? 'docker.io' : registry;
  const name = `${host}/${repository}`;
  return FAMILIES.find(({ matches }) => matches.test(name));
}

/** Accounts of Windows images are of another kind. */
function isWindows({ tag = '' }: ImageReference): boolean {
  return /windowsservercore|nanoserver/u.test(tag);
}

function hasPart(tag: string, part: string): boolean {
  return tag.split('-').includes(part);
}

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/u);
}
