/** Turns changes of the model into edits of the text, or says why this text cannot take them. */
import { enumerated } from '../../../base/presentable.ts';
import { compareRanges, type TextEdit, type TextRange } from '../../../base/text.ts';
import type { Change } from '../../../model/change.ts';
import type { Wrapper } from '../../../model/command.ts';
import type { Sourced } from '../../../model/setting.ts';
import type { Subject } from '../../../model/subject.ts';
import type { Lowered } from '../../../model/surface.ts';
import type { Step } from '../../../syntax/yaml/follow.ts';
import type { YamlFile, YamlMapping } from '../../../syntax/yaml/tree.ts';
import type { Frame, Origin } from '../frame.ts';
import { Additions } from './additions.ts';
import { destinationOf, shown } from './destination.ts';
import { type Holder, type Outline, outlineOf } from './outline.ts';
import { removalEdits, withEmptied } from './removal.ts';
import { behindAlias, fromVariable, type Outcome, replacementOf } from './replacement.ts';
import { scriptOf, wrapperIn, wrapperRemoval } from './wrapper.ts';

/** Lowers all changes together: what one of them adds takes into account what another takes away. */
export function lowerChanges(
  file: YamlFile,
  frame: Frame,
  subject: Subject,
  changes: readonly Change[],
): Lowered {
  const plans = new Map<YamlFile, Plan>();
  for (const change of changes) {
    const destination = destinationOf(frame, subject, change);
    if ('refused' in destination) return destination;
    const target = destination.file;
    // Behind a quote that is not closed, what is written becomes part of a text.
    if (target.problems.length > 0) return { refused: 'This text cannot be read as YAML; mend that first.' };
    const plan = plans.get(target) ?? new Plan(outlineOf(target), frame, subject);
    plans.set(target, plan);
    const refused = plan.take(destination.change, destination.service);
    if (refused !== undefined) return { refused };
  }
  return outcomeOf(file, plans);
}

/** A fix is made in one file, so that it is made as a whole or not at all. */
function outcomeOf(file: YamlFile, plans: ReadonlyMap<YamlFile, Plan>): Lowered {
  const [first, ...others] = plans.keys();
  const plan = first && plans.get(first);
  if (!plan) return { edits: [] };
  if (others.length > 0) {
    const names = enumerated([first, ...others].map(shown));
    return { refused: `This would change several files: ${names}. Change them by hand.` };
  }
  const lowered = plan.finish();
  return 'refused' in lowered || first === file ? lowered : { ...lowered, uri: first.uri };
}

class Plan {
  readonly #outline: Outline;
  readonly #frame: Frame;
  readonly #subject: Subject;
  readonly #edits: TextEdit[] = [];
  readonly #removed = new Set<Holder>();
  readonly #additions: Additions;

  constructor(outline: Outline, frame: Frame, subject: Subject) {
    this.#outline = outline;
    this.#frame = frame;
    this.#subject = subject;
    this.#additions = new Additions(outline, frame, this.#removed);
  }

  /** Plans one change; gives the reason when it cannot be done. */
  take(change: Change, place?: YamlMapping): string | undefined {
    if (change.kind === 'remove') return this.#remove(change.target);
    if (change.kind === 'replace') return this.#replace(change.target, change.value);
    if (change.kind === 'ask') return 'Nobody can be asked for it here.';
    const service = place ?? this.#serviceMapping();
    if (typeof service === 'string') return service;
    if (change.kind === 'set') return this.#additions.set(service, change.key, change.value);
    return this.#additions.append(service, change.key, change.item);
  }

  finish(): Lowered {
    if (this.#removed.size === 0) return this.#written(this.#additions.edits(this.#removed));
    const kept = this.#additions.collections;
    const gone = withEmptied(this.#outline, this.#removed, kept);
    const anchor = this.#outline.anchorInUse([...gone].map((holder) => holder.range));
    if (anchor !== undefined)
      return { refused: `Other places use the anchor '&${anchor}' that stands in it.` };
    const removals = removalEdits(this.#outline, this.#removed, kept);
    return this.#written([...removals, ...this.#additions.edits(gone)]);
  }

  #written(more: readonly TextEdit[]): Lowered {
    const edits = [...this.#edits, ...this.#additions.overwrites, ...more];
    return { edits: edits.sort((a, b) => compareRanges(a.range, b.range)) };
  }

  #remove(target: Sourced): string | undefined {
    const wrapper = wrapperIn(this.#subject, target);
    if (wrapper) return this.#unwrap(wrapper);
    const origin = this.#frame.origins.get(target);
    const refused = this.#whyNot(origin);
    if (refused !== undefined || !origin) return refused;
    if (origin.part) return 'This is a part of a text; remove the whole of it.';
    if (isOnlyVariable(origin)) return fromVariable(origin.variables);
    const again = this.#overruledAlike(target, origin);
    if (again !== undefined) return this.#add(again);
    const hiding = this.#hiddenBehind(origin.holder);
    if (hiding !== undefined)
      return `The anchor '&${hiding}' says it, too; without this entry that would count.`;
    this.#removed.add(origin.holder);
    return undefined;
  }

  #unwrap(wrapper: Wrapper): string | undefined {
    const script = scriptOf(this.#subject);
    const refused = this.#whyNot(script && this.#frame.origins.get(script));
    if (refused !== undefined) return refused;
    const outcome = wrapperRemoval(this.#outline, wrapper);
    if (!('items' in outcome)) return this.#add(outcome);
    for (const item of outcome.items) this.#removed.add(item);
    return undefined;
  }

  #replace(target: Sourced, value: string): string | undefined {
    const origin = this.#frame.origins.get(target);
    const refused = this.#whyNot(origin);
    if (refused !== undefined || !origin) return refused;
    return this.#add(replacementOf(this.#outline, origin, value));
  }

  #add(outcome: Outcome): string | undefined {
    if ('refused' in outcome) return outcome.refused;
    this.#edits.push(...outcome.edits);
    return undefined;
  }

  #whyNot(origin: Origin | undefined): string | undefined {
    if (!origin) return 'It is not written in this file.';
    return elsewhere(origin.steps);
  }

  /** Where what is overruled says the same, the entry takes it away instead of leaving it to count. */
  #overruledAlike({ source }: Sourced, { holder }: Origin): Outcome | undefined {
    const { hides } = source;
    const hidden = hides && this.#frame.files.find(({ uri }) => uri === hides.uri);
    if (!hides || !hidden || !('key' in holder)) return undefined;
    const { value } = holder;
    const { text } = this.#outline.file;
    if (value.tag === '!override') return { refused: OVERRULING };
    const isSame = bare(hidden.text, hides.range) === bare(text, value.range);
    if (!isSame || value.kind !== 'scalar') return undefined;
    if (value.tag !== undefined || value.anchor !== undefined) return { refused: OVERRULING };
    return { edits: [{ range: value.range, newText: '!reset null' }] };
  }

  /** The anchor that says the same key as an entry, by a merge key beside it. */
  #hiddenBehind(holder: Holder): string | undefined {
    if (!('key' in holder) || holder.name === undefined) return undefined;
    const mapping = this.#outline.placeOf(holder)?.collection;
    const merges = mapping?.kind === 'mapping' ? mapping.entries.filter((entry) => entry.name === '<<') : [];
    for (const { value } of merges) {
      const parts = value.kind === 'sequence' ? value.items.map((item) => item.value) : [value];
      for (const part of parts) {
        const reached = this.#frame.follower.reach(this.#outline.file, part);
        if (reached && this.#frame.follower.fields(reached).has(holder.name)) {
          return part.kind === 'alias' ? part.name : '<<';
        }
      }
    }
    return undefined;
  }

  #serviceMapping(): YamlMapping | string {
    const service = this.#frame.origins.get(this.#subject);
    const refused = this.#whyNot(service);
    if (refused !== undefined || !service) return refused ?? 'This is no service.';
    const { value } = service.holder;
    return value.kind === 'mapping' && value.entries.length > 0
      ? value
      : 'This service is not written as a mapping.';
  }
}

const OVERRULING = 'Without this entry, what it overrules would count; change that first.';

/** What stands in a range, without quotes. */
function bare(text: string, { start, end }: TextRange): string {
  return text.slice(start, end).replace(/^(["'])(.*)\1$/su, '$2');
}

function elsewhere(steps: readonly Step[]): string | undefined {
  const step = steps.at(-1);
  if (!step) return undefined;
  if (step.kind === 'alias') return behindAlias(step.name);
  const anchor = step.name === '' ? '' : ` from the anchor '&${step.name}'`;
  return `It comes${anchor} through a merge key; change it there.`;
}

/** Whether the value is nothing but a variable, so that the entry is the place where somebody switches it. */
function isOnlyVariable({ scalar, variables }: Origin): boolean {
  return variables.length > 0 && scalar !== undefined && /^\$(?:\w+|\{.*\})$/u.test(scalar.text);
}
