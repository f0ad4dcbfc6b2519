/** Refusals of a project whose parts do not fit together. */
import { unsetOf } from '../go-names.ts';
import { Lack, Refusal, type Value } from '../value.ts';

type Blamed = readonly (Value | undefined)[];

/** A refusal that blames values; the first of them is the place. */
export function refusal(message: string, ...values: Blamed): Refusal {
  return new Refusal(message, values.find((value) => value !== undefined)?.said, unsetOf(...values));
}

/** A refusal with the ending that Compose gives most of these. */
export function invalid(message: string, ...values: Blamed): Refusal {
  return refusal(`${message}: invalid compose project`, ...values);
}

/** The same for something that is referred to, or needed, and that no file says. */
export function lacking(message: string, ...values: Blamed): Lack {
  const { message: whole, at, unset, way } = invalid(message, ...values);
  return new Lack(whole, at, unset, way);
}
