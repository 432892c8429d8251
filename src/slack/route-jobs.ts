import type { JobHandler } from '../queue/queue.ts';

/** The handlers of the bot's queue, by what the record's id begins with; an id that none knows is done with. */
export function routeJobs(handlers: Readonly<Record<`${string}-`, JobHandler>>): JobHandler {
  const routes = Object.entries(handlers);
  return async (id) => {
    const handle = routes.find(([prefix]) => id.startsWith(prefix))?.[1];
    return handle ? handle(id) : { kind: 'finished' };
  };
}
