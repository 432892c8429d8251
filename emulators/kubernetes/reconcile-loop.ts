import type { Cluster } from './cluster.ts';
import type { Resource } from './resources.ts';

export interface Controller {
  /**
   * Looks at the whole cluster and moves it one step on; must do nothing when there is nothing to do. `again` asks for
   * another look after a while, for what was refused.
   */
  reconcile(cluster: Cluster, again: () => void): void;
  watches: Resource[];
}

/** Runs each controller soon after something that it watches has changed; changes in one turn count once. */
export function startReconcileLoop(cluster: Cluster, controllers: Controller[]): () => void {
  const dirty = new Set<Controller>(controllers);
  let scheduled: NodeJS.Immediate | undefined;
  const waiting = new Map<Controller, () => void>();
  const lookAgain = (controller: Controller): void => {
    if (waiting.has(controller)) return;
    const look = (): void => {
      waiting.delete(controller);
      dirty.add(controller);
      schedule();
    };
    waiting.set(controller, cluster.clock.after(cluster.settings.delays.controllerRetryMs, look));
  };
  const run = (): void => {
    scheduled = undefined;
    const due = controllers.filter((controller) => dirty.has(controller));
    dirty.clear();
    for (const controller of due) controller.reconcile(cluster, () => lookAgain(controller));
  };
  const schedule = (): void => {
    scheduled ??= setImmediate(run);
  };
  const off = cluster.store.onChange((event) => {
    for (const controller of controllers) {
      if (
        controller.watches.some((row) => row.plural === event.resource.plural && row.group === event.resource.group)
      ) {
        dirty.add(controller);
      }
    }
    if (dirty.size > 0) schedule();
  });
  schedule();
  return () => {
    off();
    for (const cancel of waiting.values()) cancel();
    clearImmediate(scheduled);
  };
}
