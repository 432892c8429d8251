import { isKnownError } from '../../domain/errors.ts';
import type { Logger } from '../../platform/logger.ts';
import type { Metrics } from '../../platform/metrics.ts';
import { readApiError } from './api-error.ts';

export interface WatchState {
  cluster: string;
  resource: string;
  isConnected: boolean;
  /** Why it is not. */
  error?: unknown;
}

export type ObserveWatch = (state: WatchState) => void;

/** Shows and logs that a watch came up or was lost; called once for each change of that, not for each try. */
export function createWatchObserver({ metrics, log }: { metrics: Metrics; log: Logger }): ObserveWatch {
  const connected = metrics.gauge({
    name: 'kubernetes_watch_connected',
    help: 'Whether changes in a cluster are told at once (1) or found by polling only (0)',
    labels: ['cluster', 'resource'],
  });
  return ({ cluster, resource, isConnected, error }) => {
    connected.set({ cluster, resource }, isConnected ? 1 : 0);
    if (isConnected) return log.info({ cluster, resource }, 'Kubernetes watch is connected');
    const { status, networkCode, message } = readApiError(error);
    // An error of ours may come from loading a kubeconfig, whose text must not be logged.
    const reason = isKnownError(error) ? error.code : message;
    log.warn(
      { cluster, resource, status, networkCode, reason },
      status === 401 || status === 403
        ? 'Kubernetes watch is denied, so changes are found by polling only; apply the RBAC manifest'
        : 'Kubernetes watch is not connected, so changes are found by polling only',
    );
  };
}
