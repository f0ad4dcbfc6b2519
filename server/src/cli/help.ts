/** What `--help` prints. */

export const HELP = `Bulkhead finds what is unsafe in Dockerfiles and Compose files, explains why, and mends it.

Usage: bulkhead <command> [options]

Commands:
  check [paths…]    check files and folders (default: the current folder)
  explain <rule>    print the page of a rule
  rules             list the rules
  lsp --stdio       serve editors through the language server protocol

Options:
  -h, --help        print this, or the help of a command
  -V, --version     print the version

Try 'bulkhead check' in a folder with a Dockerfile.
`;

export const CHECK_HELP = `Check Dockerfiles and Compose files.

Usage: bulkhead check [options] [paths…]

Folders are searched for Dockerfiles and Compose files, whatever their name if their content tells.
What .gitignore leaves out, node_modules and .git are left out. A file named on the line is always read.

Options:
      --fix                    apply the safe fixes: they change nothing about what runs
      --unsafe                 with --fix or --diff: also the fixes that may change what runs
      --diff                   print what --fix would change, and change nothing
      --fail-on <severity>     the lightest finding that makes the exit code 1:
                               error, warning (default), info, hint, never
      --strict                 speak also where it is in doubt
      --format <format>        text (default), json
      --stdin-filename <name>  check standard input as if it were this file;
                               with --fix the mended text goes to the output
  -j, --jobs <number>          threads to use (default: as many as pay)
  -q, --quiet                  only findings that reach --fail-on, and no summary
      --color, --no-color      use colours or do not (default: on a terminal;
                               NO_COLOR and FORCE_COLOR are heeded)
  -h, --help                   print this

Exit codes:
  0  nothing as heavy as --fail-on    1  findings    2  wrong use, or a file that could not be checked
`;

export const EXPLAIN_HELP = `Print the page of a rule: what it does, why it matters, how to fix it, when it is fine.

Usage: bulkhead explain [options] <rule>

Options:
      --color, --no-color  use colours or do not (default: on a terminal)
  -h, --help               print this
`;

export const RULES_HELP = `List the rules.

Usage: bulkhead rules [options]

Options:
      --format <format>    text (default), json
      --color, --no-color  use colours or do not (default: on a terminal)
  -h, --help               print this
`;

export const LSP_HELP = `Serve editors through the language server protocol.

Usage: bulkhead lsp --stdio

Options:
      --stdio  talk over standard input and output (the only way there is)
  -h, --help   print this
`;
