/** Which sources of an ADD are certainly not archives: ADD unpacks by content, so only names that leave no doubt count. */

/*
 * Endings of texts, programs and of packages that are no tar archive. Missing on purpose: `.apk`, `.gem`, `.crate`, `.box`, `.ova`
 * and `.gz` are or may hold tar archives, which ADD unpacks whatever they are called.
 */
const PLAIN_SUFFIXES = new Set(
  words(`asc bash bat bin c cer cfg cmd cnf conf config cpp crt cs css csproj csv deb desktop dll dockerignore ear ejs env eot
    erb exe fish gitattributes gitignore gpg gradle graphql groovy h hbs hcl hpp htm html ico ini ipynb jar java jpeg jpg js json
    json5 jsx key kt kts less list lock lua map md mjs cjs mod msi mustache neon nginx njs pem php pl plist pm png policy pom
    properties proto ps1 psd1 psm1 pub py pyc pyi r rb repo rs rst rules sbt scala scss service sh sln so socket sql sum svg
    template timer tmpl toml ts tsv tsx ttf txt vbs vcl vim vue war whl woff woff2 wsgi xml xsd xsl yaml yml zip zsh`),
);

/** Names of files that are texts in every project. */
const PLAIN_NAMES = new Set(
  words(`.bash_profile .bashrc .env .gitconfig .npmrc .nvmrc .profile .vimrc .yarnrc .zshrc brewfile caddyfile
    containerfile crontab dockerfile gemfile gradlew jenkinsfile license makefile mvnw notice pipfile procfile rakefile readme
    vagrantfile version`),
);

/** Whether a source, as it stands in the instruction, can only be a folder or a file that ADD does not unpack. */
export function isPlainSource(path: string): boolean {
  if (/[\\/]$/u.test(path)) return true;
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1).toLowerCase();
  if (name === '.' || name === '..') return true;
  // A pattern matches whatever lies there, so what follows its last wildcard must tell by itself.
  const tail = name.slice(Math.max(name.lastIndexOf('*'), name.lastIndexOf('?'), name.lastIndexOf(']')) + 1);
  if (tail === name && PLAIN_NAMES.has(name)) return true;
  const dot = tail.lastIndexOf('.');
  return dot >= 0 && PLAIN_SUFFIXES.has(tail.slice(dot + 1));
}

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/u);
}
