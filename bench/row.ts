/** One measured figure against its limit. */
export interface Figure {
  what: string;
  against: string;
  measured: number;
  /** What the figures behind a ratio were, for people. */
  detail: string;
  limit: number;
  /** `x` for ratios, `ms`, `MB`, or nothing for counts. */
  unit: 'x' | 'ms' | 'MB' | '';
  /** Larger is better: the limit is a lower bound. */
  isFloor?: true;
}

export interface BenchOptions {
  /** How many times faster virtual time passes where a row runs the whole service. */
  scale: number;
  /** Also what takes minutes. */
  full: boolean;
  /** An empty database of a Redis that keeps everything, as in production. */
  freshRedisUrl(): string;
}

/** A row of the table: measures in one run what it compares. Throws when it cannot be measured. */
export interface Row {
  name: string;
  measure(options: BenchOptions): Promise<Figure[]>;
}
