/** What only the machine and its people can answer: questions for a report, with the commands that answer them. */
import { FILES } from './checklist/engine-files.ts';
import { IMAGES } from './checklist/images.ts';
import type { ChecklistGroup } from './checklist/item.ts';
import { HOST, KERNEL } from './checklist/machine.ts';
import { ORGANISATION, SWARM } from './checklist/organisation.ts';
import { NETWORK, RUNTIME } from './checklist/running.ts';

export type { ChecklistGroup, ChecklistItem } from './checklist/item.ts';

/** The whole checklist, in the order in which a report shows it. */
export const HOST_CHECKLIST: readonly ChecklistGroup[] = [
  HOST,
  KERNEL,
  FILES,
  IMAGES,
  RUNTIME,
  NETWORK,
  SWARM,
  ORGANISATION,
];
