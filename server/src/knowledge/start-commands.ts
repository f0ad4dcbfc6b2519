/** What programs and images do at the start of a container: open a shell, hand over to another user, manage other programs. */
import type { Command, Word, Wrapper } from '../model/command.ts';
import type { ImageReference } from '../model/image.ts';
import { isRootUser } from './stage-users.ts';

/**
 * Official images whose own command is a shell or the prompt of a language (autumn 2026): systems and toolchains to build on,
 * which nobody ships as a service just so.
 */
const SHELL_IMAGES = new Set(
  words(`almalinux alpine amazoncorretto amazonlinux archlinux bash buildpack-deps busybox centos clojure dart debian
    eclipse-temurin elixir erlang fedora gcc golang gradle groovy haskell ibm-semeru-runtimes julia maven mageia node openjdk
    oraclelinux perl photon php pypy python r-base rockylinux ruby rust sapmachine swift ubuntu`),
);

/** Whether a container of this image is known to serve something when the text says nothing of its start. */
export function servesByDefault({ official, tag = '' }: ImageReference): boolean {
  if (official === undefined) return false;
  return !SHELL_IMAGES.has(official) || (official === 'php' && /fpm|apache/u.test(tag));
}

const SHELLS = new Set(
  words(`sh bash ash dash zsh ksh fish csh tcsh pwsh busybox
    python python2 python3 ipython node irb ghci iex erl jshell julia lua perl php psql r ruby scala sbt`),
);

const INIT_PROGRAMS = new Set(words('tini dumb-init catatonit init env exec'));

/** Whether the words of ENTRYPOINT and CMD come to a bare shell or prompt: nothing is served, somebody works in it. */
export function opensShell(start: readonly string[]): boolean {
  const programs = start.filter((word) => !word.startsWith('-') && !isPrelude(programOf(word)));
  return programs.length > 0 && programs.every((word) => SHELLS.has(programOf(word).toLowerCase()));
}

/** Entry scripts count as well: what they do, they do for the command behind them. */
function isPrelude(program: string): boolean {
  return INIT_PROGRAMS.has(program) || /entrypoint(?:\.sh)?$/u.test(program);
}

const MANAGERS = new Set(
  words(`init systemd supervisord s6-svscan runsvdir my_init cron crond sshd dockerd containerd dockerd-entrypoint.sh
    buildkitd kubelet k3s`),
);

/** Whether a container starts with a program that must be root: it starts others under users of their own, or rules the machine. */
export function startsManager(start: readonly string[]): boolean {
  return start.some((word) => MANAGERS.has(programOf(word)));
}

const STEP_DOWN =
  /(?:^|[^\w.])(?:gosu|su-exec|setpriv|chpst|s6-setuidgid|s6-overlay|fixuid|runuser)(?:$|\W)/u;

/** Whether a word speaks of a program with which an entry script hands over from root to another user. */
export function namesStepDown(text: string): boolean {
  return STEP_DOWN.test(text);
}

/** Whether a command installs, fetches or uses such a program. */
export function usesStepDown({ program, args, wrappers }: Command): boolean {
  const used: readonly Word[] = [program, ...args];
  return (
    used.some(({ pattern }) => namesStepDown(pattern)) || wrappers.some(({ name }) => namesStepDown(name))
  );
}

/** Whether a command runs another one as another user. */
export function switchesUser(command: Command): boolean {
  const { name, wrappers } = command;
  if (name === 'su' || name === 'start-stop-daemon' || usesStepDown(command)) return true;
  return wrappers.some((wrapper) => {
    const user = wrapper.name === 'sudo' ? sudoUserOf(wrapper) : undefined;
    return user !== undefined && !isRootUser(user);
  });
}

/** Whom `sudo -u app`, `sudo --user=app`, `sudo -Hu "$NAME"` are told to become; undefined when nobody is named. */
export function sudoUserOf({ args }: Wrapper): string | undefined {
  for (const [index, { pattern }] of args.entries()) {
    const user =
      /^--user=(.*)$/su.exec(pattern)?.[1] ??
      /^-[ABbEHiknPSs]*u(.+)$/su.exec(pattern)?.[1] ??
      (/^(?:--user|-[ABbEHiknPSs]*u)$/u.test(pattern) ? args[index + 1]?.pattern : undefined);
    if (user !== undefined) return user.replace(/^#/u, '');
  }
  return undefined;
}

function programOf(word: string): string {
  return word.slice(word.lastIndexOf('/') + 1);
}

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/u);
}
