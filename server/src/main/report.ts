/** The entry of the bundle that makes reports, loaded when one is asked for. */
export * from '../report/format.ts';
