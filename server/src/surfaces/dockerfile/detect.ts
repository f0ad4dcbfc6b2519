/** Tells Dockerfiles by the editor's language or by their file name. */
import type { SourceText } from '../../base/text.ts';
import { fileNameOf } from '../../base/uri.ts';

const LANGUAGE = 'dockerfile';

/** `Dockerfile`, `Dockerfile.dev`, `dockerfile-dev`, `web.Dockerfile`, and the same with `Containerfile`. */
const NAME = /^(?:docker|container)file(?:[.\-_].+)?$|\.(?:docker|container)file$/iu;

/** Files that stand beside a Dockerfile, are made into one, or write about one. */
const NOT_ONE =
  /[.\-_](?:dockerignore|j2|jinja2?|tmpl|tpl|template|erb|ejs|mustache|hbs|in|m4|md|markdown|rst|txt|ya?ml|json|toml|sh|ps1|py|rb|js|ts|go|log|diff|patch)$/iu;

export function detect(document: SourceText): boolean {
  if (document.languageId === LANGUAGE) return true;
  const name = fileNameOf(document.uri);
  return NAME.test(name) && !NOT_ONE.test(name);
}
