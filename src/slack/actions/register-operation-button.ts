import type { App } from '@slack/bolt';
import { type Steering, steer } from '../commands/steer.ts';
import type { ListenerDeps } from '../listener-deps.ts';
import { onClick } from './on-click.ts';

/** Retry, Roll back, Cancel and Go on without them on the message of an operation. */
export function registerOperationButton(
  app: App,
  deps: ListenerDeps,
  { actionId, kind }: { actionId: string; kind: Steering['kind'] },
): void {
  onClick(app, deps, { actionId, act: (request, operationId) => steer(request, { kind, operationId }) });
}
