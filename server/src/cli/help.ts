/** What `--help` prints. */

export const HELP = `Bulkhead finds what is unsafe in Dockerfiles and Compose files, explains why, and fixes what it safely can.

Usage: bulkhead <command> [options]

Commands:
  check [paths…]    check files and folders (default: the current folder)
  baseline [paths…] know what is found today, so that only new findings fail
  report [paths…]   write a report on them: grades, findings, what was not checked
  effective         print the services of a Compose project as they run
  image             print what a Dockerfile makes: user, environment, command, …
  config [path]     print what is configured for a file or folder, and where
  init [folder]     write a first configuration
  explain <name>    print the page of a rule or a cheat sheet
  rules             list the rules
  lsp --stdio       serve editors through the language server protocol

Options:
  -h, --help        print this help, or that of a command
  -V, --version     print the version

Try 'bulkhead check' in a folder with a Dockerfile.
`;

export const CHECK_HELP = `Check Dockerfiles and Compose files.

Usage: bulkhead check [options] [paths…]

Folders are searched for Dockerfiles and Compose files; YAML files of any name count if they hold a Compose project.
node_modules, .git and what .gitignore names are skipped. A file named on the command line is always checked,
unless the configuration leaves it out.

Options:
      --fix                    apply the safe fixes: they change nothing about what runs
      --unsafe                 with --fix or --diff: also the fixes that may change what runs
      --diff                   show what --fix would change, and change nothing
      --fail-on <severity>     the lowest severity that makes the exit code 1:
                               error, warning (default), info, hint, never
      --strict                 also report what may be a mistake but cannot be known,
                               such as what an unset variable decides; the same as --profile strict
      --profile <name>         recommended, strict or development, whatever is configured
      --config <file>          read this configuration in place of those that lie about
      --no-config              read no configuration
      --baseline <file>        read this baseline in place of those that lie about
      --no-baseline            show what the baseline knows, and let it fail the check
      --no-exceptions          show what exceptions hide, and let it fail the check
      --ratchet                also fail when the baseline has entries that are mended
      --format <format>        text (default), json
      --stdin-filename <name>  check standard input as if it were this file;
                               with --fix, print the fixed text
  -j, --jobs <number>          threads to use (default: as many as speed it up)
  -q, --quiet                  only findings that reach --fail-on, and no summary
      --color, --no-color      colours or none (default: colours on a terminal;
                               NO_COLOR and FORCE_COLOR are heeded)
  -h, --help                   print this help

Configuration is .bulkhead.yaml in the folder of a file and above ('bulkhead config' prints what applies).
What the baseline has (.bulkhead-baseline.json, see 'bulkhead baseline') is not listed and fails nothing.
--fix removes exceptions that nothing uses only where a folder is checked: other files may need those of a single one.

Exit codes:
  0  no finding reaches --fail-on
  1  a finding does
  2  wrong use, a wrong configuration or baseline, or a file could not be checked
`;

export const REPORT_HELP = `Write a hardening report: how services and images stand, what to do first, what was not checked.

Usage: bulkhead report [options] [paths…]

The report is about the folder that is named, or else about the current one; paths in it begin there.
Files are found as by 'bulkhead check'. Files of other notations, such as dev containers, are listed as not checked.

Options:
  -o, --output <file>        the file to write (default: standard output)
      --format <format>      markdown (default), html, json, sarif;
                             without it, the ending of the file decides
      --compare <file>       say what changed since an earlier report (one of --format json)
      --strict               also report what may be a mistake but cannot be known,
                             such as what an unset variable decides; the same as --profile strict
      --profile <name>       recommended, strict or development, whatever is configured
      --config <file>        read this configuration in place of those that lie about
      --no-config            read no configuration
      --baseline <file>      read this baseline in place of those that lie about
      --no-baseline          do not tell what is known from what is new
      --no-exceptions        count what exceptions hide like all else
      --fail-on <severity>   the lowest severity that makes the exit code 1:
                             error, warning, info, hint, never (default)
  -j, --jobs <number>        threads to use (default: as many as speed it up)
  -h, --help                 print this help

A report is no gate: it ends with 0 whatever it found. Where a build must fail, use 'bulkhead check', or --fail-on.

Exit codes:
  0  the report is written
  1  it is written, and a finding that the baseline does not have reaches --fail-on
  2  wrong use, a wrong configuration or baseline, or a file could not be checked (the report says which)
`;

export const CONFIG_HELP = `Print what is configured for a file or folder, and where each value comes from.

Usage: bulkhead config [options] [path]

Reads .bulkhead.yaml (or .yml, or .json with comments) in the folder of the path (default: the current folder) and above,
up to one that says 'root: true'. What is nearer to the file counts more. The output is YAML that such a file could hold.

Options:
      --format <format>    text (default), json
      --profile <name>     recommended, strict or development, whatever is configured
      --config <file>      read this configuration in place of those that lie about
      --no-config          read no configuration
      --color, --no-color  colours or none (default: colours on a terminal)
  -h, --help               print this help

The other options of 'bulkhead check' that say what is configured are taken too.

Exit codes:
  0  the configuration is right
  2  wrong use, or the configuration is wrong, and where
`;

export const INIT_HELP = `Write a first configuration: .bulkhead.yaml, which changes nothing by itself and says what it can.

Usage: bulkhead init [options] [folder]

A configuration that is there already stays as it is.

Options:
      --stdout  print it instead
  -h, --help    print this help
`;

export const EXPLAIN_HELP = `Print the page of a rule, or a cheat sheet: what can go wrong, how to fix it, when it is fine.

Usage: bulkhead explain [options] <rule or topic>[#section]

A section can also be named by words of its heading: 'bulkhead explain capabilities drop everything'.

Options:
      --list               list the rules and the topics, or the sections of the one that is named
      --no-pager           print at once; without it, what is longer than the terminal is shown by
                           the program that PAGER names, or by less
      --color, --no-color  colours or none (default: colours on a terminal)
  -h, --help               print this help
`;

export const RULES_HELP = `List the rules.

Usage: bulkhead rules [options]

Options:
      --format <format>    text (default), json
      --color, --no-color  colours or none (default: colours on a terminal)
  -h, --help               print this help
`;

export const LSP_HELP = `Serve editors through the language server protocol.

Usage: bulkhead lsp --stdio

Options:
      --stdio  talk over standard input and output (the only way there is)
  -h, --help   print this help
`;

export const EFFECTIVE_HELP = `Print the services of a Compose project as they run: base file, overrides, extends, include, .env and anchors as one.

Usage: bulkhead effective [options] [folder]

Finds the files as Docker Compose does, in the folder or above it; every profile is shown, each service with its own.
What comes from another file, or through an anchor, has a comment that says from where. Variables come from .env alone.
Nothing is started or fetched, and Docker is not needed.

Options:
  -f, --file <file>               a Compose file; several are laid over one another
      --env-file <file>           a file of variables instead of .env; several are read in turn
      --project-directory <path>  the folder that relative paths begin in (default: that of the first file)
      --service <name>            only this service
      --format <format>           yaml (default), json
  -h, --help                      print this help

Exit codes:
  0  the project loads
  1  Compose would refuse it, and why
  2  wrong use, or there is no project
`;

export const IMAGE_HELP = `Print what a Dockerfile makes: the image's user, environment, ports, command, and what each comes from.

Usage: bulkhead image [options] <Dockerfile>

Nothing is built or fetched, and Docker is not needed: what the base image says itself is not known.

Options:
      --target <stage>         the stage to build (default: the last one)
      --build-arg <name=value> a build argument; may be given several times
      --format <format>        text (default), json
  -h, --help                   print this help

Exit codes:
  0  the Dockerfile can be built
  1  BuildKit would refuse it, and why
  2  wrong use, or there is no such file
`;
