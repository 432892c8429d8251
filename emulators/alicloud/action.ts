import type { JsonObject } from './json.ts';
import type { Parameters } from './parameters.ts';
import type { World } from './world.ts';

/** What an action gets: checked parameters and the world it may change. */
export interface ActionContext {
  world: World;
  parameters: Parameters;
  body: JsonObject;
  requestId: string;
  /** Says that the call took effect; the journal shows it. */
  markChanged(): void;
}

/** The answer's body. An action throws ApiError for everything else. */
export type Run = (ctx: ActionContext) => object;

/** Chosen by the headers `x-acs-action` and `x-acs-version`; all parameters are in the query. */
export interface RpcAction {
  style: 'rpc';
  product: 'vpc' | 'ecs' | 'rds';
  action: string;
  parameters: string;
  /** The action looks at `DryRun` itself, after its own checks. */
  checksDryRun?: boolean;
  run: Run;
}

/** ACK: chosen by method and path. */
export interface RoaAction {
  style: 'roa';
  product: 'cs';
  action: string;
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** `{Name}` is one segment. */
  path: string;
  query: string;
  /** Fields of the JSON body; none when it takes no body. */
  body?: string;
  checksDryRun?: false;
  run: Run;
}

export type Action = RpcAction | RoaAction;

/** The name by which faults, journal and throttling know an action. */
export function nameOf(action: Pick<Action, 'product' | 'action'>): string {
  return `${action.product}:${action.action}`;
}
