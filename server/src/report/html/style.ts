/** The one style of the page, and the hash by which its policy knows it. */
import { colours } from './style/colours.ts';
import { page } from './style/page.ts';
import { paper } from './style/paper.ts';
import { parts } from './style/parts.ts';
import { view } from './style/view.ts';

export const STYLE: string = [colours, page, parts, view, paper].join('');

/** A test computes it anew and says what must stand here. */
export const STYLE_HASH = 'sha256-b2k1bMkJb/5Jn5g5jJraTHO8wEA2OPb/7cgNnE4IDKU=';
