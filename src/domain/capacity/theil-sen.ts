export interface Point {
  /** Milliseconds; 0 is now, the past is negative. */
  tMs: number;
  value: number;
}

export interface Slope {
  /** Per millisecond. `low` and `high` hold the true slope nine times out of ten when the noise has no memory. */
  median: number;
  low: number;
  high: number;
}

const ninetyPercent = 1.645;

/**
 * Theil-Sen: the median of the slopes of all pairs, which a third of wild points do not move, with Sen's interval from
 * the ordered slopes. Undefined for fewer than three points.
 */
export function theilSen(points: readonly Point[]): Slope | undefined {
  const n = points.length;
  if (n < 3) return undefined;
  const slopes: number[] = [];
  for (const [index, left] of points.entries()) {
    for (const right of points.slice(index + 1)) {
      if (right.tMs !== left.tMs) slopes.push((right.value - left.value) / (right.tMs - left.tMs));
    }
  }
  if (slopes.length === 0) return undefined;
  const sorted = Float64Array.from(slopes).sort();
  const spread = ninetyPercent * Math.sqrt((n * (n - 1) * (2 * n + 5)) / 18);
  const at = (index: number) => sorted[Math.max(0, Math.min(sorted.length - 1, index))] ?? 0;
  return {
    median: medianOfSorted(sorted),
    low: at(Math.floor((sorted.length - spread) / 2)),
    high: at(Math.ceil((sorted.length + spread) / 2)),
  };
}

export function medianOf(values: readonly number[]): number {
  return medianOfSorted(Float64Array.from(values).sort());
}

function medianOfSorted(sorted: Float64Array): number {
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}
