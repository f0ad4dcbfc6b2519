/** Flags downloads and programs that are told not to check the certificate of the server they speak to. */
import {
  addressesOf,
  isUncheckedBy,
  type Unchecked,
  uncheckedBy,
} from '../../knowledge/certificate-checks.ts';
import { lastVerificationIn } from '../../knowledge/downloads.ts';
import { hostKindOf } from '../../knowledge/hosts.ts';
import { settingWrittenBy } from '../../knowledge/unchecked-settings.ts';
import { type Change, remove, replace } from '../../model/change.ts';
import type { Command } from '../../model/command.ts';
import { defineRule, type Fix, type Severity, type Violation } from '../../model/rule.ts';
import { valueOf } from '../../model/setting.ts';

export default defineRule({
  id: 'no-unverified-tls',
  meta: {
    summary: 'Disallow connections that accept any certificate',
    topic: 'builds',
    section: 'certificates-that-nobody-checks',
    remedy: 'Let certificates be checked again',
    severity: 'error',
    profile: 'recommended',
    fix: 'unsafe',
    since: '0.1.0',
    keys: ['run', 'variable'],
    references: [{ standard: 'CWE', id: '295', url: 'https://cwe.mitre.org/data/definitions/295.html' }],
    aliases: [
      'checkov:CKV2_DOCKER_2',
      'checkov:CKV2_DOCKER_3',
      'checkov:CKV2_DOCKER_4',
      'checkov:CKV2_DOCKER_5',
      'checkov:CKV2_DOCKER_6',
      'checkov:CKV2_DOCKER_12',
      'checkov:CKV2_DOCKER_13',
      'checkov:CKV2_DOCKER_14',
      'checkov:CKV2_DOCKER_15',
      'checkov:CKV2_DOCKER_16',
      'sonar:S4830',
    ],
  },
  messages: {
    option:
      "'{{program}}' accepts any certificate ({{option}}): anybody on the way can answer as the server.",
    variable:
      "Variable '{{name}}' makes programs accept any certificate: anybody on the way can answer as the server.",
    file: "'{{setting}}' in {{file}} makes programs accept any certificate: anybody on the way can answer as the server.",
    whatever:
      "'{{name}}' makes git accept any certificate whatever its value, '{{value}}' too: only without it git checks.",
  },
  check: {
    *command(command) {
      for (const unchecked of uncheckedBy(command)) {
        const severity = weigh(command);
        if (!severity) continue;
        const data = { program: command.program.raw, option: unchecked.label };
        yield { at: unchecked.source, message: 'option', data, severity, fixes: fixesFor(unchecked) };
      }
      const written = settingWrittenBy(command);
      if (written) {
        const { setting, file, source } = written;
        yield { at: source, message: 'file', data: { setting, file } };
      }
      for (const assignment of command.assignments) {
        const { name, value, source } = assignment;
        if (value?.value === undefined || !isUncheckedBy(name, value.value)) continue;
        // Without its assignment, `export` alone would print all variables.
        const fixes = startsProgram(command) ? [checkAgain([remove(assignment)])] : [];
        yield { at: source, ...sayOf(name, value.value), fixes };
      }
    },
    *variable(assignment) {
      const { name, value, source } = assignment;
      const text = value && valueOf(value);
      if (text === undefined || !isUncheckedBy(name, text)) return;
      yield { at: source, ...sayOf(name, text), fixes: [checkAgain([remove(assignment)])] };
    },
  },
});

/** A value that seems to leave the check on needs other words than one that says what it does. */
function sayOf(name: string, value: string): Pick<Violation<'variable' | 'whatever'>, 'message' | 'data'> {
  const isMisled = name === 'GIT_SSL_NO_VERIFY' && /^(?:false|0|no|off)?$/i.test(value.trim());
  return { message: isMisled ? 'whatever' : 'variable', data: { name, value } };
}

/** Whether a program follows the assignments of a command, for which alone they are made. */
function startsProgram({ name, program }: Command): boolean {
  return program.raw !== '' && !/^(?:export|readonly|declare|typeset|local)$/u.test(name ?? '');
}

/** How bad it is, by whom the command speaks to; undefined when it does no harm. */
function weigh(command: Command): Severity | undefined {
  const { script } = command;
  const kinds = addressesOf(command).map(hostKindOf);
  if (kinds.length > 0 && kinds.every((kind) => kind === 'self')) return undefined;
  if (script.role === 'healthcheck') return kinds.includes('remote') ? 'warning' : undefined;
  if (kinds.length > 0 && kinds.every((kind) => kind === 'self' || kind === 'neighbour')) return 'info';
  // What a checksum or a signature proves may come over any road.
  return lastVerificationIn(script) > script.commands.indexOf(command) ? 'info' : 'error';
}

function fixesFor({ remedy }: Unchecked): readonly Fix[] {
  if (!remedy) return [];
  if (remedy.kind === 'replace') return [checkAgain([replace(remedy.word, remedy.text)])];
  return [checkAgain(remedy.words.map((word) => remove(word)))];
}

function checkAgain(changes: readonly Change[]): Fix {
  return {
    title: 'Check certificates',
    applicability: 'unsafe',
    changes,
    breaks:
      'The connection fails where the authority of the server, or of a proxy that looks in, is not known to the image.',
  };
}
