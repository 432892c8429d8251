import type { Cluster } from './cluster.ts';
import type { Resource } from './resources.ts';

export interface Controller {
  /** Looks at the whole cluster and moves it one step on; must do nothing when there is nothing to do. */
  reconcile(cluster: Cluster): void;
  watches: Resource[];
}

/** Runs each controller soon after something that it watches has changed; changes in one turn count once. */
export function startReconcileLoop(cluster: Cluster, controllers: Controller[]): () => void {
  const dirty = new Set<Controller>(controllers);
  let scheduled: NodeJS.Immediate | undefined;
  const run = (): void => {
    scheduled = undefined;
    const due = controllers.filter((controller) => dirty.has(controller));
    dirty.clear();
    for (const controller of due) controller.reconcile(cluster);
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
    clearImmediate(scheduled);
  };
}
