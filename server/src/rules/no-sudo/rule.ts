/** Flags commands that are run through sudo, in builds and at the start of a container. */
import { isRootUser, foundationUser } from '../../knowledge/stage-users.ts';
import { defaultUserOf } from '../../knowledge/images.ts';
import { sudoUserOf } from '../../knowledge/start-commands.ts';
import { remove } from '../../model/change.ts';
import type { Command, Script, Wrapper } from '../../model/command.ts';
import { defineRule, type Fix, type Severity, type Violation } from '../../model/rule.ts';
import { isSet, type Setting, valueOf } from '../../model/setting.ts';

export default defineRule({
  id: 'no-sudo',
  meta: {
    summary: 'Disallow sudo in images and containers',
    topic: 'users',
    section: 'sudo-in-an-image',
    remedy: 'Take sudo out, and say USER where the user changes',
    severity: 'warning',
    profile: 'recommended',
    fix: 'safe',
    since: '0.1.0',
    keys: ['run'],
    references: [{ standard: 'CWE', id: '250', url: 'https://cwe.mitre.org/data/definitions/250.html' }],
    aliases: [
      'hadolint:DL3004',
      'trivy:DS-0010',
      'kics:run_using_sudo',
      'checkov:CKV2_DOCKER_1',
      'semgrep:no-sudo-in-dockerfile',
      'cnspec:no-sudo-commands',
      'dockle:DKL-DI-0001',
    ],
  },
  messages: {
    pointless:
      "'{{command}}' runs through sudo although it runs as root already: sudo only widens the image.",
    becomesRoot:
      "User '{{user}}' becomes root through sudo for '{{command}}': whoever takes over the container can too.",
    stepsDown:
      "'{{command}}' is handed to another user by sudo, which needs root to begin with: set the user instead.",
    sudo: "'{{command}}' runs through sudo: an image that lets its user become root has no user to rely on.",
  },
  check: {
    *stage(stage) {
      for (const script of stage.scripts) {
        // Without a USER so far, commands run as whatever the image below starts as.
        const inherited = foundationUser(stage) === 'root' ? 'root' : '';
        yield* judgeScript(script, nameOfUser(script.user, inherited));
      }
    },
    *container({ image, user, scripts }) {
      const reference = image && !image.built ? valueOf(image.reference) : undefined;
      const inherited = reference && defaultUserOf(reference) === 'root' ? 'root' : '';
      for (const script of scripts) yield* judgeScript(script, nameOfUser(user, inherited));
    },
  },
});

type Message = 'pointless' | 'becomesRoot' | 'stepsDown' | 'sudo';

/** A USER whose variables are empty is root; a user that is not known is `''` here. */
function nameOfUser(user: Setting<string>, inherited: string): string {
  if (user.state === 'default') return inherited;
  return isSet(user) ? user.value || 'root' : '';
}

function* judgeScript(script: Script, user: string): Iterable<Violation<Message>> {
  if (script.interpreter !== 'posix') return;
  const severity: Severity = script.shipped ? 'warning' : 'info';
  for (const command of script.commands) {
    const wrapper = command.wrappers.find(({ name }) => name === 'sudo');
    if (wrapper) {
      const data = { command: command.program.raw, user };
      const fix = fixFor(script, wrapper, user);
      const message = namesUser(wrapper) ? 'stepsDown' : messageFor(user);
      yield { at: wrapper.source, message, data, severity, fixes: fix ? [fix] : [] };
    } else if (opensShell(command)) {
      yield { at: command.source, message: messageFor(user), data: { command: 'a shell', user }, severity };
    }
  }
}

function messageFor(user: string): Message {
  if (user === '') return 'sudo';
  return isRootUser(user) ? 'pointless' : 'becomesRoot';
}

/** Whether sudo is told to become somebody other than root. */
function namesUser(wrapper: Wrapper): boolean {
  const user = sudoUserOf(wrapper);
  return user !== undefined && !isRootUser(user);
}

/** `sudo -i` and `sudo -s` without a command start a shell; `sudo --version` starts nothing. */
function opensShell({ name, args }: Command): boolean {
  return name === 'sudo' && args.some(({ value }) => /^-(?:[EHS]*[is]|-login|-shell)$/u.test(value ?? ''));
}

/** Options that change nothing for root: keep the environment, ask no password. */
const IDLE_OPTION = /^-(?:[En]+|-preserve-env|-non-interactive)$/u;

/** Options that may change a little, such as the home folder. */
const NEAR_IDLE_OPTION = /^-(?:[EHSkn]+|-set-home|-stdin|-reset-timestamp)$/u;

/** Dropping sudo is honest only where the command keeps running as root, and in the folder and environment it had. */
function fixFor({ role }: Script, wrapper: Wrapper, user: string): Fix | undefined {
  const options = wrapper.args.map(({ value }) => value ?? '');
  const fix = { title: 'Run the command without sudo', changes: [remove(wrapper)] };
  if (!options.every((option) => NEAR_IDLE_OPTION.test(option))) return undefined;
  if (user !== '' && !isRootUser(user)) return undefined;
  if (user === '' || role !== 'build') {
    const breaks = 'The command fails for want of rights when the container does not run as root.';
    return { ...fix, applicability: 'unsafe', breaks };
  }
  if (options.every((option) => IDLE_OPTION.test(option))) return { ...fix, applicability: 'safe' };
  return {
    ...fix,
    applicability: 'unsafe',
    breaks: 'The command sees the HOME of the build instead of that of root.',
  };
}
