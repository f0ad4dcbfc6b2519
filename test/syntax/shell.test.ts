/** Shell texts and exec forms: which commands they hold, how these hang together, and where each of them stands. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Slice, SliceBuilder } from '../../server/src/base/slice.ts';
import type { Command, Interpreter, Script, Word } from '../../server/src/model/command.ts';
import {
  type ExecWord,
  readExec,
  readScript,
  type ScriptFrame,
} from '../../server/src/syntax/shell/read-script.ts';
import { choiceFrom } from '../harness/chance.ts';
import { mustEnd } from '../harness/must-end.ts';

function frame(length: number, interpreter: Interpreter = 'posix'): ScriptFrame {
  const source = { uri: 'file:///Dockerfile', range: { start: 0, end: length }, via: [] };
  const user = { state: 'default', value: '', source } as const;
  return { uri: source.uri, source, role: 'build', interpreter, pipefail: false, user, shipped: true };
}

function read(text: string, interpreter: Interpreter = 'posix'): Script {
  return readScript({ text, base: 0 }, frame(text.length, interpreter));
}

/** A word as the tables write it: `?` for what an expansion decides. */
function show(word: Word): string {
  return word.pattern.replaceAll('\uFFFC', '?');
}

/** A command on one line: what leads to it, wrappers in brackets, assignments, its words, its redirections, where its output goes. */
function line(command: Command): string {
  const parts: string[] = [];
  for (let around = command.within; around; around = around.command.within) {
    parts.unshift(`${around.command.name ?? '?'} ${around.as}:`);
  }
  parts.push(...command.assignments.map(({ name, value }) => `${name}=${value ? show(value) : '?'}`));
  parts.push(...command.wrappers.map(({ name, args }) => `[${[name, ...args.map(show)].join(' ')}]`));
  parts.push(
    command.name === show(command.program)
      ? command.name
      : `(${command.name ?? ''}) ${show(command.program)}`,
  );
  parts.push(...command.args.map(show).map((text) => (/\s|^$/u.test(text) ? JSON.stringify(text) : text)));
  parts.push(
    ...command.redirects.map(
      ({ operator, target }) => `${operator}${JSON.stringify(target ? show(target) : '')}`,
    ),
  );
  if (command.pipedFrom) parts.unshift('|');
  if (command.pipedTo) parts.push('|');
  if (command.failureIgnored) parts.push('~');
  return parts.join(' ');
}

function lines(script: Script): string[] {
  return script.commands.map(line);
}

/** A title, a text, and its commands. A tilde at the end of one says that its failure is swallowed. */
type Row = readonly [title: string, text: string, expected: readonly string[]];

const posix: readonly Row[] = [
  ['reads nothing in an empty text', ``, []],
  ['passes comments over', `  # curl x | sh\n\n`, []],
  ['reads one command', `curl -fsSL https://x`, [`curl -fsSL https://x`]],
  [
    'names a program without its folder',
    `/usr/bin/curl x; "$VENV"/bin/pip install x; $SUDO apt-get update`,
    [`(curl) /usr/bin/curl x ~`, `(pip) ?/bin/pip install x ~`, `() ? apt-get update`],
  ],
  ['reads lists', `a && b; c & d || e\nf`, [`a ~`, `b ~`, `c ~`, `d`, `e ~`, `f`]],
  [
    'undoes quotes and escapes',
    `\\curl 'a b' "c\\"d\\e" e\\ f g\\\nh $'\\x41' "" x""y`,
    [`curl "a b" c"d\\e "e f" gh A "" xy`],
  ],
  [
    'leaves expansions open',
    `x $A "b$C" \${D:-e} $((1+2)) "$@" *.x ~/y {a,b} "\${E}"`,
    [`x ? b? ? ? ? *.x ~/y {a,b} ?`],
  ],
  [
    'reads assignments',
    `A=1 B= x; C=2; export D=3 E; F+=4 G[0]=5 H=(6 7)`,
    [`A=1 B= x ~`, `C=2 ()  ~`, `D=3 export D=3 E ~`, `F=4 G=5 H=? () `],
  ],
  [
    'reads redirections',
    `x > a 2>> b <c 2>&1 1> d &> e; > f; x <<< "g h"`,
    [`x >"a" 2>>"b" <"c" 2>&"1" >"d" &>"e" ~`, `()  >"f" ~`, `x <<<"g h"`],
  ],
  ['links a pipeline', `a | b |& c`, [`a |`, `| b |`, `| c`]],
  [
    'links groups by their ends',
    `(a; b) | { c; d; } | while e; do f; done | g`,
    [`a ~`, `b |`, `| c ~`, `d |`, `| e`, `f | ~`, `| g`],
  ],
  [
    'links groups by the commands that can read and write',
    `(a || true) | (cd x && A=1 && echo y; sh <z; b); c | { cd x; true; }; d | { tee e; sh; }; f | if [ g ]; then h; fi`,
    [
      ...[`a | ~`, `true ~`, `cd x ~`, `A=1 ()  ~`, `echo y ~`, `sh <"z" ~`, `| b ~`],
      ...[`c | ~`, `| cd x ~`, `true ~`, `d | ~`, `| tee e ~`, `sh ~`, `f |`, `[ g ]`, `| h`],
    ],
  ],
  [
    'links what functions do',
    `f() { cd x; a; }; g() { b "$1"; echo; }; f | g; h() { c; }; h() { d; }; h | sudo f; sh -c 'f | e'; i() { k | l; }; i | i`,
    [
      ...[`cd x ~`, `a |`, `| b ? ~`, `echo`, `f | ~`, `| g ~`, `c`, `d`, `h | ~`, `| [sudo] f ~`],
      ...[`sh -c "f | e" ~`, `sh script: f | ~`, `| sh script: e ~`, `k |`, `| l |`, `i |`, `| i`],
    ],
  ],
  [
    'looks into every compound command',
    `if a; then b; elif c; then d; else e; fi; for x in 1; do f; done; until g; do h; done; case $x in y) i;; esac; j() { k; }; (l); { m; }`,
    [`a`, `b ~`, `c`, `d ~`, `e ~`, `f ~`, `g`, `h ~`, `i ~`, `k`, `l ~`, `m`],
  ],
  [
    'reads substitutions',
    `a "$(b | c)" \`d "\\\`e\\\`"\` <(f) >(g); H=$(i); x \${J:-$(k)} $(( $(l) ))`,
    [
      `a ? ? ? ? ~`,
      `a substitution: b |`,
      `| a substitution: c`,
      `a substitution: d ?`,
      `a substitution: d substitution: e`,
      `a process-substitution: f`,
      `a process-substitution: g`,
      `H=? ()  ~`,
      `? substitution: i`,
      `x ? ?`,
      `x substitution: k`,
      `x substitution: l`,
    ],
  ],
  [
    'reads substitutions that no command holds',
    `for x in $(a); do b; done; [[ -n $(c) ]]; (( $(d) )); case \`e\` in f) ;; esac; while read x; do :; done < <(g)`,
    [`a`, `b ~`, `c`, `d`, `e`, `read x`, `: ~`, `g`],
  ],
  [
    'reads the text of sh -c',
    `sh -c 'a | b' x; bash -exc "c \\"d e\\" \\$F"; ash -c -e g; bash --login -O x -o pipefail -c 'h; i'`,
    [
      `sh -c "a | b" x ~`,
      `sh script: a | ~`,
      `| sh script: b ~`,
      `bash -exc "c \\"d e\\" $F" ~`,
      `bash script: c "d e" ? ~`,
      `ash -c -e g ~`,
      `ash script: g ~`,
      `bash --login -O x -o pipefail -c "h; i"`,
      `bash script: h ~`,
      `bash script: i`,
    ],
  ],
  [
    'does not take a file for a text',
    `sh a.sh -c; bash -x b; python3 -c "c d"; ssh host "e f"`,
    [`sh a.sh -c ~`, `bash -x b ~`, `python3 -c "c d" ~`, `ssh host "e f"`],
  ],
  [
    'reads other texts',
    `su -c "a b" user; su - user -s /bin/sh --command 'c'; eval d "e | f"; runuser user -c g`,
    [
      `su -c "a b" user ~`,
      `su script: a b ~`,
      `su - user -s /bin/sh --command c ~`,
      `su script: c ~`,
      `eval d "e | f" ~`,
      `eval script: d e | ~`,
      `| eval script: f ~`,
      `runuser user -c g`,
      `runuser script: g`,
    ],
  ],
  [
    'reads the text of trap',
    `trap 'a b; c' EXIT TERM; trap - EXIT; trap -p EXIT; trap d; trap '' INT; trap "" 2; trap -- e 0`,
    [
      ...[`trap "a b; c" EXIT TERM ~`, `trap script: a b ~`, `trap script: c ~`, `trap - EXIT ~`],
      ...[`trap -p EXIT ~`, `trap d ~`, `trap "" INT ~`, `trap "" 2 ~`, `trap -- e 0`, `trap script: e`],
    ],
  ],
  [
    'reads what find runs',
    `find . -exec sudo a -k {} \\; -o -execdir sh -c 'b; c "$@"' _ {} +; find -exec d; find -exec \\;; find e -exec f + \\;`,
    [
      ...[`find . -exec sudo a -k {} ; -o -execdir sh -c "b; c \\"$@\\"" _ {} + ~`],
      ...[`find script: [sudo] a -k {} ~`, `find script: sh -c "b; c \\"$@\\"" _ {} ~`],
      ...[`find script: sh script: b ~`, `find script: sh script: c ? ~`],
      ...[`find -exec d ~`, `find -exec ; ~`, `find e -exec f + ;`, `find script: f +`],
    ],
  ],
  [
    'reads texts in texts',
    `sh -c "bash -c 'a \\"\\$(b)\\"'"`,
    [
      `sh -c "bash -c 'a \\"$(b)\\"'"`,
      `sh script: bash -c "a \\"$(b)\\""`,
      `sh script: bash script: a ?`,
      `sh script: bash script: a substitution: b`,
    ],
  ],
  [
    'knows no more of a text than is certain',
    `sh -c "$(a)"; eval "$B"; sh -c "c $D | e$F g"`,
    [
      `sh -c ? ~`,
      `sh substitution: a`,
      `eval ? ~`,
      `sh -c "c ? | e? g"`,
      `sh script: c ? |`,
      `| sh script: () e? g`,
    ],
  ],
  [
    'reads heredocs fed to a shell',
    `bash <<EOF && z\na $(b) \\$C\nsh -c "d"\nEOF\nsh -s -- x <<-'E'\n\tf "$G"\n\tE\ncat <<X\nh\nX`,
    [
      `bash <<"a ? $C\\nsh -c \\"d\\"\\n" ~`,
      `z ~`,
      `bash script: a ? ? ~`,
      `bash substitution: b`,
      `bash script: sh -c d ~`,
      `bash script: sh script: d ~`,
      `sh -s -- x <<-"f \\"$G\\"\\n" ~`,
      `sh script: f ? ~`,
      `cat <<"h\\n"`,
    ],
  ],
  [
    'reads what cat feeds to a shell',
    `cat <<'E' | sudo bash -x\na b\nE\nsh <<< 'c | d'; bash script <<E\ne\nE`,
    [
      `cat <<"a b\\n" | ~`,
      `| [sudo] bash -x ~`,
      `bash script: a b ~`,
      `sh <<<"c | d" ~`,
      `sh script: c | ~`,
      `| sh script: d ~`,
      `bash script <<"e\\n"`,
    ],
  ],
  [
    'looks through wrappers',
    `sudo -E -u www a; sudo A=1 -- b -c; env -u X B=2 c; exec -a x d; command e; time -p f; nohup nice -n 5 g; ! timeout -s KILL 30 h -x`,
    [
      `[sudo -E -u www] a ~`,
      `A=1 [sudo A=1 --] b -c ~`,
      `B=2 [env -u X B=2] c ~`,
      `[exec -a x] d ~`,
      `[command] e ~`,
      `[time -p] f ~`,
      `[nohup] [nice -n 5] g ~`,
      `[timeout -s KILL 30] h -x ~`,
    ],
  ],
  [
    'looks through more wrappers',
    `xargs -0 -n 1 -I{} a {}; su-exec u b; gosu u:g c; setpriv --reuid=1 --regid 2 --init-groups d; chroot --userspec=x / e; stdbuf -oL ionice -c 3 f; doas -u x g; tini -s -- h; dumb-init i; busybox sh -c "j"; runuser -u x -- k`,
    [
      `[xargs -0 -n 1 -I{}] a {} ~`,
      `[su-exec u] b ~`,
      `[gosu u:g] c ~`,
      `[setpriv --reuid=1 --regid 2 --init-groups] d ~`,
      `[chroot --userspec=x /] e ~`,
      `[stdbuf -oL] [ionice -c 3] f ~`,
      `[doas -u x] g ~`,
      `[tini -s --] h ~`,
      `[dumb-init] i ~`,
      `[busybox] sh -c j ~`,
      `sh script: j ~`,
      `[runuser -u x --] k`,
    ],
  ],
  [
    'leaves wrappers that start nothing',
    `sudo -v; command -v a; env; exec >x; su-exec u; time; busybox --install; nice; env -S "a b"`,
    [
      `sudo -v ~`,
      `command -v a ~`,
      `env ~`,
      `exec >"x" ~`,
      `su-exec u ~`,
      `busybox --install ~`,
      `nice ~`,
      `env -S "a b"`,
      `env script: a b`,
    ],
  ],
  [
    'keeps failures that are looked at',
    `if ! a; then b; fi; while c; do d; done; e || exit 1; f || { echo x; exit 1; }; g`,
    [`a`, `b ~`, `c`, `d ~`, `e`, `exit 1 ~`, `f`, `echo x ~`, `exit 1 ~`, `g`],
  ],
  [
    'sees failures that are swallowed',
    `a || true; b && c || echo x; ! d; (e || :); f || { g; exit 0; }; h`,
    [`a ~`, `true ~`, `b ~`, `c ~`, `echo x ~`, `d ~`, `e ~`, `: ~`, `f ~`, `g ~`, `exit 0 ~`, `h`],
  ],
  [
    'follows set -e',
    `a; set -ex; b; c && d; (set +e; e; f); g; set +e; h; i`,
    [`a ~`, `set -ex ~`, `b`, `c ~`, `d`, `set +e`, `e ~`, `f`, `g`, `set +e`, `h ~`, `i`],
  ],
  [
    'follows set -e of a text',
    `sh -ec 'a; b'; sh -c 'c; d'; sh -c 'e' || true`,
    [
      `sh -ec "a; b" ~`,
      `sh script: a`,
      `sh script: b ~`,
      `sh -c "c; d" ~`,
      `sh script: c ~`,
      `sh script: d ~`,
      `sh -c e ~`,
      `sh script: e ~`,
      `true`,
    ],
  ],
  [
    'puts values in that are certain',
    `A=http://x; B="y z"; C=$Q; w $A "\${A}/v" $B "$B" $C; (D=1); w $D; E=1 w $E; sh -c "w $A"; sh -c 'w $A'`,
    [
      `A=http://x ()  ~`,
      `B=y z ()  ~`,
      `C=? ()  ~`,
      `w http://x http://x/v ? "y z" ? ~`,
      `D=1 ()  ~`,
      `w ? ~`,
      `E=1 w ? ~`,
      `sh -c "w http://x" ~`,
      `sh script: w http://x ~`,
      `sh -c "w $A"`,
      `sh script: w ?`,
    ],
  ],
  [
    'puts no values in that may change',
    `A=1; B=2; for A in x y; do w $A; done; read B; w $B; if c; then C=3; fi; w $C; d && E=4 && w $E; w $E`,
    [
      `A=1 ()  ~`,
      `B=2 ()  ~`,
      `w ? ~`,
      `read B ~`,
      `w ? ~`,
      `c`,
      `C=3 ()  ~`,
      `w ? ~`,
      `d ~`,
      `E=4 ()  ~`,
      `w 4 ~`,
      `w ?`,
    ],
  ],
  [
    'puts no values in behind a sourced file',
    `. /etc/os-release; A=1; w $A`,
    [`. /etc/os-release ~`, `A=1 ()  ~`, `w ?`],
  ],
  ['reads what is there of broken texts', `a "b`, [`a b`]],
  ['reads no text of a heredoc behind an error', `a <<E && && b\nc\nE\nd`, [`a <<""`]],
  ['reads what is there of broken groups', `a && (b | c; if d`, [`a`, `b | ~`, `| c ~`, `d`]],
  [
    'reads on behind an operator too many',
    `a && && b "$(c)" | | sh -c 'd | || e'\n&& f\nA=1; ; g $A`,
    [
      `a`,
      `b ?`,
      `b substitution: c`,
      `sh -c "d | || e"`,
      `sh script: d`,
      `sh script: e`,
      `f ~`,
      `A=1 () `,
      `g 1`,
    ],
  ],
  ['reads a heredoc without an end', `bash <<EOF\na b`, [`bash <<"a b"`, `bash script: a b`]],
  [
    'reads Windows line ends',
    `a \\\r\n  b\r\nbash <<E\r\nc d\r\nE\r\n`,
    [`a b ~`, `bash <<"c d\\n"`, `bash script: c d`],
  ],
  [
    'keeps its place behind characters of two units',
    `echo "😀 é"; sh -c 'x 😀 "é"' | y`,
    [`echo "😀 é" ~`, `sh -c "x 😀 \\"é\\"" |`, `sh script: x 😀 é`, `| y`],
  ],
];

const powershell: readonly Row[] = [
  [
    'reads statements and pipes',
    `iwr 'http://x' -OutFile y; a | iex\nb && c`,
    [`iwr http://x -OutFile y`, `a |`, `| iex`, `b`, `c`],
  ],
  [
    'reads assignments and calls',
    `$x = curl.exe -k http://y; & "C:\\a b\\c.exe" -z; return d`,
    [`(curl) curl.exe -k http://y`, `(c) C:\\a b\\c.exe -z`, `d`],
  ],
  [
    'reads what stands in brackets',
    `iex ((New-Object Net.WebClient).DownloadString("http://$h/x")); (iwr x).Content | iex`,
    [
      `iex ?`,
      `iex substitution: () ?.DownloadString?`,
      `iex substitution: ? substitution: New-Object Net.WebClient`,
      `iex substitution: ? substitution: () http://?/x`,
      `() ?.Content |`,
      `? substitution: iwr x`,
      `| iex`,
    ],
  ],
  [
    'reads blocks',
    `if (Test-Path a) { Remove-Item b -Recurse } else { c }; Get-Item * | ForEach-Object { d $_ }`,
    [
      `Test-Path a`,
      `Remove-Item b -Recurse`,
      `c`,
      `Get-Item * |`,
      `| ForEach-Object ?`,
      `ForEach-Object script: d ?`,
    ],
  ],
  ['undoes quotes', `x 'a''b' "c\`"d" "e$f" g\`h # i\n<# j #> k`, [`x a'b c"d e? gh`, `k`]],
  [
    'reads nested PowerShell',
    `powershell -NoProfile -ExecutionPolicy Bypass -Command "iwr x | iex"; pwsh -File a.ps1`,
    [
      `powershell -NoProfile -ExecutionPolicy Bypass -Command "iwr x | iex"`,
      `powershell script: iwr x |`,
      `| powershell script: iex`,
      `pwsh -File a.ps1`,
    ],
  ],
  ['keeps going in broken texts', `a 'b; (c {d`, [`a "b; (c {d"`]],
];

const cmd: readonly Row[] = [
  ['reads statements and pipes', `a.exe b && c | d & e || f`, [`(a) a.exe b`, `c |`, `| d`, `e`, `f`]],
  [
    'undoes quotes and escapes',
    `"C:\\x y\\curl.exe" -o "a b" %TEMP% ^& x`,
    [`(curl) C:\\x y\\curl.exe -o "a b" ? & x`],
  ],
  [
    'reads nested texts',
    `powershell -Command "Invoke-WebRequest http://x -OutFile y; iex z" & cmd /S /C "a | b"`,
    [
      `powershell -Command "Invoke-WebRequest http://x -OutFile y; iex z"`,
      `powershell script: Invoke-WebRequest http://x -OutFile y`,
      `powershell script: iex z`,
      `cmd /S /C "a | b"`,
      `cmd script: a |`,
      `| cmd script: b`,
    ],
  ],
];

for (const [interpreter, rows] of Object.entries({ posix, powershell, cmd })) {
  for (const [title, text, expected] of rows) {
    test(`${interpreter} ${title}`, () =>
      assert.deepEqual(lines(read(text, interpreter as Interpreter)), expected));
  }
}

test('reads nothing of languages that it does not know', () => {
  assert.deepEqual(read('curl x | sh', 'other').commands, []);
  assert.deepEqual(readExec(execWords('["node", "x"]'), frame(13, 'other')).commands, []);
});

/** What stands in the text where the source of each thing says. */
function places(text: string, script: Script): string[] {
  const at = (range: { start: number; end: number }): string => text.slice(range.start, range.end);
  return script.commands.map(({ source, program, args, wrappers }) =>
    [source, ...wrappers.map((wrapper) => wrapper.source), program.source, ...args.map((word) => word.source)]
      .map(({ range }) => at(range))
      .join(' ¦ '),
  );
}

const placed: readonly (readonly [text: string, expected: readonly string[]])[] = [
  [
    `A=1 sudo -u x "cu"rl 'a b' "c$D" > e; f`,
    [`A=1 sudo -u x "cu"rl 'a b' "c$D" > e ¦ sudo -u x ¦ "cu"rl ¦ 'a b' ¦ "c$D"`, 'f ¦ f'],
  ],
  [
    String.raw`sh -c "a \"b c\" \$D" e`,
    [
      String.raw`sh -c "a \"b c\" \$D" e ¦ sh ¦ -c ¦ "a \"b c\" \$D" ¦ e`,
      String.raw`a \"b c\" \$D ¦ a ¦ \"b c\" ¦ \$D`,
    ],
  ],
  [
    'x "$(y `z \\`w v\\``)"',
    [
      'x "$(y `z \\`w v\\``)" ¦ x ¦ "$(y `z \\`w v\\``)"',
      'y `z \\`w v\\`` ¦ y ¦ `z \\`w v\\``',
      'z \\`w v\\` ¦ z ¦ \\`w v\\`',
      'w v ¦ w ¦ v',
    ],
  ],
  ['bash <<-E\n\ta\n\t\tb c\n\tE\nd', ['bash <<-E ¦ bash', 'a ¦ a', 'b c ¦ b ¦ c', 'd ¦ d']],
  ['time -p a | b', ['time -p a ¦ time -p ¦ a', 'b ¦ b']],
  ['a \\\r\n b\r\nc', ['a \\\r\n b ¦ a ¦ b', 'c ¦ c']],
  [
    'U=http://x; sh -c "a $U/y z"',
    ['U=http://x ¦ ', 'sh -c "a $U/y z" ¦ sh ¦ -c ¦ "a $U/y z"', 'a $U/y z ¦ a ¦ $U/y ¦ z'],
  ],
  [`eval 'a 😀' "b"`, [`eval 'a 😀' "b" ¦ eval ¦ 'a 😀' ¦ "b"`, `a 😀' "b ¦ a ¦ 😀 ¦ b`]],
];

for (const [text, expected] of placed) {
  test(`knows where everything stands in ${JSON.stringify(text)}`, () =>
    assert.deepEqual(places(text, read(text)), expected));
}

test('carries places through a text that is itself put together', () => {
  // A RUN with its continuation and the comment inside it taken out, as a Dockerfile's reader hands it over.
  const document = 'RUN curl \\\n# why\n  -k "x y" \\\n  | sh';
  const slice = pieces(document, ['curl ', '  -k "x y" ', '  | sh']);
  assert.deepEqual(places(document, readScript(slice, frame(document.length))), [
    'curl \\\n# why\n  -k "x y" ¦ curl ¦ -k ¦ "x y"',
    'sh ¦ sh',
  ]);
});

/** A slice made of parts that stand one after another in the document. */
function pieces(document: string, parts: readonly string[]): Slice {
  const builder = new SliceBuilder();
  let from = 0;
  for (const part of parts) {
    const start = document.indexOf(part, from);
    builder.copy(part, start);
    from = start + part.length;
  }
  return builder.build(0);
}

/** The words of a JSON list, with their places in it. */
function execWords(document: string): ExecWord[] {
  return [...document.matchAll(/"(?:[^"\\]|\\.)*"/gu)].map((match) => {
    const range = { start: match.index, end: match.index + match[0].length };
    const builder = new SliceBuilder();
    for (const part of match[0].slice(1, -1).matchAll(/\\(.)|[^\\]/gsu)) {
      const start = range.start + 1 + part.index;
      builder.add(part[1] ?? part[0], start, start + part[0].length);
    }
    return { slice: builder.build(range.start + 1), range };
  });
}

test('takes the words of an exec form as they are', () => {
  const document = '["sudo", "/bin/x", "$HOME", "a b", "|", "*"]';
  const script = readExec(execWords(document), frame(document.length));
  assert.deepEqual(lines(script), ['[sudo] (x) /bin/x $HOME "a b" | *']);
  assert.equal(script.commands[0]?.args[0]?.value, '$HOME');
  assert.deepEqual(places(document, script), [
    '"sudo", "/bin/x", "$HOME", "a b", "|", "*" ¦ "sudo" ¦ "/bin/x" ¦ "$HOME" ¦ "a b" ¦ "|" ¦ "*"',
  ]);
});

test('reads the text of a shell in an exec form', () => {
  const document = '["sh", "-ec", "curl \\"$URL\\" | sh; b"]';
  const script = readExec(execWords(document), frame(document.length));
  assert.deepEqual(lines(script).slice(1), ['sh script: curl ? |', '| sh script: sh', 'sh script: b']);
  assert.deepEqual(places(document, script).slice(1), [
    'curl \\"$URL\\" ¦ curl ¦ \\"$URL\\"',
    'sh ¦ sh',
    'b ¦ b',
  ]);
});

test('reads PowerShell in an exec form', () => {
  const document = '["powershell.exe", "-Command", "iwr x", "| iex"]';
  assert.deepEqual(lines(readExec(execWords(document), frame(document.length, 'powershell'))), [
    '(powershell) powershell.exe -Command "iwr x" "| iex"',
    'powershell script: iwr x |',
    '| powershell script: iex',
  ]);
});

test('reads an empty exec form', () => assert.deepEqual(readExec([], frame(2)).commands, []));

test('gives a word the commands of its substitutions, and a value only when it is certain', () => {
  const [a, b, c] = read('x "1 $(b | c)2" 3').commands;
  assert.deepEqual(a?.args[0]?.substitutions, [b, c]);
  assert.equal(a?.args[0]?.value, undefined);
  assert.equal(a?.args[0]?.pattern, '1 \uFFFC2');
  assert.equal(a?.args[0]?.raw, '"1 $(b | c)2"');
  assert.equal(a?.args[1]?.value, '3');
});

test('shares the substitution of an exported value between the word and the assignment', () => {
  const [first, second, ...rest] = read('export A=$(b)').commands;
  assert.deepEqual(rest, []);
  assert.deepEqual(first?.args[0]?.substitutions, [second]);
  assert.deepEqual(first?.assignments[0]?.value?.substitutions, [second]);
});

const covered = [
  'set -o pipefail; a',
  'set -euxo pipefail && a',
  'bash -o pipefail -c "a | b"',
  'sh -c "set -eo pipefail; a"',
];
const uncovered = ['a | b', 'set -e; a', 'set +o pipefail', 'echo set -o pipefail', 'set -- -o pipefail'];

test('sees pipefail', () => {
  for (const text of covered) assert.equal(read(text).pipefail, true, text);
  for (const text of uncovered) assert.equal(read(text).pipefail, false, text);
  assert.equal(readScript({ text: 'a', base: 0 }, { ...frame(1), pipefail: true }).pipefail, true);
});

test('hands on what the frame says', () => {
  const { script } = read('a').commands[0] ?? {};
  assert.equal(script?.role, 'build');
  assert.equal(script?.shipped, true);
  assert.equal(
    readScript({ text: 'a; b', base: 0 }, { ...frame(4), errexit: true }).commands[0]?.failureIgnored,
    false,
  );
});

const hostile = [
  ...[
    '(',
    '{ ',
    '$(',
    '`',
    '"',
    "'",
    '<<A ',
    'if a; then ',
    '${a:-',
    '$((',
    '[[ ( ',
    'a | ',
    'a && ',
    'A=1;',
    '"$(',
    '<(',
  ],
  ...[
    'eval ',
    'sudo ',
    "sh -c '",
    'f() { ',
    '! ',
    'coproc ',
    '\\',
    '\0',
    '\uFFFC',
    '<<-"',
    'cat <<E | sh\n',
    'a=1 b=$a;(',
    '$((1+',
  ],
];

for (const interpreter of ['posix', 'powershell', 'cmd'] as const) {
  test(`reads a long row of anything as ${interpreter} without throwing`, () => {
    for (const unit of hostile) {
      mustEnd(() => read(unit.repeat(Math.ceil(20_000 / unit.length)), interpreter));
    }
  });
}

test('reads damaged texts without throwing, every place inside the text', () => {
  const texts = [...posix, ...powershell, ...cmd].map(([, text]) => text);
  const random = choiceFrom(1);
  for (let round = 0; round < 3000; round++) {
    let text = texts[random(texts.length)] ?? '';
    for (let i = random(4); i >= 0; i--) {
      const at = random(text.length + 1);
      text = text.slice(0, at) + (hostile[random(hostile.length)] ?? '') + text.slice(at + random(4));
    }
    const interpreter = (['posix', 'powershell', 'cmd'] as const)[random(3)];
    for (const { source, program, args } of read(text, interpreter).commands) {
      for (const { range } of [source, program.source, ...args.map((word) => word.source)]) {
        assert.ok(range.start >= 0 && range.start <= range.end && range.end <= text.length, text);
      }
    }
  }
});
