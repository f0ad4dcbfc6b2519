/** Medians and percentiles, and how they are written. */

/** The value below which a share of the sorted values lies. */
export function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

export const median = (values) => percentile(values, 0.5);
export const p95 = (values) => percentile(values, 0.95);
export const milliseconds = (value) => `${value.toFixed(1)} ms`;
export const megabytes = (bytes) => `${(bytes / 1_000_000).toFixed(2)} MB`;
