/** Flags passwords, tokens and keys that are given to a build or to a container as variables. */
import { matchesAnyWildcard } from '../../base/wildcard.ts';
import { isHarmlessName, type SecretClaim, secretClaimOf } from '../../knowledge/credentials.ts';
import { textsOf } from '../../knowledge/options.ts';
import { judgeValue, type SecretForm, secretFormOf } from '../../knowledge/secret-values.ts';
import { defineRule, type RuleContext, type Severity, type Violation } from '../../model/rule.ts';
import { type Source, valueOf } from '../../model/setting.ts';
import type { Assignment } from '../../model/variable.ts';

export default defineRule({
  id: 'no-secret-in-variable',
  meta: {
    summary: 'Disallow secrets in build arguments and environment variables',
    topic: 'secrets',
    section: 'secrets-in-variables',
    remedy: 'Move secrets out of variables, and change those that were written',
    severity: 'warning',
    profile: 'recommended',
    options: {
      allow: {
        type: 'strings',
        summary:
          'Names of variables that hold no secret, whatever they look like; `*` stands for any letters',
      },
    },
    // No fix: where the secret shall come from instead is nobody's guess, and the one that was written must be changed anyway.
    fix: 'none',
    since: '0.1.0',
    keys: ['variable'],
    references: [
      { standard: 'CIS Docker Benchmark 1.6.0', id: '4.10', settings: ['ENV', 'ARG', 'args'] },
      {
        standard: 'OWASP Docker Security Cheat Sheet',
        id: 'RULE #12',
        url: 'https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html',
      },
    ],
    aliases: [
      'buildkit:SecretsUsedInArgOrEnv',
      'hadolint:DL3064',
      'trivy:DS-0031',
      'semgrep:secret-in-build-arg',
      'sonar:S6472',
      'dockle:CIS-DI-0010',
      'compose-lint:CL-0020',
      'compose-lint:CL-0021',
    ],
    secret: true,
  },
  messages: {
    env: "ENV '{{name}}' bakes a secret into the image, where everyone who can pull it can read it.",
    argument: "Build argument '{{name}}' holds a secret, which stays in the history of the image.",
    request: "Build argument '{{name}}' asks for a secret, which would stay in the history of the image.",
    environment: "Variable '{{name}}' holds a secret that everyone who can read this file knows.",
    fallback: "Variable '{{name}}' falls back to a secret that everyone who can read this file knows.",
    dummy: "Variable '{{name}}' holds a secret that anyone would guess.",
    file: "takes the secret of '{{name}}' from a file",
    form: "Variable '{{name}}' holds {{form}} that everyone who can read this file can use.",
    example: "Variable '{{name}}' holds {{form}} that looks like an example.",
  },
  check: {
    *variable(assignment, context) {
      if (!isOfContainer(assignment)) yield* judge(assignment, context);
    },
    *project({ containers }, context) {
      // What a template says counts once, where it is written, however many services take it in.
      const seen = new Set<string>();
      for (const { environment, build } of containers) {
        for (const assignment of [...environment, ...(build?.args ?? [])]) {
          const at = writtenAt(assignment.source);
          const place = `${at.uri} ${at.range.start} ${assignment.name}`;
          for (const violation of judge(assignment, context)) {
            if (!seen.has(place)) yield { ...violation, at };
            seen.add(place);
          }
        }
      }
    },
  },
  praise: {
    *variable(assignment) {
      const { name, source } = assignment;
      const value = writtenValue(assignment);
      if (!/^.+_FILE$/iu.test(name) || value === undefined || !/^\/[^:]+$/u.test(value)) return;
      if (secretClaimOf(name.slice(0, -FILE_SUFFIX.length)))
        yield { at: source, message: 'file', data: { name } };
    },
  },
});

/** Images that can take a secret from a file look for its path under the name of the variable with this behind it. */
const FILE_SUFFIX = '_FILE';

type Message = 'argument' | 'dummy' | 'env' | 'environment' | 'example' | 'fallback' | 'form' | 'request';

function isOfContainer({ role }: Assignment): boolean {
  return role === 'environment' || role === 'build-arg';
}

/** The way through aliases and merge keys ends where the text stands. */
function writtenAt(source: Source): Source {
  const last = source.via.at(-1);
  return last ? { ...last, via: [] } : source;
}

function* judge(assignment: Assignment, context: RuleContext): Iterable<Violation<Message>> {
  const { name, source: at } = assignment;
  if (matchesAnyWildcard(name, textsOf(context.option('allow')))) return;
  const value = writtenValue(assignment);
  const found = value === undefined ? undefined : judgeForm(name, value);
  if (!found) {
    // Of a name that the configuration adds any value is a secret.
    const claim = matchesAnyWildcard(name, context.credentialNames) ? 'password' : secretClaimOf(name);
    if (claim) yield* judgeName(assignment, claim, value);
    return;
  }
  const { title, dummy, issued } = found;
  const severity = issued ? 'error' : severityOf(assignment);
  const data = { name, form: title };
  if (dummy) yield { at, message: 'example', data, severity: guessable(assignment, severity) };
  else yield { at, message: 'form', data, severity };
}

function* judgeName(
  assignment: Assignment,
  claim: SecretClaim,
  value: string | undefined,
): Iterable<Violation<Message>> {
  const { name, shipped, source: at } = assignment;
  const data = { name };
  if (asksForSecret(assignment, claim)) {
    yield { at, message: 'request', data, severity: shipped ? 'warning' : 'info' };
    return;
  }
  const verdict = value === undefined ? 'none' : judgeValue(claim, value);
  // A name that proves little weighs little, however random the value looks.
  const severity = claim === 'key' ? 'warning' : severityOf(assignment);
  if (verdict === 'dummy') yield { at, message: 'dummy', data, severity: guessable(assignment, severity) };
  if (verdict === 'secret') yield { at, message: messageFor(assignment), data, severity };
}

/** The value as far as this text says it: what a variable or the folder's `.env` brings in is not written here. */
function writtenValue({ value, origin }: Assignment): string | undefined {
  return value === undefined || origin === 'variable' ? undefined : valueOf(value);
}

/** A form that its issuer also gives to what is public (a signed token, a key for browsers) is believed to be public where the name says so. */
function judgeForm(name: string, value: string): SecretForm | undefined {
  const form = secretFormOf(value);
  return form?.oftenPublic === true && isHarmlessName(name) ? undefined : form;
}

/**
 * `ARG TOKEN` and `ARG TOKEN=`: whoever builds is meant to pass the secret. Above all stages an argument does nothing by itself;
 * the stage that takes it up says its name again.
 */
function asksForSecret({ role, owner, value }: Assignment, claim: SecretClaim): boolean {
  if (role !== 'arg' || owner === 'global' || claim === 'key' || claim === 'pair') return false;
  return value === undefined || valueOf(value) === '';
}

function severityOf({ role, shipped }: Assignment): Severity {
  return role === 'env' && shipped ? 'error' : 'warning';
}

function messageFor({ role, origin, shipped }: Assignment): Message {
  if (role === 'arg' || role === 'build-arg') return 'argument';
  if (origin === 'fallback') return 'fallback';
  return role === 'env' && shipped ? 'env' : 'environment';
}

/**
 * What stands in for a secret weighs less than one that must be changed; but a container that starts with it is open to
 * whoever tries the usual words, so there it stays a warning.
 */
function guessable({ role }: Assignment, severity: Severity): Severity {
  if (severity === 'error') return 'warning';
  return role === 'environment' ? severity : 'info';
}
