/** Flags images and containers whose program runs as root. */
import { accountCreatedBy } from '../../knowledge/accounts.ts';
import { defaultUserOf, readyUserOf } from '../../knowledge/images.ts';
import { textsOf } from '../../knowledge/options.ts';
import { isNamedImage } from '../../knowledge/registries.ts';
import { chainOf, foundationOf, foundationUser, isRootUser } from '../../knowledge/stage-users.ts';
import {
  namesStepDown,
  opensShell,
  servesByDefault,
  startsManager,
  switchesUser,
  usesStepDown,
} from '../../knowledge/start-commands.ts';
import { remove, replace, set } from '../../model/change.ts';
import type { Command, Script } from '../../model/command.ts';
import type { Container } from '../../model/container.ts';
import { defineRule, type Fix, type Severity, type Strength, type Violation } from '../../model/rule.ts';
import { isSet, type Known, type Setting, valueOf } from '../../model/setting.ts';
import type { Stage } from '../../model/stage.ts';

export default defineRule({
  id: 'no-root-user',
  meta: {
    summary: 'Disallow images and containers that run as root',
    topic: 'users',
    section: 'the-user-inside',
    remedy: 'Run programs as a user without rights, not as root',
    severity: 'warning',
    profile: 'recommended',
    options: {
      allow: {
        type: 'strings',
        summary: 'Images that need root, and stages that are built on them; `*` stands for any letters',
      },
    },
    fix: 'unsafe',
    since: '0.1.0',
    keys: ['user'],
    references: [
      { standard: 'CIS Docker Benchmark 1.6.0', id: '4.1' },
      {
        standard: 'OWASP Docker Security Cheat Sheet',
        id: 'RULE #2',
        url: 'https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html',
      },
    ],
    aliases: [
      'hadolint:DL3002',
      'trivy:DS-0002',
      'kics:last_user_is_root',
      'kics:missing_user_instruction',
      'checkov:CKV_DOCKER_3',
      'checkov:CKV_DOCKER_8',
      'semgrep:last-user-is-root',
      'semgrep:missing-user',
      'sonar:S6471',
      'cnspec:non-root-user',
      'dockle:CIS-DI-0001',
      'compose-lint:CL-0018',
    ],
  },
  messages: {
    root: "The final stage ends as user '{{user}}': whoever breaks into its container is root there.",
    empty: 'This USER expands to nothing, so the final stage ends as root: whoever breaks in is root there.',
    inherited:
      'The final stage has no USER and its base runs as root: whoever breaks into its container is root there.',
    scratch:
      'The final stage has no USER, so its program runs as root; on scratch any other number will do as a user.',
    unused:
      "The final stage creates user '{{user}}' but no USER switches to it, so its program runs as root.",
    doubt: 'The final stage has no USER, and it is not known which user its base image starts as.',
    user: "runs as user '{{user}}'",
    ownUser: "runs as its base image's own user, which is not root",
    container: "Container '{{name}}' runs as user '{{user}}': whoever breaks into it is root there.",
  },
  check: {
    *stage(stage, { strict, option }) {
      const { role, user } = stage;
      if (role !== 'final' || user.state === 'unknown' || handsOver(stage)) return;
      const foundation = foundationOf(stage);
      if (foundation.kind === 'image' && isNamedImage(foundation.reference, textsOf(option('allow')))) return;
      if (isSet(user)) yield* judgeUser(stage, user);
      else yield* judgeAbsence(stage, strict);
    },
    *container(container, { option }) {
      const { name, user, image } = container;
      if (!isSet(user) || !isRootUser(user.value)) return;
      const reference = image && !image.built ? valueOf(image.reference) : undefined;
      if (reference && isNamedImage(reference, textsOf(option('allow')))) return;
      // The entry script of these images is meant to be root and leaves it by itself.
      if (reference && defaultUserOf(reference) === 'steps-down') return;
      if (container.scripts.some(startsAsAnother)) return;
      yield {
        at: user.source,
        message: 'container',
        data: { name, user: user.value },
        severity: preparesFiles(container) ? 'info' : 'warning',
        fixes: containerFixes(container, user),
      };
    },
  },
  praise: {
    *stage(stage) {
      const { role, user } = stage;
      if (role !== 'final') return;
      if (user.state !== 'default') yield* praiseOf(user);
      else if (foundationUser(stage) === 'non-root') yield { at: stage.source, message: 'ownUser' };
    },
    *container({ user }) {
      yield* praiseOf(user);
    },
  },
});

function* praiseOf(user: Setting<string>): Iterable<Strength<'user'>> {
  if (!isSet(user) || isNameless(user.value) || isRootUser(user.value)) return;
  yield { at: user.source, message: 'user', data: { user: user.value } };
}

type Message = 'root' | 'empty' | 'inherited' | 'scratch' | 'unused' | 'doubt';

const BREAKS = 'Files that the program writes and ports below 1024 that it opens must be open to that user.';

function* judgeUser(stage: Stage, user: Known<string>): Iterable<Violation<Message>> {
  // A USER whose variables are all empty is root.
  const isEmpty = isNameless(user.value);
  if (!isEmpty && !isRootUser(user.value)) return;
  // The entry script of such an image is meant to be root and leaves it by itself.
  if (!isEmpty && stage.entrypoint === undefined && foundationUser(stage) === 'steps-down') return;
  const account = earlierUser(stage) ?? onlyAccount(createdAccounts(stage)) ?? readyUser(stage);
  yield {
    at: user.source,
    message: isEmpty ? 'empty' : 'root',
    data: { user: user.value },
    fixes: account === undefined ? [] : [switchTo(account)],
  };
}

/** `''` and `:group`. */
function isNameless(user: string): boolean {
  return user === '' || user.startsWith(':');
}

function* judgeAbsence(stage: Stage, strict: boolean): Iterable<Violation<Message>> {
  // Images of Windows have other accounts, and a base for others leaves the choice to them.
  if (stage.windows || chainOf(stage).some(({ hasOnBuild }) => hasOnBuild) || isWorkplace(stage)) return;
  const at = stage.user.source;
  const severity: Severity = 'info';
  const start = foundationUser(stage);
  if (start === 'unknown' && strict) yield { at, message: 'doubt', severity: 'hint' };
  if (start !== 'root') return;
  const created = createdAccounts(stage);
  const [first] = created;
  if (first) {
    const { source, account } = first;
    const related = [{ ...source, message: 'the account is created here' }];
    const only = onlyAccount(created);
    const fixes = only === undefined ? [] : [switchTo(only)];
    yield { at, message: 'unused', data: { user: account }, severity, related, fixes };
    return;
  }
  const ready = readyUser(stage);
  const message = foundationOf(stage).kind === 'scratch' ? 'scratch' : 'inherited';
  yield { at, message, severity, fixes: ready === undefined ? [] : [switchTo(ready)] };
}

/** The last user before that is not root. */
function earlierUser({ users }: Stage): string | undefined {
  const before = users.findLast(
    (earlier) => isSet(earlier) && !isNameless(earlier.value) && !isRootUser(earlier.value),
  );
  return before && valueOf(before);
}

/** The account that the file creates, when it creates one alone. */
function onlyAccount(created: readonly Created[]): string | undefined {
  const accounts = new Set(created.map(({ account }) => account));
  return accounts.size === 1 ? created[0]?.account : undefined;
}

/** The account that the image below brings along. */
function readyUser(stage: Stage): string | undefined {
  const foundation = foundationOf(stage);
  return foundation.kind === 'image' && !stage.windows ? readyUserOf(foundation.reference) : undefined;
}

/** Whether the program is root only to become somebody else, or to start others under users of their own. */
function handsOver(stage: Stage): boolean {
  const start = startOf(stage);
  if (startsManager(start) || start.some(namesStepDown)) return true;
  return chainOf(stage).some(
    ({ scripts, copies }) =>
      scripts.some((script) => startsAsAnother(script) || script.commands.some(usesStepDown)) ||
      copies.some(({ sources }) => sources.some(({ text }) => namesStepDown(text))),
  );
}

/** `su app -c server`, as the start of a container. */
function startsAsAnother({ role, commands }: Script): boolean {
  return role === 'start' && commands.some(switchesUser);
}

/** Whether the image opens a shell and serves nothing: a base to build on, or a place to work in. */
function isWorkplace(stage: Stage): boolean {
  const saysStart = chainOf(stage).some(({ scripts }) => scripts.some(({ role }) => role === 'start'));
  if (saysStart) return opensShell(startOf(stage));
  const foundation = foundationOf(stage);
  return foundation.kind !== 'image' || !servesByDefault(foundation.reference);
}

/** The words of ENTRYPOINT and CMD, with the text of a shell form taken apart. */
function startOf({ entrypoint = [], command = [] }: Stage): readonly string[] {
  return [...entrypoint, ...command].flatMap((word) => word.trim().split(/\s+/u));
}

interface Created extends Pick<Command, 'source'> {
  readonly account: string;
}

function createdAccounts(stage: Stage): readonly Created[] {
  const commands = chainOf(stage).flatMap(({ scripts }) => scripts.flatMap((script) => script.commands));
  return commands.flatMap((command) => {
    const account = accountCreatedBy(command);
    return account === undefined ? [] : [{ source: command.source, account }];
  });
}

function switchTo(account: string): Fix {
  return {
    title: `Run as '${account}'`,
    applicability: 'unsafe',
    changes: [set('user', account)],
    breaks: BREAKS,
  };
}

/** Whether the container only sets up files for others, as a first service of a project may. */
function preparesFiles({ scripts }: Container): boolean {
  return scripts.some(
    ({ role, commands }) =>
      role === 'start' && commands.some(({ name }) => name === 'chown' || name === 'chmod'),
  );
}

function containerFixes({ image }: Container, user: Known<string>): readonly Fix[] {
  const reference = image && !image.built ? valueOf(image.reference) : undefined;
  if (!reference) return [];
  const ready = readyUserOf(reference);
  const fix = { applicability: 'unsafe', breaks: BREAKS } as const;
  if (ready !== undefined) return [{ ...fix, title: `Run as '${ready}'`, changes: [replace(user, ready)] }];
  if (defaultUserOf(reference) !== 'non-root') return [];
  return [{ ...fix, title: "Run as the image's own user", changes: [remove(user)] }];
}
