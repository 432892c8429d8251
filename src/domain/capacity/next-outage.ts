import type { OutageAlert } from './alert.ts';

/** What was seen of a source: whether it fails, and since when it does or does not. Wall-clock milliseconds. */
export interface SourceState {
  isFailing: boolean;
  sinceMs: number;
}

/** The state after one more look. */
export function nextSourceState(before: SourceState | undefined, isFailing: boolean, nowMs: number): SourceState {
  return before?.isFailing === isFailing ? before : { isFailing, sinceMs: nowMs };
}

export interface NextOutageInput {
  /** Undefined before the source's first outage. */
  alert: OutageAlert | undefined;
  source: OutageAlert['source'];
  seen: SourceState;
  code: string;
  poolNames: string[];
  nowMs: number;
  sustainMs: number;
}

/** The source's alert after a look; undefined when there is nothing to write. Both ways only after the sustained time. */
export function nextOutage(input: NextOutageInput): OutageAlert | undefined {
  const { alert, source, seen, code, poolNames, nowMs, sustainMs } = input;
  const isOpen = alert?.state === 'open';
  if (seen.isFailing === isOpen || nowMs - seen.sinceMs < sustainMs) return undefined;
  if (alert && isOpen) return { ...alert, state: 'resolved', resolvedAtMs: nowMs };
  return {
    id: outageRecordId(source),
    state: 'open',
    rev: alert?.rev ?? 0,
    ...{ source, code, poolNames },
    openedAtMs: seen.sinceMs,
    resolvedAtMs: undefined,
    openings: (alert?.openings ?? 0) + 1,
  };
}

export function outageRecordId(source: OutageAlert['source']): string {
  return source.kind === 'cluster' ? `alert-cluster-${source.clusterName}` : `alert-cloud-${source.regionId}`;
}
