/** What `bulkhead baseline --help` prints. */

export const BASELINE_HELP = `Write down what is found today, so that only new findings fail a check.

Usage: bulkhead baseline [options] [paths…]

The baseline is .bulkhead-baseline.json, in the folder where the nearest one lies, else in the folder that is named (default: the current one).
It knows a finding by its rule, its place and a hash of its value: not by its line, and not by its words.
What it knows is shown as a hint and fails no check. Entries of files that are not among the paths stay as they are.

Options:
      --prune            only take out what is mended; add nothing
      --ratchet          write nothing, and give exit code 1, when something would be added
      --dry-run          print what would change, and change nothing
      --baseline <file>  the baseline to write, in place of those that lie about
      --config <file>    read this configuration in place of those that lie about
      --no-config        read no configuration
      --profile <name>   recommended, strict, development
      --strict           the same as --profile strict
  -j, --jobs <number>    how many threads to use
  -h, --help             print this help

Exit code: 0 when the baseline holds what was found, 1 when --ratchet forbids that, 2 when something could not be checked or written.
`;
