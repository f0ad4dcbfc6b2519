/** A notation and rules small enough to test the engine by: lines such as `user root`, one stage each. */
import type { SourceText } from '../../server/src/base/text.ts';
import { remove } from '../../server/src/model/change.ts';
import type { Rule } from '../../server/src/model/rule.ts';
import type { Setting } from '../../server/src/model/setting.ts';
import type { Stage } from '../../server/src/model/stage.ts';
import type { Near, Reading, Surface } from '../../server/src/model/surface.ts';

/** Reads files called `*.toy`; a line `needs <uri>` leans on another file, whose text counts as if it stood at the end; `take <uri>` takes over what another file says there. */
export function toySurface(over: Partial<Surface> = {}): Surface {
  return {
    id: 'dockerfile',
    detect: ({ uri }) => uri.endsWith('.toy'),
    needs: ({ text }) => needsOf(text),
    read,
    ...over,
  };
}

/** Flags each line `user <name>` with this name; the fix takes the line out. */
export function toyRule(id: string, user: string, over: Partial<Rule> = {}): Rule {
  return {
    id,
    meta: {
      summary: 'Disallow a user',
      topic: 'users',
      section: 'the-user-inside',
      remedy: 'Take it out',
      severity: 'warning',
      profile: 'recommended',
      fix: 'safe',
      since: '0.1.0',
      keys: ['user'],
      references: [],
      aliases: [],
    },
    messages: { found: "The user is '{{user}}'." },
    check: {
      *stage(stage) {
        if (stage.user.state !== 'set' || stage.user.value !== user) return;
        yield {
          at: stage.user.source,
          message: 'found',
          data: { user },
          fixes: [{ title: 'Take it out', applicability: 'safe', changes: [remove(stage.user)] }],
        };
      },
    },
    ...over,
  };
}

function needsOf(text: string): string[] {
  return [...named(text, 'needs'), ...named(text, 'take')];
}

function named(text: string, word: 'needs' | 'take'): string[] {
  return [...text.matchAll(/^(\w+) (\S+)$/gmu)].flatMap((match) =>
    match[1] === word ? (match[2] ?? '') : [],
  );
}

function usersIn(uri: string, text: string): Stage[] {
  return [...text.matchAll(/^user (.*)\n/gmu)].map((match) => stageAt(uri, match[1] ?? '', match));
}

function read({ uri, text }: SourceText, near: Near): Reading {
  const stages = usersIn(uri, text);
  for (const other of named(text, 'take')) stages.push(...usersIn(other, near.textOf(other) ?? ''));
  for (const other of named(text, 'needs')) {
    const name = near.textOf(other)?.trim();
    if (name !== undefined) stages.push(stageAt(uri, name, { index: 0, 0: '' }));
  }
  return {
    problems: [],
    // A test may leave out what no toy rule looks at.
    subjects: (kind) => (kind === 'stage' ? stages : []) as never,
    settingAt: (offset) =>
      text.startsWith('user', offset)
        ? { key: 'user', range: { start: offset, end: offset + 4 } }
        : undefined,
    parts: () => [],
    gaps: () => [],
    placeOf: () => ({ path: [], value: '' }),
    lower: (subject) => {
      const { range } = subject.source;
      return range.start === range.end
        ? { refused: 'it stands elsewhere' }
        : { edits: [{ range, newText: '' }], uri: subject.source.uri };
    },
  };
}

function stageAt(uri: string, name: string, match: { readonly index: number; readonly 0: string }): Stage {
  const source = { uri, via: [], range: { start: match.index, end: match.index + match[0].length } };
  const user: Setting<string> = { state: 'set', value: name, source };
  return { source, user } as unknown as Stage;
}
