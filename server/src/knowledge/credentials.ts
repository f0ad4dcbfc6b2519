/** What the name of a variable says about its value: judged by whole words, never by parts of words. */

/**
 * How a name claims a secret.
 * - `password`: any value is one, digits too
 * - `secret`: any value that is not a number is one
 * - `key`: the name alone proves little; the value must look like one
 * - `pair`: a user and a password, joined by `:` or `/`
 */
export type SecretClaim = 'password' | 'secret' | 'key' | 'pair';

const PASSWORD_WORDS = new Set(
  words(`password passwd passphrase passcode pass pwd psw pw pword
    dbpass dbpasswd dbpassword dbpwd mysqlpassword pgpass pgpassword rootpass rootpassword rootpw adminpass adminpassword
    userpass userpassword sshpass`),
);

const SECRET_WORDS = new Set(
  words(`secret secrets token credential credentials creds psk
    apikey apisecret apitoken accesstoken authkey authtoken bottoken clientsecret encryptionkey githubtoken masterkey
    privatekey refreshtoken secretkey`),
);

/** What makes a `key` a secret: `API_KEY`, but not `SORT_KEY`. */
const SECRET_KEYS = new Set(
  words(`api secret private encryption encrypt encrypting decryption cipher crypt crypto signing master auth
    authentication session jwt hmac cookie account storage subscription shared deploy webhook ssh prv priv`),
);

/** Words that may follow the word for the secret without turning the name into one of something else. */
const TRAILING_WORDS = new Set(
  words(`base b current default dev development local main new old plain prev previous primary prod production qa raw
    secondary stage staging str string test testing value`),
);

/** A name that ends in one of these names something about a secret: `TOKEN_EXPIRY`, `PASSWORD_FILE`, `SECRET_NAME`. */
const DESCRIBING_WORDS = new Set(
  words(`age alg algo algorithm arn attempts attribute audience backend bytes cert chars check checksum class claim
    column complexity config cost count days delimiter digest dir directory domain driver duration email enabled encoding
    endpoint env error expiration expire expires expiry field file filename files fingerprint folder format generator group
    hash header hint host hours id ids interval issuer iterations key keyid label length lengths level lifetime limit
    limits location login manager max message method min minutes mode mount name names number parallelism param
    parameter path paths pattern placeholder policy port prefix prompt property provider ref reference regex region
    required reset role rotation rounds salt scope scopes seconds selector separator server service size source start
    state status store strategy strength suffix symbol template text threshold time timeout title ttl type uri url urls usage
    user username validation validator validity variable vendor verification version warning`),
);

/** Names with one of these anywhere name what is public, or what shall happen, but no secret. */
const HARMLESS_WORDS = new Set(
  words(`allow anon anonymous disable disabled empty enable enabled fingerprint generate gpg gpgkey gpgkeys max min openpgp
    pgp pgpkey pub public publishable pubkey random
    require required skip truststore`),
);

/** Whose personal access token a `…_PAT` is; `VERSION_PAT` is a patch level. */
const TOKEN_HOLDERS = new Set(
  words(`access ado artifacts azdo azure build devops docker feed gh ghcr git github gitlab nuget npm package packages
    personal system user vsts`),
);

/** Prefixes with which a build tool puts a variable into what it sends to every browser. */
const BROWSER_PREFIX = /^(?:VITE|REACT_APP|VUE_APP|GATSBY|EXPO_PUBLIC|NEXT_PUBLIC|NUXT_PUBLIC)_/u;

/** A name that begins with one of these asks a question or gives an order. */
const LEADING_VERBS = new Set(
  words('can check has hide ignore is mask no reset should show use validate verify with without'),
);

const LONGEST_NAME = 200;

/** What the name alone says; undefined when it claims no secret. */
export function secretClaimOf(name: string): SecretClaim | undefined {
  const parts = name.length > LONGEST_NAME ? [] : nameWords(name);
  if (parts.length === 0 || isHarmless(parts)) return undefined;
  const core = withoutTrailing(parts);
  const last = core.at(-1) ?? '';
  // A key in a browser is there to be seen; a password or a token there is a leak like any other.
  if (last === 'key' || last === 'keys')
    return BROWSER_PREFIX.test(name) ? 'key' : keyClaim(core.slice(0, -1));
  if (last === 'pat') return TOKEN_HOLDERS.has(core.at(-2) ?? '') ? 'secret' : undefined;
  if (last === 'auth') return 'pair';
  // `PWD` alone is the shell's working folder.
  if (last === 'pwd' && core.length === 1) return undefined;
  if (PASSWORD_WORDS.has(last)) return 'password';
  if (SECRET_WORDS.has(last)) return 'secret';
  return DESCRIBING_WORDS.has(last) ? undefined : claimInside(core);
}

function keyClaim(words: readonly string[]): SecretClaim | undefined {
  const before = words.at(-1) ?? '';
  // The `site key` of a captcha service is sent to every visitor.
  if (before === 'site') return undefined;
  // `SECRET_ACCESS_KEY`: it says so itself.
  return SECRET_KEYS.has(before) || words.includes('secret') || words.includes('private') ? 'secret' : 'key';
}

/** `DB_PASSWORD_REPLICA` is a password still; `TOKEN_GITHUB` may be anything until its value tells. */
function claimInside(parts: readonly string[]): SecretClaim | undefined {
  if (parts.some((part) => PASSWORD_WORDS.has(part) && part.length > 4)) return 'password';
  return parts.some((part) => SECRET_WORDS.has(part)) ? 'key' : undefined;
}

/** Whether the name says that its value is public, or no value of its own. */
export function isHarmlessName(name: string): boolean {
  return name.length <= LONGEST_NAME && isHarmless(nameWords(name));
}

function isHarmless(parts: readonly string[]): boolean {
  return LEADING_VERBS.has(parts[0] ?? '') || parts.some((part) => HARMLESS_WORDS.has(part));
}

/** Takes off what only tells one secret from its siblings: `API_KEY_PROD`, `SECRET_KEY_BASE`, `TOKEN_2`. */
function withoutTrailing(parts: readonly string[]): readonly string[] {
  let end = parts.length;
  while (end > 1 && (parts[end - 1] === '' || TRAILING_WORDS.has(parts[end - 1] ?? ''))) end--;
  return parts.slice(0, end);
}

/** `DB_PASSWORD`, `dbPassword`, `db-password2` → `db`, `password`; a word of digits alone becomes empty. */
function nameWords(name: string): readonly string[] {
  // The classes of all letters cost more than a small file to check, and nearly every name does without.
  const parts = isAscii(name)
    ? name.split(/[^A-Za-z\d]+|(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/)
    : name.split(/[^\p{L}\d]+|(?<=[\p{Ll}\d])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/u);
  return parts.filter((part) => part !== '').map((part) => withoutDigits(part.toLowerCase()));
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) return false;
  return true;
}

/** `password2` → `password`. */
function withoutDigits(part: string): string {
  let end = part.length;
  while (end > 0 && /\d/u.test(part.charAt(end - 1))) end--;
  return part.slice(0, end);
}

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/u);
}
