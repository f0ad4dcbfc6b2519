/** What the value of a variable says: whether it can be a secret, and which kinds of secret show by their form. */
import type { SecretClaim } from './credentials.ts';

/**
 * - `none`: the value is no secret, whatever the name says
 * - `dummy`: a value that stands in for a secret and that anybody would guess
 * - `secret`: nothing speaks against it
 */
export type ValueVerdict = 'none' | 'dummy' | 'secret';

/** A secret that is known by its form, under whatever name. */
export interface SecretForm {
  /** What it is, with its article, to go into a message. */
  readonly title: string;
  /** Whether it is one of the examples of its issuer's documentation, a stand-in, or a key of a test account. */
  readonly dummy: boolean;
  /** Whether the issuer's mark proves it; an address with a password proves less. */
  readonly issued: boolean;
  /** Whether the same form is also given to what anybody may know. */
  readonly oftenPublic: boolean;
}

const LONGEST_VALUE = 20_000;

/** Judges a value whose name makes a claim. */
export function judgeValue(claim: SecretClaim, value: string): ValueVerdict {
  const text = value.trim();
  if (text.length > LONGEST_VALUE || saysNothing(text) || pointsElsewhere(text)) return 'none';
  if (claim === 'pair') return judgePair(text);
  if (/^[\d.,]+$/u.test(text) && (claim !== 'password' || text.length <= 2)) return 'none';
  if (claim !== 'password' && isFingerprint(text, claim)) return 'none';
  if (claim === 'key') return looksRandom(text) ? 'secret' : 'none';
  return isDummy(text) ? 'dummy' : 'secret';
}

const SWITCHES = new Set(
  words(`true false yes no on off y n t f none null nil undefined default auto enabled disabled random generate
    generated required optional inherit prompt ask file env environment basic bearer ldap oauth oidc`),
);

/** Empty, a switch, a stretch of time, or a blank to be filled in: `<your token>`, `***`, `xxxx`. */
function saysNothing(text: string): boolean {
  if (text === '' || SWITCHES.has(text.toLowerCase())) return true;
  if (/^\d+ ?(?:ms|[smhdwy]|sec|min|hours?|days?)$/i.test(text)) return true;
  return /^<.*>$/su.test(text) || /^\[.*\]$/su.test(text) || /^[*.x_\-…]+$/i.test(text);
}

/** A variable, a template, a path, an address or a name of a place where the secret is. */
function pointsElsewhere(text: string): boolean {
  if (/^[$%@]/u.test(text) || /^\{\{.*\}\}$/su.test(text)) return true;
  if (/^(?:\/|\.{1,2}\/|~\/|[a-z]:[\\/])[\w./\\ -]*$/i.test(text)) return true;
  if (/^[\w.-]+\.(?:cer|cert|conf|crt|env|jks|json|key|kdbx|p12|pem|pfx|pub|txt|ya?ml)$/i.test(text))
    return true;
  if (/^(?:arn|vault|op|ssm|secretref|file|keyvault|gcp-secret|sm):/i.test(text)) return true;
  return /^[a-z][a-z\d+.-]*:\/\//i.test(text);
}

/** `neo4j/letmein`, `admin:letmein`, but not `server:8080`. */
function judgePair(text: string): ValueVerdict {
  const secret = /^[\w.@-]+[:/]([^\s:/]{3,})$/u.exec(text)?.[1];
  if (secret === undefined || /^\d{2,5}$/u.test(secret)) return 'none';
  return isDummy(secret) ? 'dummy' : 'secret';
}

/** The id of an OpenPGP key or of a certificate: 8, 16, 32 or 40 hexadecimal digits, in groups or not. */
function isFingerprint(text: string, claim: SecretClaim): boolean {
  const digits = text.replace(/[\s:]/gu, '').replace(/^0x/i, '');
  if (![8, 16, 32, 40, 64].includes(digits.length)) return false;
  // An API key may well be 32 lower-case digits; an id of GnuPG is written in capitals.
  return claim === 'key' ? /^[\da-f]+$/i.test(digits) : /^[\dA-F]+$/u.test(digits) && digits.length <= 40;
}

const LEAST_RANDOM = 16;

/** Long, in one piece, of several kinds of characters, and with hardly a letter twice in a row. */
function looksRandom(text: string): boolean {
  if (text.length < LEAST_RANDOM || /[\s,;(){}<>]/u.test(text)) return false;
  const kinds = [/[a-z]/u, /[A-Z]/u, /\d/u, /[+/=_!@#^&*-]/u].filter((kind) => kind.test(text)).length;
  if (kinds < 3 || !/\d/u.test(text)) return false;
  // Words joined by dashes, dots or slashes are names and versions.
  return text.split(/[-_./:]/u).some((part) => part.length >= LEAST_RANDOM) && new Set(text).size >= 10;
}

const DUMMY_WORDS = new Set(
  words(`apikey bar changeit changepassword changethis default demo dummy example fake fixme foo foobar insecure invalid minioadmin
    mypassword mysecret mysecretpassword mytoken notsecure pass passwd passw passw0rd password placeholder replace replaceme
    sample secret secretkey secretpassword supersecret test testing todo token topsecret unsafe your`),
);

/** Passwords of first installations, and those that every list of common passwords begins with. */
const COMMON =
  /^(?:admin|administrator|root|toor|guest|user|postgres|mysql|mariadb|mongo|mongodb|redis|rabbitmq|minio|grafana|sa|qwerty|letmein|welcome|abc|123)\d{0,6}!?$/i;

/** Whether a value stands in for a secret: `changeme`, `your-secret-here`, `password123`. */
function isDummy(text: string): boolean {
  const parts = text
    .toLowerCase()
    .split(/[^\p{L}\d]+/u)
    .map((part) => part.replace(/^\d+|\d{1,6}$/gu, ''))
    .filter((part) => part !== '');
  if (COMMON.test(text)) return true;
  if (/x{4,}|(.)\1{7,}|example|change.?(?:me|this|it)|placeholder|123456789/i.test(text)) return true;
  return parts.length > 0 && parts.some((part) => DUMMY_WORDS.has(part)) && text.length <= 40;
}

interface Form {
  readonly title: string;
  readonly matches: RegExp;
  readonly oftenPublic?: true;
}

/** Forms that their issuers chose to be recognised by; the letters around them must end, so that no checksum matches. */
const FORMS: readonly Form[] = [
  { title: 'a private key', matches: /-----BEGIN (?:[A-Z]+ ){0,2}PRIVATE KEY(?: BLOCK)?-----/u },
  { title: 'an AWS access key', matches: /\b(?:AKIA|ASIA)[A-Z\d]{16}\b/u },
  { title: 'a GitHub token', matches: /\b(?:gh[opsur]_[A-Za-z\d]{36,}|github_pat_\w{22,})\b/u },
  { title: 'a GitLab token', matches: /\bgl(?:pat|rt|dt|ptt|cbt)-[\w-]{20,}/u },
  {
    title: 'a Slack token',
    matches: /\bxox[abeprs]-[\dA-Za-z-]{10,}|hooks\.slack\.com\/services\/T\w+\/B\w+\/\w+/u,
  },
  { title: 'a Stripe key', matches: /\b[rs]k_live_[\dA-Za-z]{16,}/u },
  { title: 'a Stripe test key', matches: /\b[rs]k_test_[\dA-Za-z]{16,}/u },
  { title: 'a Google API key', matches: /\bAIza[\w-]{35}(?![\w-])/u, oftenPublic: true },
  { title: 'a Google OAuth secret', matches: /\bGOCSPX-[\w-]{20,}/u },
  { title: 'an npm token', matches: /\bnpm_[\dA-Za-z]{36}\b/u },
  { title: 'a PyPI token', matches: /\bpypi-[\w-]{60,}/u },
  { title: 'a Docker Hub token', matches: /\bdckr_pat_[\w-]{20,}/u },
  { title: 'a Hugging Face token', matches: /\bhf_[A-Za-z]{30,}\b/u },
  { title: 'an AI provider key', matches: /\bsk-(?:ant-|proj-)[\w-]{30,}|\bsk-[\dA-Za-z]{48}\b/u },
  { title: 'a SendGrid key', matches: /\bSG\.[\w-]{16,24}\.[\w-]{40,}/u },
  { title: 'a Shopify token', matches: /\bshp(?:at|ca|pa|ss)_[\dA-Fa-f]{32}\b/u },
  { title: 'a DigitalOcean token', matches: /\bdo[opr]_v1_[\da-f]{64}\b/u },
  { title: 'a Vault token', matches: /\bhv[bs]\.[\w-]{24,}/u },
  { title: 'a Telegram bot token', matches: /\b\d{8,10}:AA[\w-]{33}(?![\w-])/u },
  { title: 'an Azure storage key', matches: /\bAccountKey=[\dA-Za-z+/]{60,}={0,2}/u },
  { title: 'registry credentials', matches: /"auth"\s{0,9}:\s{0,9}"[\dA-Za-z+/=]{8,}"/u },
  {
    title: 'a signed web token',
    matches: /\beyJ[\w-]{8,900}\.eyJ[\w-]{8,4000}\.[\w-]{16}/u,
    oftenPublic: true,
  },
];

/** The length of the shortest text that has one of the forms: a Slack token. */
const SHORTEST_FORM = 15;

/** The secret that a value holds by its form; undefined when it has none of the known ones. */
export function secretFormOf(value: string): SecretForm | undefined {
  if (value.length > LONGEST_VALUE) return undefined;
  // Most values are too short for any of the forms, and an expression costs most when it is used for the first time.
  if (value.length < SHORTEST_FORM) return addressWithPassword(value);
  for (const { title, matches, oftenPublic = false } of FORMS) {
    const found = matches.exec(value)?.[0];
    if (found === undefined) continue;
    return { title, dummy: isStandIn(found) || title.includes('test'), issued: true, oftenPublic };
  }
  return addressWithPassword(value);
}

function isStandIn(token: string): boolean {
  return /example|x{6,}|(.)\1{7,}|1234567890|abcdefghij/i.test(token);
}

/** `postgres://app:letmein@db/app`; a password that is a reference to something else is none. */
function addressWithPassword(value: string): SecretForm | undefined {
  if (!value.includes('@')) return undefined;
  const password = /\b[a-z][a-z\d+.-]{1,20}:\/\/[^\s:/?#@]{0,200}:([^\s/?#@]{1,200})@/i.exec(value)?.[1];
  if (password === undefined || saysNothing(password) || /^[$%{]/u.test(password)) return undefined;
  return { title: 'an address with a password', dummy: isDummy(password), issued: false, oftenPublic: false };
}

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/u);
}
