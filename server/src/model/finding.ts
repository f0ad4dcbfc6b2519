/** What the engine says about a text: findings, each with the fixes that its surface could make edits of. */
import type { TextRange } from '../base/text.ts';
import type { AppliedException } from './exception.ts';
import type { Applicability, Related, Severity } from './rule.ts';
import type { Lowered } from './surface.ts';

/** A fix that a finding offers. */
export interface FixOffer {
  readonly title: string;
  readonly applicability: Applicability;
  /** What may stop working when it is applied; absent for safe fixes. */
  readonly breaks?: string;
  /** Whether the finding stays, with fewer `parts`. */
  readonly partial: boolean;
  /** Whether it leaves a place that a person must fill in (`TextEdit.blank`): only an editor offers it. */
  readonly asks?: boolean;
  /** The edits, made when they are asked for, with the text that they are of: it need not be the one in which the finding stands. */
  lower(): Lowered;
}

/** One finding in one text. */
export interface Finding {
  readonly ruleId: string;
  readonly severity: Severity;
  /** What its rule gave it, where the configuration made another severity of that; absent elsewhere. */
  readonly own?: Severity;
  /** Which of the rule's messages it is. */
  readonly messageId: string;
  readonly message: string;
  /** The text that it stands in: as a rule the one that was judged, but a value may come from another. */
  readonly uri: string;
  readonly range: TextRange;
  /** Other places that it rests on: how the value came here, the other side of a conflict. */
  readonly related: readonly Related[];
  /** In the rule's order of preference; some may be refused when they are lowered. */
  readonly fixes: readonly FixOffer[];
  /** For a rolled-up finding: the names of what is missing. */
  readonly parts: readonly string[];
  /** The topic of its rule. */
  readonly topic: string;
  /** Whether what it marks has no effect, so that an editor may fade it. */
  readonly unnecessary: boolean;
  /** Whether what it marks gives a name a secret value, which must not be repeated where others read. */
  readonly secret: boolean;
  /** Of a finding that the baseline has: what it would weigh if that did not. It is a hint then, and fails nothing. */
  readonly known?: Severity;
  /** Whether it stands in something that is for development, and weighs less for that. */
  readonly development?: boolean;
  /** The same thing found by other ways, which this one speaks for; absent when there is none. */
  readonly twins?: readonly Finding[];
  /** Of a finding that calls an exception or one rule of it unused: the key of that, which another text's analysis may have a use for. */
  readonly unused?: string;
}

/** A finding that an exception covers. */
export interface ExceptedFinding {
  readonly finding: Finding;
  readonly exception: AppliedException;
  /** Tells all exceptions that cover it, also those that are not named. */
  readonly keys: readonly string[];
}

/** One hardening that a text has, as a report lists it. */
export interface Credit {
  readonly ruleId: string;
  /** A phrase without a full stop. */
  readonly message: string;
  readonly uri: string;
  readonly range: TextRange;
}
