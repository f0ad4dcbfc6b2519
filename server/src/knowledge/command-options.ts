/** Tells the options of a command from its operands, as the program itself would: letters put together, values in the next word. */
import type { Command, Word } from '../model/command.ts';

/** One option. Letters that stand together are several options of one word. */
export interface Option {
  /** With its dashes: `-k`, `--insecure`. */
  readonly name: string;
  /** The word that it stands in. */
  readonly word: Word;
  /** What is left of the word without this letter: `-sS` for the `k` in `-sSk`; absent when it stands alone. */
  readonly rest?: string;
  /** Its value as far as it is certain. An expansion stands in it as U+FFFC. */
  readonly value?: string;
  /** The word behind it that holds the value, when it is a word of its own. */
  readonly valueWord?: Word;
}

export interface Options {
  readonly options: readonly Option[];
  readonly operands: readonly Word[];
}

/** How a program reads its options. */
interface Shape {
  /** Letters that take a value. */
  readonly letters: string;
  /** Long options that take the next word as their value, without their dashes. */
  readonly long: ReadonlySet<string>;
  /** Letters that begin an option of two letters, such as `-nv` of wget. */
  readonly pairs?: string;
}

const NOTHING: Shape = { letters: '', long: new Set() };

const SHAPES: ReadonlyMap<string, Shape> = new Map([
  [
    'curl',
    {
      letters: 'AbcCdDeEFHhKmoPQrtTuUwxXyYz',
      long: names(`abstract-unix-socket alt-svc aws-sigv4 cacert capath cert cert-type ciphers config connect-timeout
        connect-to continue-at cookie cookie-jar create-file-mode crlfile curves data data-ascii data-binary data-raw
        data-urlencode delegation dns-interface dns-ipv4-addr dns-ipv6-addr dns-servers doh-url dump-header egd-file engine etag-compare etag-save expect100-timeout form
        form-string ftp-account ftp-alternative-to-user ftp-method ftp-port happy-eyeballs-timeout-ms haproxy-clientip header hostpubmd5 hostpubsha256 hsts interface ip-tos
        ipfs-gateway json keepalive-cnt keepalive-time key key-type krb libcurl limit-rate local-port login-options mail-auth mail-from
        mail-rcpt max-filesize max-redirs max-time netrc-file noproxy oauth2-bearer output output-dir parallel-max pass
        pinnedpubkey postquote preproxy prequote proto proto-default proto-redir proxy proxy-cacert proxy-capath proxy-cert
        proxy-cert-type proxy-ciphers proxy-crlfile proxy-header proxy-key proxy-key-type proxy-pass proxy-pinnedpubkey
        proxy-service-name proxy-user proxy1.0 pubkey quote random-file range rate referer request request-target resolve retry
        retry-delay retry-max-time sasl-authzid service-name socks4 socks4a socks5 socks5-hostname speed-limit speed-time
        stderr telnet-option tftp-blksize time-cond tls-max tls13-ciphers tlsauthtype tlspassword tlsuser trace trace-ascii trace-config unix-socket upload-file url url-query user user-agent
        variable vlan-priority write-out`),
    },
  ],
  [
    'wget',
    {
      letters: 'aABDeGiIloOPQRtTUwX',
      long: names(`accept accept-regex append-output base bind-address body-data body-file ca-certificate ca-directory
        certificate certificate-type ciphers compression config connect-timeout crl-file cut-dirs default-page directory-prefix
        dns-servers dns-timeout domains exclude-directories exclude-domains execute ftp-password ftp-user header hsts-file http-passwd http-password http-user
        include-directories input-file level limit-rate load-cookies local-encoding max-redirect method output-document
        output-file password pinnedpubkey post-data post-file prefer-family private-key private-key-type progress proxy-password
        proxy-user quota read-timeout referer regex-type reject reject-regex remote-encoding report-speed
        restrict-file-names retry-on-http-error save-cookies secure-protocol start-pos timeout tries user user-agent wait
        waitretry warc-file`),
      pairs: 'n',
    },
  ],
  [
    'git',
    {
      letters: 'Ccbjm',
      long: names(`branch config config-env depth filter git-dir jobs message namespace origin reference
        reference-if-able separate-git-dir server-option shallow-exclude shallow-since super-prefix template upload-pack
        work-tree`),
    },
  ],
  [
    'pip',
    {
      letters: 'cefirt',
      long: names(`abi build cache-dir cert client-cert config-settings constraint dest editable extra-index-url find-links
        global-option index-url log no-binary only-binary platform prefix progress-bar proxy python python-version report
        requirement retries root src target timeout trusted-host upgrade-strategy uploaded-prior-to use-feature`),
    },
  ],
  ['python', { letters: 'cmWX', long: new Set() }],
  ['mvn', { letters: 'bDfglopPsT', long: names('activate-profiles define file projects settings threads') }],
  [
    'apt',
    { letters: 'acot', long: names('config-file default-release host-architecture option target-release') },
  ],
  [
    'apk',
    {
      letters: 'ptX',
      long: names(`arch cache-dir cache-max-age keys-dir progress-fd repositories-file repository root timeout virtual
        wait`),
    },
  ],
  [
    'npm',
    {
      letters: 'Cw',
      long: names(`auth-type ca cache cafile cert cpu globalconfig https-proxy include install-strategy key libc loglevel
        noproxy omit os otp prefix proxy registry script-shell tag userconfig workspace`),
    },
  ],
  [
    'yarn',
    {
      letters: '',
      long: names(`cache-folder cwd global-folder https-proxy modules-folder mutex network-timeout otp prefix proxy
        registry`),
    },
  ],
  ['pnpm', { letters: 'CF', long: names('dir filter loglevel modules-dir registry reporter store-dir') }],
  [
    'gem',
    { letters: 'insvBP', long: names('bindir document install-dir platform source trust-policy version') },
  ],
  ['sudo', { letters: 'CDghpRrtTUu', long: names('chdir chroot group host prompt role type user') }],
  ['su', { letters: 'cgGsTuw', long: names('command group session-command shell supp-group') }],
  ['docker', { letters: 'Hup', long: names('config context host log-level password username') }],
  ['sshpass', { letters: 'dfpP', long: new Set() }],
  ['install', { letters: 'gmotS', long: names('group mode owner suffix target-directory') }],
  ['mkdir', { letters: 'm', long: names('mode') }],
  ['useradd', { letters: 'bcdefgGkKpPRsuZ', long: names('comment gid groups home-dir password shell uid') }],
  ['usermod', { letters: 'cdefgGlpPRsuvVwWZ', long: names('comment gid groups home password shell uid') }],
  ['adduser', { letters: 'gGhksu', long: names('conf firstuid gecos gid home ingroup lastuid shell uid') }],
  ['groupadd', { letters: 'gKpPRU', long: names('gid key password prefix root users') }],
  [
    'dnf',
    {
      letters: 'cdeRx',
      long: names(`comment config debuglevel disableplugin disablerepo downloaddir enablerepo errorlevel exclude
        forcearch installroot randomwait releasever repo repofrompath repoid rpmverbosity setopt`),
    },
  ],
]);

const ALIASES: ReadonlyMap<string, string> = new Map([
  ['pip2', 'pip'],
  ['pip3', 'pip'],
  ['apt-get', 'apt'],
  ['aptitude', 'apt'],
  ['yum', 'dnf'],
  ['dnf5', 'dnf'],
  ['microdnf', 'dnf'],
  ['tdnf', 'dnf'],
  ['mvnw', 'mvn'],
  ['mvnd', 'mvn'],
]);

/** The options and operands of a command; options of programs that are not known are taken to have no values but behind `=`. */
export function optionsOf({ name = '', args }: Pick<Command, 'name' | 'args'>): Options {
  const shape = SHAPES.get(ALIASES.get(name) ?? name) ?? NOTHING;
  const options: Option[] = [];
  const operands: Word[] = [];
  for (let i = 0; i < args.length; i++) {
    const word = args[i];
    if (!word) break;
    const { pattern } = word;
    if (pattern === '--') {
      return { options, operands: operands.concat(args.slice(i + 1)) };
    }
    if (!pattern.startsWith('-') || pattern === '-') {
      operands.push(word);
      continue;
    }
    const found = pattern.startsWith('--')
      ? longOption(shape, word, args[i + 1])
      : letters(shape, word, args[i + 1]);
    for (const option of found) options.push(option);
    if (found.at(-1)?.valueWord) i++;
  }
  return { options, operands };
}

function longOption({ long }: Shape, word: Word, next: Word | undefined): readonly Option[] {
  const { pattern } = word;
  const sign = pattern.indexOf('=');
  if (sign >= 0) return [{ name: pattern.slice(0, sign), word, value: pattern.slice(sign + 1) }];
  if (!next || !long.has(pattern.slice(2))) return [{ name: pattern, word }];
  return [{ name: pattern, word, value: next.pattern, valueWord: next }];
}

function letters(
  { letters: taking, pairs = '' }: Shape,
  word: Word,
  next: Word | undefined,
): readonly Option[] {
  const { pattern } = word;
  const options: Option[] = [];
  for (let i = 1; i < pattern.length; i++) {
    // `-q=2` of apt-get: a letter whose value may only stand in the same word.
    const last = pattern[i] === '=' ? options.pop() : undefined;
    if (last) {
      options.push({ name: last.name, word, value: pattern.slice(i + 1) });
      break;
    }
    const width = pairs.includes(pattern.charAt(i)) ? 2 : 1;
    const name = `-${pattern.slice(i, i + width)}`;
    if (taking.includes(pattern.charAt(i))) {
      const value = pattern.slice(i + 1);
      if (value !== '') options.push({ name, word, value });
      else options.push({ name, word, ...(next ? { value: next.pattern, valueWord: next } : {}) });
      break;
    }
    const rest = pattern.slice(0, i) + pattern.slice(i + width);
    options.push({ name, word, ...(rest === '-' ? {} : { rest }) });
    i += width - 1;
  }
  return options;
}

function names(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/u));
}
