/** What a hardening report says, as plain data: every format is made from this, and `--format json` prints it. */
import type { Position } from '../base/line-index.ts';
import type { AppliedException } from '../model/exception.ts';
import type { Applicability, Reference, Severity } from '../model/rule.ts';
import type { Gap, SurfaceId } from '../model/surface.ts';

/** A stretch of a text in lines and characters from 0, as in LSP. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** A report. Lists are sorted, so that two runs over the same files give the same bytes. */
export interface Report {
  /** The version of this shape. */
  readonly version: 1;
  readonly tool: { readonly name: 'Bulkhead'; readonly version: string };
  /** The day it was made: `2026-03-31`. */
  readonly date: string;
  /** What was looked at: the name of the folder, never a path of the machine. */
  readonly title: string;
  /** Whether rules spoke even where they were in doubt (`--strict`). */
  readonly strict: boolean;
  /** Sorted by path. Files of notations that are not understood are here too; foreign ones are not. */
  readonly files: readonly FileReview[];
  /** Every service, image and project with its grade, the worst first, then by path and name. */
  readonly subjects: readonly GradedSubject[];
  /** What to do, one for each rule that found something: the heaviest severity first, then by points. */
  readonly priorities: readonly Priority[];
  /** The rules that found something or have praise, by id. */
  readonly rules: readonly RuleFacts[];
  /** What the findings in `excepted` of the files are excepted by, in their order. */
  readonly exceptions: readonly Exception[];
  readonly checklist: readonly ChecklistState[];
  /** What changed since an earlier report; absent when none was given. */
  readonly comparison?: Comparison;
}

/** All that is known of one file; plain data that may come from another thread. */
export interface FileReview {
  /** From the folder of the report, with slashes. */
  readonly path: string;
  /** Absent where no notation was recognised. */
  readonly surface?: SurfaceId;
  /**
   * - `judged`: what follows says all
   * - `skipped`: given up (too long, out of time, a bug); the problem says why
   * - `unread`: it could not be read; the problem says why
   * - `not understood`: it configures containers in a notation that is not judged yet
   */
  readonly status: 'judged' | 'skipped' | 'unread' | 'not understood';
  readonly problems: readonly ReviewProblem[];
  readonly parts: readonly ReviewPart[];
  /** In the order of the text. */
  readonly findings: readonly ReviewFinding[];
  /** Findings that somebody excepted, in the order of the text: they are graded, and listed apart. */
  readonly excepted: readonly ReviewFinding[];
  readonly credits: readonly ReviewCredit[];
  readonly gaps: readonly ReviewGap[];
}

/** A review of a file by itself, as long as it is open which of its exceptions other files use. */
export interface LoneReview extends FileReview {
  /** The keys of exceptions in other files that cover something found here; absent when there are none. */
  readonly uses?: readonly string[];
  /** The findings that call an exception unused, each with the key of the exception; absent when there are none. */
  readonly unused?: readonly { readonly fingerprint: string; readonly key: string }[];
}

/** Something wrong with the text itself. */
export interface ReviewProblem {
  readonly severity: Severity;
  readonly message: string;
  /** Absent when the text could not be checked as a whole. */
  readonly range?: Range;
}

/** A service or a stage. */
export interface ReviewPart {
  readonly kind: 'service' | 'stage';
  readonly name: string;
  readonly head: Range;
}

/** One finding with its evidence. */
export interface ReviewFinding {
  /** Equal for the same finding of the same thing, wherever its lines have moved to; no two findings of a report share one. */
  readonly fingerprint: string;
  readonly ruleId: string;
  readonly severity: Severity;
  readonly message: string;
  /** The file that it stands in; absent where that is the file of the review. */
  readonly path?: string;
  readonly range: Range;
  /** The index of its part in `parts`; absent for what belongs to the file. */
  readonly part?: number;
  /** The place in words: `service web › ports`, `stage build › RUN`; empty for what belongs to the whole file. */
  readonly place: string;
  readonly evidence: readonly EvidenceLine[];
  readonly related: readonly ReviewRelated[];
  readonly fixes: readonly ReviewFix[];
  /** Why the text takes none of its fixes; absent when it takes one, or when there is none. */
  readonly refused?: string;
  /** For a rolled-up finding: what is missing. */
  readonly missing: readonly string[];
  /** Whether the baseline has it; absent when it is new, or there is none. */
  readonly known?: true;
  /** Whether it stands in what is for development, and weighs less for that; absent elsewhere. */
  readonly development?: true;
  /** Whether it is about an exception, which makes nothing that runs better or worse: then no grade counts it. Absent elsewhere. */
  readonly ungraded?: true;
  /** What excepts it; absent of those that count. */
  readonly exception?: ReviewException;
}

/** An exception as it was written. */
export interface ReviewException {
  /** In a comment, in the configuration, or in a comment for another tool. */
  readonly form: AppliedException['form'];
  /** The other tool. */
  readonly tool?: string;
  /** How much it covers. */
  readonly scope: AppliedException['scope'];
  /** Why, in the words of whoever wrote it; absent when nothing is said. */
  readonly reason?: string;
  /** The last day that it holds: `2027-03-31`; absent for one without an end. */
  readonly until?: string;
  /** Where it is written. */
  readonly path: string;
  readonly range: Range;
}

/** A line of a file that shows a finding. `text` may be cut; `…` marks the cut. */
export interface EvidenceLine {
  /** From 1, as editors show it. */
  readonly number: number;
  readonly text: string;
  /** The part of `text` that is meant, in UTF-16 code units. */
  readonly marked: { readonly start: number; readonly end: number };
}

export interface ReviewRelated {
  readonly path: string;
  readonly range: Range;
  readonly message: string;
}

export interface ReviewFix {
  readonly title: string;
  readonly applicability: Applicability;
  /** What may stop working; absent for safe fixes. */
  readonly breaks?: string;
  /** Whether the finding stays, with fewer `missing`. */
  readonly partial: boolean;
  readonly edits: readonly { readonly range: Range; readonly newText: string }[];
}

/** A hardening that is there. */
export interface ReviewCredit {
  readonly ruleId: string;
  readonly message: string;
  readonly range: Range;
  readonly part?: number;
}

/** Something that was not judged. */
export interface ReviewGap {
  readonly reason: Gap['reason'];
  readonly message: string;
  readonly range: Range;
  readonly part?: number;
  /** The indexes of other parts that it concerns; absent when there are none. */
  readonly touches?: readonly number[];
}

/** Something that gets a grade. */
export interface GradedSubject {
  /** `project` is what belongs to a Compose file and to none of its services; it is listed when something was found there. */
  readonly kind: 'service' | 'image' | 'project';
  readonly name: string;
  readonly path: string;
  readonly grade: Grade;
  /** Fingerprints of its findings. */
  readonly findings: readonly string[];
  /** How many hardenings it has. */
  readonly credits: number;
}

/** A grade with all that went into it; `grades.md` explains the arithmetic. */
export interface Grade {
  readonly letter: 'A' | 'B' | 'C' | 'D' | 'E';
  /** 100 less what the deductions take, and never below 0. */
  readonly points: number;
  readonly deductions: readonly Deduction[];
  /** Why the letter is lower than the points alone would make it; absent when it is not. */
  readonly cap?: string;
  /** Whether something of it could not be judged, so that it may be worse than the letter says. */
  readonly provisional: boolean;
}

export interface Deduction {
  readonly ruleId: string;
  readonly severity: Severity;
  readonly count: number;
  /** What all of them together take; of many, only the first few count. */
  readonly points: number;
}

/** What to do about all findings of one rule. */
export interface Priority {
  readonly ruleId: string;
  /** The heaviest of its findings. */
  readonly severity: Severity;
  /** An imperative without a full stop. */
  readonly action: string;
  /** Points that the grades lose by it. */
  readonly points: number;
  readonly findings: number;
  readonly files: number;
}

/** Facts about a rule that the formats show. */
export interface RuleFacts {
  readonly id: string;
  readonly summary: string;
  readonly topic: string;
  readonly section: string;
  readonly severity: Severity;
  readonly references: readonly Reference[];
}

/** An exception with the finding that it covers. */
export interface Exception extends ReviewException {
  readonly fingerprint: string;
}

/** One item of the host's checklist (`knowledge/host-checklist.ts`). */
export interface ChecklistState {
  readonly id: string;
  /** The day it was ticked; absent when it is not. */
  readonly ticked?: string;
}

/** An earlier report beside this one. */
export interface Comparison {
  /** The day of the earlier one. */
  readonly date: string;
  readonly title: string;
  /** Fingerprints. Those in `mended` are of the earlier report, and listed with what it said of them. */
  readonly mended: readonly EarlierFinding[];
  readonly added: readonly string[];
  readonly remaining: readonly string[];
  /** Of files that the earlier report looked at and this one did not: neither mended nor remaining. */
  readonly unknown: readonly EarlierFinding[];
  /** One sentence for each way in which the two were made differently, so that not every difference is one of the files. */
  readonly cautions: readonly string[];
}

export interface EarlierFinding {
  readonly fingerprint: string;
  readonly ruleId: string;
  readonly severity: Severity;
  readonly message: string;
  readonly path: string;
  readonly place: string;
}
