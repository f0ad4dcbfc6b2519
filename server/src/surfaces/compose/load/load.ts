/** The door of Compose's loader: reads a project from its files as Compose does, and says where everything in it is said. */
import type { ReadOptions } from '../../../model/surface.ts';
import type { Lookup } from '../../../syntax/interpolation/expand.ts';
import type { YamlFile } from '../../../syntax/yaml/tree.ts';
import { canonical } from './canonical.ts';
import { completed } from './complete.ts';
import { type EnvFile, type Environment, environmentOf, lookupIn, type SetVariable } from './environment.ts';
import { type Family, withExtended } from './extends.ts';
import { valueOf } from './from-yaml.ts';
import { withIncluded } from './include.ts';
import { mergeMappings } from './merge.ts';
import { resolvePaths, withDots } from './paths.ts';
import { normalName, projectName } from './project-name.ts';
import { applyResets, NO_RESETS, type Resets, type TakenResets, takeResets, withHidden } from './resets.ts';
import { checkSchema } from './schema.ts';
import { isSameSelection, type Selection, selectProject } from './select.ts';
import { enforceUnique } from './unique.ts';
import { isNull, type Mapping, Refusal, type Said } from './value.ts';
import { type LoadGap, World } from './world.ts';

/** A project as loaded. */
export interface Loaded {
  readonly selection: Selection;
  /** All files merged, in long forms, paths relative to the project's folder; absent when Compose refuses it. */
  readonly project?: Mapping;
  readonly name: string;
  readonly environment: Environment;
  /** Why Compose refuses the project before it looks at references inside it. */
  readonly refusal?: Refusal;
  /** Whether variables that nobody sets had to have some value or other. */
  readonly isPretended?: boolean;
  /** The Compose files that were opened, in order. */
  readonly files: readonly YamlFile[];
  /** What is known of variables in a file, from the files that set them; unlike Compose's own values it does not depend on where the project lies. */
  lookupIn(file: YamlFile): Lookup;
  /** Every URI that was asked for, there or not. */
  readonly asked: ReadonlySet<string>;
  readonly gaps: readonly LoadGap[];
}

/** Where a file of a project stands: what its paths and variables are relative to. */
export interface Context {
  readonly folder: string;
  /** The way there from the context that includes it. */
  readonly way: string;
  readonly environment: Environment;
  /** The files on the way here, for cycles. */
  readonly included: readonly string[];
}

/** How a project is loaded. */
export interface LoadMode {
  /** Only to learn which files there are: what is missing is passed over. */
  readonly isCollecting?: boolean;
  /** What only a network has is passed over, and noted as a gap. */
  readonly isLenient?: boolean;
  /** Variables that nobody sets have some value or other, instead of none. */
  readonly isPretending?: boolean;
}

/** What was loaded last, and the other texts as they were then. */
interface Remembered {
  readonly file: YamlFile;
  readonly loaded: Loaded;
  readonly texts: ReadonlyMap<string, string | undefined>;
}

let remembered: Remembered | undefined;

/**
 * Loads a project leniently, or gives what was loaded before when nothing changed since:
 * to find out what a text needs and to read it is one piece of work, and so is reading two files of one project.
 */
export function loadLeniently(
  file: YamlFile,
  textOf: (uri: string) => string | undefined,
  options?: ReadOptions,
): Loaded {
  if (options) return loadSomehow(file, textOf, options);
  const before = remembered;
  const known = before && (before.file === file ? before.loaded : sameProject(before, file, textOf));
  if (known && isFresh(before, textOf)) return known;
  const loaded = loadSomehow(file, textOf);
  const texts = new Map<string, string | undefined>();
  for (const uri of loaded.asked) if (uri !== file.uri) texts.set(uri, textOf(uri));
  remembered = { file, loaded, texts };
  return loaded;
}

/** What was loaded for another file, when this one is a part of the same project. */
function sameProject(
  { file: other, loaded }: Remembered,
  file: YamlFile,
  textOf: (uri: string) => string | undefined,
): Loaded | undefined {
  if (!loaded.files.includes(file) || textOf(other.uri) !== other.text) return undefined;
  const asked = new Set(loaded.asked);
  const selection = selectProject(file.uri, (uri) => {
    asked.add(uri);
    return uri === file.uri ? file.text : textOf(uri);
  });
  return isSameSelection(selection, loaded.selection) ? { ...loaded, selection, asked } : undefined;
}

function isFresh({ texts }: Remembered, textOf: (uri: string) => string | undefined): boolean {
  for (const [uri, text] of texts) if (textOf(uri) !== text) return false;
  return true;
}

/** Where only variables that nobody sets are in the way, the project is what it is with whatever they may be. */
function loadSomehow(
  file: YamlFile,
  textOf: (uri: string) => string | undefined,
  options?: ReadOptions,
): Loaded {
  const loaded = load(file, textOf, options, { isLenient: true });
  if (loaded.project || !loaded.refusal || loaded.refusal.unset.length === 0) return loaded;
  const pretended = load(file, textOf, options, { isLenient: true, isPretending: true });
  return pretended.project ? { ...pretended, isPretended: true } : loaded;
}

/** Loads the project that a text belongs to. Never throws. */
export function load(
  file: YamlFile,
  textOf: (uri: string) => string | undefined,
  options: ReadOptions = {},
  mode: LoadMode = {},
): Loaded {
  const asked = new Set<string>();
  const ask = (uri: string): string | undefined => {
    asked.add(uri);
    return uri === file.uri ? file.text : textOf(uri);
  };
  const selection = selectProject(file.uri, ask, options);
  const world = new World(selection.folder, ask, [file]);
  const main: { environment: Environment } = { environment: new Map() };
  const facts = {
    selection,
    asked,
    gaps: world.gaps,
    lookupIn: lookupsIn(world.environments, main),
  };
  let environment = main.environment;
  let name = '';
  try {
    environment = environmentOf(envFilesOf(world, selection));
    name = projectName(world, selection, environment);
    environment = withOwnVariables(environment, name, selection.folder);
    main.environment = environment;
    const loader = new Loader(world, mode);
    const context: Context = { folder: selection.folder, way: '.', environment, included: [] };
    const project = withDots(loader.load(context, selection.files));
    if ([...project.entries.keys()].every((key) => key === 'version'))
      throw new Refusal('empty compose file');
    return { ...facts, project, name, environment, files: world.files };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return {
      ...facts,
      name: name || normalName(selection.folder),
      environment,
      refusal: error,
      files: world.files,
    };
  }
}

function envFilesOf(world: World, { envFiles }: Selection): readonly EnvFile[] {
  return envFiles.flatMap((uri) => {
    const text = world.textOf(uri);
    return text === undefined ? [] : [{ uri, shown: world.shown(uri), text }];
  });
}

/** Apart from `load`, so that what outlives the loading holds nothing but variables. */
function lookupsIn(
  environments: ReadonlyMap<YamlFile, Environment>,
  main: { readonly environment: Environment },
): (file: YamlFile) => Lookup {
  return (file) => judgedLookup(environments.get(file) ?? main.environment);
}

/** Variables as the rules see them: what Compose adds by itself says where the project lies, and nothing of what it is. */
function judgedLookup(environment: Environment): Lookup {
  return (name) => {
    const variable = environment.get(name);
    return variable?.location ? variable : undefined;
  };
}

/** What Compose itself adds to the variables. */
function withOwnVariables(environment: Environment, name: string, folder: string): Environment {
  const path = decodeURIComponent(folder.replace(/^[a-z][a-z\d+.-]*:\/\/[^/]*/iu, ''));
  const own = (value: string): SetVariable => ({ value, bare: value });
  return new Map([['PWD', own(path)], ...environment, ['COMPOSE_PROJECT_NAME', own(name)]]);
}

/** Two entries that are written in different ways may mean the same once they have their long forms. */
function inLongForms(project: Mapping): Mapping {
  const long = canonical(project);
  return long === project ? project : enforceUnique(long);
}

/** Loads files, one after the other, into one project. */
export class Loader {
  readonly world: World;
  readonly isCollecting: boolean;
  readonly isLenient: boolean;
  readonly #isPretending: boolean;
  readonly #pretended = new Map<string, string>();
  readonly #spent = { length: 0 };
  readonly #tags = { count: 0 };
  readonly #families = new Map<Environment, Map<string, Family>>();

  constructor(world: World, { isCollecting = false, isLenient = false, isPretending = false }: LoadMode) {
    this.world = world;
    this.isCollecting = isCollecting;
    this.isLenient = isLenient || isCollecting;
    this.#isPretending = isPretending;
  }

  /** The services of files that are extended with the variables of a context, by folder and URI. */
  familiesIn({ environment }: Context): Map<string, Family> {
    const known = this.#families.get(environment) ?? new Map<string, Family>();
    this.#families.set(environment, known);
    return known;
  }

  /** A whole project: several files, each with what it includes and extends. */
  load(context: Context, files: readonly string[], by?: Said): Mapping {
    let project: Mapping | undefined;
    for (const uri of files) {
      if (this.isCollecting && this.world.textOf(uri) === undefined) continue;
      const file = this.world.open(uri, by);
      for (const document of this.#documents(file, context)) {
        project = this.#over(project, document, context, uri);
      }
    }
    if (!project) throw new Refusal('empty compose file');
    if (this.isCollecting) return resolvePaths(project, context.way);
    return completed(project, context.way, (variable) => context.environment.get(variable)?.bare);
  }

  /** A file whose services are extended: it includes nothing, and is not checked by itself. */
  loadBase(context: Context, uri: string, by: Said): { readonly project: Mapping; readonly resets: Resets } {
    const file = this.world.open(uri, by);
    let project: Mapping | undefined;
    let last: Resets | undefined;
    for (const document of this.#documents(file, context)) {
      const { mapping, resets } = this.#takeResets(document);
      const merged = project ? mergeMappings(applyResets(project, resets), mapping, []) : mapping;
      last = resets;
      project = inLongForms(enforceUnique(merged));
    }
    if (!project || !last) throw new Refusal(`${this.world.shown(uri)} is empty`, by);
    return { project, resets: last };
  }

  #over(before: Mapping | undefined, document: Mapping, context: Context, uri: string): Mapping {
    const { mapping, resets } = this.#takeResets(document);
    const inside = { ...context, included: [...context.included, uri] };
    const included = withIncluded(this, inside, mapping, resets);
    const base = before && applyResets(before, resets);
    const own = withExtended(this, context, included, uri, resets);
    const merged = base && before ? mergeMappings(base, withHidden(own, before, resets), []) : own;
    const unique = enforceUnique(merged);
    if (!this.isCollecting) this.#check(unique, uri);
    return inLongForms(unique);
  }

  /** Most projects have no tags that take something away. */
  #takeResets(document: Mapping): TakenResets {
    return this.#tags.count === 0 ? { mapping: document, resets: NO_RESETS } : takeResets(document);
  }

  #check(project: Mapping, uri: string): void {
    try {
      checkSchema(project);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      // With the variable set, this may be what Compose wants.
      if (this.isLenient && error.unset.length > 0) return;
      const message = `validating ${this.world.shown(uri)}: ${error.message}`;
      throw new Refusal(message, error.at, error.unset, error.way);
    }
  }

  /** Another number for each name: it is a port, a name and a path alike. */
  #pretend(name: string): string {
    if (!this.#isPretending) return '';
    const value = this.#pretended.get(name) ?? String(this.#pretended.size + 1);
    this.#pretended.set(name, value);
    return value;
  }

  #documents(file: YamlFile, { environment }: Context): Mapping[] {
    const lookup = lookupIn(environment);
    this.world.environments.set(file, environment);
    const maker = {
      file,
      follower: this.world.follower,
      lookup,
      spent: this.#spent,
      tags: this.#tags,
      bare: (name: string) => environment.get(name)?.bare ?? this.#pretend(name),
      isLenient: this.isLenient,
    };
    return file.roots.flatMap((root) => {
      const reached = maker.follower.reach(file, root);
      const value = reached && valueOf(maker, reached);
      if (!value || isNull(value)) return [];
      if (value.kind === 'mapping') return [value];
      throw new Refusal('top-level object must be a mapping', value.said);
    });
  }
}
