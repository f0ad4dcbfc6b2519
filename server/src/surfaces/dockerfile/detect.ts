/** Tells Dockerfiles by the editor's language or by their file name. */
import type { SourceText } from '../../base/text.ts';
import { fileNameOf } from '../../base/uri.ts';

const LANGUAGE = 'dockerfile';

/** `Dockerfile`, `Dockerfile.dev`, `dockerfile-dev`, `web.Dockerfile`, and the same with `Containerfile`. */
const NAME = /^(?:docker|container)file(?:[.\-_].+)?$|\.(?:docker|container)file$/i;

/** Files that stand beside a Dockerfile, are made into one, or write about one. */
const NOT_ONE =
  /[.\-_](?:dockerignore|j2|jinja2?|tmpl|tpl|template|erb|ejs|mustache|hbs|in|m4|md|markdown|rst|txt|ya?ml|json|toml|log|diff|patch)$/i;

/** Programs by their names; `Dockerfile.go` may also be what builds a program in Go, and then it has a FROM. */
const IN_DOUBT = /[.\-_](?:sh|ps1|py|rb|js|ts|go|java|rs|php)$/i;
const HAS_FROM = /^[ \t]*FROM[ \t]+\S/im;

export function detect({ languageId, uri, text }: SourceText): boolean {
  if (languageId === LANGUAGE) return true;
  const name = fileNameOf(uri);
  if (!NAME.test(name) || NOT_ONE.test(name)) return false;
  return !IN_DOUBT.test(name) || HAS_FROM.test(text);
}
