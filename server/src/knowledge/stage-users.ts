/** Whom a stage's image starts as: through its own instructions, its parent stages and what is known of the image below them. */
import type { ImageReference } from '../model/image.ts';
import { valueOf } from '../model/setting.ts';
import type { Stage } from '../model/stage.ts';
import { type DefaultUser, defaultUserOf } from './images.ts';

/** What the last stage of a chain stands on. */
export type Foundation =
  | { readonly kind: 'scratch' }
  | { readonly kind: 'image'; readonly reference: ImageReference }
  | { readonly kind: 'unknown' };

/** Whether a user, with or without a group, is the superuser: `root`, `0`, `0:1000`, or the administrator of a Windows container. */
export function isRootUser(user: string): boolean {
  return /^(?:root|0+|containeradministrator)(?::.*)?$/i.test(user.trim());
}

/** The stages from this one down to the one that stands on an image of somebody else. */
export function chainOf(stage: Stage): readonly Stage[] {
  const chain = [stage];
  for (let base = stage.base; base.kind === 'stage'; base = base.stage.base) chain.push(base.stage);
  return chain;
}

/** The image, or nothing, below all stages of the chain. */
export function foundationOf(stage: Stage): Foundation {
  const base = chainOf(stage).at(-1)?.base;
  if (base?.kind === 'scratch') return base;
  const reference = base?.kind === 'image' ? valueOf(base.image.reference) : undefined;
  return reference ? { kind: 'image', reference } : { kind: 'unknown' };
}

/** Whom the image below the chain starts as, that is the user of every stage that says nothing. */
export function foundationUser(stage: Stage): DefaultUser {
  const foundation = foundationOf(stage);
  if (foundation.kind === 'scratch') return 'root';
  return foundation.kind === 'image' ? defaultUserOf(foundation.reference) : 'unknown';
}
