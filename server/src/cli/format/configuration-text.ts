/** What applies to a file as YAML that a configuration could say, with the place that says it behind each value. */
import { folderOf } from '../../base/uri.ts';
import type { Configuration, Configured, ListedException, Origin } from '../../model/configuration.ts';
import type { OptionValue } from '../../model/rule.ts';
import { pathMatcher, pathParts } from '../../service.ts';
import type { Asked } from '../config.ts';
import { printable, widthOf } from './cells.ts';
import type { Paint } from './paint.ts';

/** One line, and who says it; absent for a line that only leads to others. */
interface Row {
  readonly text: string;
  readonly from?: Origin;
}

/** Behind longer lines the origin stands where there is room. */
const WIDEST = 60;

export function configurationText(configuration: Configuration, asked: Asked, paint: Paint): string {
  const rows = rowsOf(configuration, asked);
  const width = rows.reduce((widest, { text }) => {
    const own = widthOf(printable(text));
    return own <= WIDEST ? Math.max(widest, own) : widest;
  }, 0);
  const lines = rows.map(({ text, from }) => {
    const shown = printable(text);
    const painted = shown.replace(
      /^( *(?:- )?)([\w*.-]+:)/u,
      (_, lead: string, key: string) => lead + paint('bold', key),
    );
    if (!from) return painted;
    const gap = ' '.repeat(Math.max(0, width - widthOf(shown)) + 2);
    return `${painted}${gap}${paint('dim', `# ${printable(originText(from, asked))}`)}`;
  });
  const head = headOf(configuration, asked).map((line) => paint('dim', `# ${printable(line)}`));
  return `${[...head, '', ...lines].join('\n')}\n`;
}

/** `.bulkhead.yaml:12`, `command line`, `default`. */
export function originText({ at, by }: Origin, { placeOf }: Asked): string {
  if (!at) return by;
  const { path, line } = placeOf(at);
  return `${path}:${line + 1}`;
}

function headOf(configuration: Configuration, asked: Asked): string[] {
  const { files, excluded, isDevelopment } = configuration;
  const { path, isFolder, placeOf } = asked;
  const what = isFolder ? `files in '${path}'` : `'${path}'`;
  const names = files.map((uri) => placeOf({ uri, range: { start: 0, end: 0 } }).path);
  return [
    `What applies to ${what}.`,
    ...(names.length === 0
      ? ["No configuration file is there or above it; 'bulkhead init' writes one."]
      : [`Read, the nearest first: ${names.join(', ')}`]),
    ...(excluded ? [`Left out and not checked: '${excluded.value}' in ${originText(excluded, asked)}`] : []),
    ...(isDevelopment ? [`For development: ${developmentReason(configuration, asked)}`] : []),
  ];
}

/** The pattern that the path matches. */
function developmentReason({ development, origins }: Configuration, asked: Asked): string {
  const { uri } = asked;
  const from = origins.get('development.paths') ?? [];
  const index = development.paths.findIndex((pattern, each) => {
    const folder = from[each]?.at?.uri;
    const base = folder === undefined ? '' : folderOf(folder);
    const path = uri.startsWith(`${base}/`) ? uri.slice(base.length + 1) : uri.slice(uri.indexOf('///') + 3);
    const match = pathMatcher([pattern])(pathParts(decodeURIComponent(path)));
    return match !== undefined && !match.isNegated;
  });
  return `'${development.paths[index] ?? '*'}' in development.paths (${originText(from[index] ?? BY_DEFAULT, asked)})`;
}

function rowsOf(configuration: Configuration, { placeOf }: Asked): Row[] {
  const { profile, rules, trustedRegistries, credentialNames, sensitivePaths, listed, baseline } =
    configuration;
  const { exceptions, development } = configuration;
  const from = (key: string): readonly Origin[] => configuration.origins.get(key) ?? [];
  const one = (key: string, value: string, name = key): Row => ({
    text: `${indentOf(key)}${lastOf(name)}: ${value}`,
    from: from(key)[0] ?? BY_DEFAULT,
  });
  const list = (key: string, values: readonly string[]): Row[] => listRows(key, values, from(key));
  const gradeIsOfProfile = development.grade === 'keep' && from('development.grade').length === 0;
  return [
    { text: `profile: ${profile.value}`, from: profile },
    ...(rules.size > 0 ? [{ text: 'rules:' }, ...ruleRows(configuration)] : []),
    ...(trustedRegistries ? list('trusted-registries', trustedRegistries.value) : []),
    ...list('credential-names', credentialNames.value),
    ...list('sensitive-paths', sensitivePaths.value),
    { text: 'exceptions:' },
    one('exceptions.comments', exceptions.comments),
    one('exceptions.reason', exceptions.reason),
    ...(exceptions.longest === undefined ? [] : [one('exceptions.longest', String(exceptions.longest))]),
    one('exceptions.foreign', exceptions.foreign),
    ...(listed.length > 0 ? [{ text: 'except:' }, ...listed.flatMap(exceptRows)] : []),
    { text: 'development:' },
    { ...one('development.grade', development.grade), ...(gradeIsOfProfile ? { from: profile } : {}) },
    ...list('development.paths', development.paths),
    ...list('development.targets', development.targets),
    ...list('development.profiles', development.profiles),
    ...list('development.labels', development.labels),
    ...(baseline === undefined
      ? [one('baseline', 'false')]
      : [one('baseline', word(placeOf({ uri: baseline, range: { start: 0, end: 0 } }).path))]),
  ];
}

const BY_DEFAULT: Origin = { by: 'default' };

/** `exceptions.reason` stands below `exceptions`. */
function indentOf(key: string): string {
  return key.includes('.') ? '  ' : '';
}

function lastOf(key: string): string {
  return key.slice(key.lastIndexOf('.') + 1);
}

/** In brackets where all of it has one origin, else each element on its line with its own. */
function listRows(key: string, values: readonly string[], origins: readonly Origin[]): Row[] {
  if (values.length === 0) return [];
  const indent = indentOf(key);
  const name = lastOf(key);
  if (origins.length === 0) return flowRows(`${indent}${name}: [`, values, BY_DEFAULT);
  if (values.length === 1) return flowRows(`${indent}${name}: [`, values, origins[0]);
  const element = (value: string, index: number): Row => ({
    text: `${indent}  - ${word(value)}`,
    from: origins[index] ?? BY_DEFAULT,
  });
  return [{ text: `${indent}${name}:` }, ...values.map(element)];
}

/** A list in brackets, broken into lines that leave room for what stands behind. */
function flowRows(lead: string, values: readonly string[], from: Origin | undefined): Row[] {
  const lines: string[] = [];
  let line = lead;
  for (const [index, value] of values.entries()) {
    const next = word(value) + (index === values.length - 1 ? ']' : ',');
    if (line !== lead && line.length + next.length > WIDEST) {
      lines.push(line.trimEnd());
      line = ' '.repeat(lead.length);
    }
    line += index === values.length - 1 ? next : `${next} `;
  }
  return [...lines, line].map((text, index) => (index === 0 && from ? { text, from } : { text }));
}

function ruleRows({ rules, profile }: Configuration): Row[] {
  return [...rules]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([id, { severity, options }]) => {
      // What nobody says of a rule is what the profile says.
      const from = severity?.by === 'default' ? profile : severity;
      if (severity && from && options.size === 0) return [{ text: `  ${id}: ${severity.value}`, from }];
      const rows: Row[] = [{ text: `  ${id}:` }];
      if (severity && from) rows.push({ text: `    severity: ${severity.value}`, from });
      for (const [name, option] of options) rows.push(optionRow(name, option));
      return rows;
    });
}

function optionRow(name: string, option: Configured<OptionValue>): Row {
  const { value } = option;
  const shown =
    typeof value === 'object'
      ? `[${value.map(word).join(', ')}]`
      : typeof value === 'string'
        ? word(value)
        : String(value);
  return { text: `    ${name}: ${shown}`, from: option };
}

function exceptRows({ at, rules, parts, until, reason }: ListedException): Row[] {
  return [
    { text: `  - rules: [${rules.map(({ name }) => word(name)).join(', ')}]`, from: { by: 'file', at } },
    ...(parts ? [{ text: `    parts: [${parts.map(word).join(', ')}]` }] : []),
    ...(until ? [{ text: `    until: ${until.text}` }] : []),
    ...(reason ? [{ text: `    reason: ${word(reason.text)}` }] : []),
  ];
}

/** A text as YAML reads it back: bare where it cannot be taken for anything else. */
function word(text: string): string {
  const isBare = /^[\p{L}\d./_][\p{L}\d ./_:@+*-]*$/u.test(text) && !/: |[: ]$|^[\d.:_+-]*$/u.test(text);
  return isBare && !/^(?:true|false|yes|no|on|off|null|y|n)$/iu.test(text) ? text : JSON.stringify(text);
}
