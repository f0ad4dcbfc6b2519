/** Flags an ADD that takes a file or a repository from the network without saying which bytes it expects. */
import { lastCheckOf } from '../../knowledge/downloads.ts';
import { defineRule, type Severity } from '../../model/rule.ts';
import { isSet } from '../../model/setting.ts';
import type { Copy, CopySource } from '../../model/stage.ts';

export default defineRule({
  id: 'no-unverified-add',
  meta: {
    summary: 'Disallow ADD of remote content without a checksum',
    topic: 'builds',
    section: 'add-from-a-url',
    remedy: 'Give remote ADDs a checksum',
    severity: 'warning',
    profile: 'recommended',
    // No fix: a checksum must come from whoever published the file, not from a tool that has never seen it.
    fix: 'none',
    since: '0.1.0',
    keys: ['add'],
    references: [{ standard: 'CWE', id: '494', url: 'https://cwe.mitre.org/data/definitions/494.html' }],
    aliases: ['kics:curl_or_wget_instead_of_add'],
  },
  messages: {
    remote: "ADD takes whatever '{{url}}' serves: without a checksum nobody notices a swapped file.",
    plain: "ADD takes '{{url}}' over an unencrypted connection: anybody on the way can swap it.",
    branch: "ADD takes '{{url}}' as it is at build time: no commit is named, so its content may change.",
    tag: "ADD takes '{{url}}' at a tag, which its owner can move: no commit is named.",
    checksum: "compares '{{url}}' with a checksum",
    commit: "takes '{{url}}' at one commit",
  },
  check: {
    *copy(copy) {
      const { verb, sources, flags } = copy;
      if (verb.value !== 'ADD' || flags.some(({ name }) => name === 'checksum')) return;
      const judged = sources.flatMap((source) => {
        const message = judgeSource(source);
        return message ? [{ source, message }] : [];
      });
      // One instruction, one finding: at the worst of its sources.
      const worst = judged.find(({ message }) => message === 'plain') ?? judged[0];
      if (!worst) return;
      const { source, message } = worst;
      const related = judged
        .filter((other) => other !== worst)
        .map((other) => ({ ...other.source.source, message: 'this is taken in the same way' }));
      const data = { url: shortened(source.text) };
      const severity = isCheckedLater(copy) ? 'info' : SEVERITIES[message];
      yield { at: source.source, message, data, severity, related };
    },
  },
  praise: {
    *copy({ verb, sources, flags }) {
      if (verb.value !== 'ADD') return;
      const checksum = flags.find(
        ({ name, value }) => name === 'checksum' && isSet(value) && value.value !== '',
      );
      for (const { kind, text, source } of sources) {
        const [address = ''] = text.split('#', 1);
        const data = { url: shortened(address) };
        if (kind === 'url' && checksum) yield { at: source, message: 'checksum', data };
        else if (kind === 'git' && namesCommit(text)) yield { at: source, message: 'commit', data };
      }
    },
  },
});

type Message = 'remote' | 'plain' | 'branch' | 'tag';

const SEVERITIES: Readonly<Record<Message, Severity>> = {
  remote: 'warning',
  plain: 'error',
  branch: 'warning',
  tag: 'info',
};

/** Whether a step below compares a checksum or a signature: then the file is looked at after all, though by another step. */
function isCheckedLater({ stage, source }: Copy): boolean {
  const check = lastCheckOf(stage);
  return check !== undefined && check.source.range.start > source.range.start;
}

function judgeSource({ kind, text }: CopySource): Message | undefined {
  if (kind !== 'url' && kind !== 'git') return undefined;
  if (isLocal(text) || (kind === 'git' && namesCommit(text))) return undefined;
  if (/^(?:http|git):\/\//i.test(text)) return 'plain';
  if (kind === 'url') return 'remote';
  const ref = refOf(text);
  // A variable without a value may well hold a commit.
  if (ref.includes('$')) return undefined;
  return /^(?:refs\/tags\/)?v?\d+(?:\.\d+)+/i.test(ref) ? 'tag' : 'branch';
}

/** What stands behind `#`, up to the folder behind `:`, or in a query such as `?ref=v1.2`. */
function refOf(text: string): string {
  return /[?&](?:ref|tag|branch)=([^&#]+)/i.exec(text)?.[1] ?? /#([^:]*)/u.exec(text)?.[1] ?? '';
}

/** A commit has forty or sixty-four hexadecimal digits. */
function namesCommit(text: string): boolean {
  const commit = /[?&](?:commit|checksum)=([^&#]+)/i.exec(text)?.[1] ?? refOf(text);
  return /^[\da-f]{40}(?:[\da-f]{24})?$/i.test(commit);
}

function isLocal(url: string): boolean {
  return /^[a-z]+:\/\/(?:localhost|127\.[\d.]+|\[::1\])(?:[:/]|$)/i.test(url);
}

/** Without what a browser would not show either: user, password and what follows `?`. The host stays, and the name of the file. */
function shortened(url: string): string {
  const [bare = ''] = url.replace(/^([a-z]+:\/\/)[^/@]*@/i, '$1').split('?', 1);
  const host = /^(?:[a-z]+:\/\/)?[^/]*\//i.exec(bare)?.[0] ?? '';
  if (bare.length <= LONGEST_URL) return bare;
  const name = bare.slice(bare.lastIndexOf('/') + 1);
  const room = Math.max(LONGEST_URL - host.length - 1, SHORTEST_NAME);
  return `${host}…${name.length < room ? `/${name}` : name.slice(-room)}`;
}

const LONGEST_URL = 60;
const SHORTEST_NAME = 12;
