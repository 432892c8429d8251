import type { HashedPlan } from '../../../src/domain/create-plan.ts';
import type { Operation } from '../../../src/domain/operation.ts';
import { createClock } from '../../../src/platform/clock.ts';
import { createLogger } from '../../../src/platform/logger.ts';
import type { JobHandler, Queues } from '../../../src/queue/queue.ts';
import { operationOf } from '../../../src/store/operation-record.ts';
import type { Commit, Store } from '../../../src/store/store.ts';
import { beginOperation } from '../../../src/use-cases/begin-operation.ts';
import type { UseCaseContext } from '../../../src/use-cases/context.ts';
import { cancelOperation, retryOperation, rollBackOperation } from '../../../src/use-cases/steer-operation.ts';
import { createRunner } from '../../../src/workflows/runner/runner.ts';
import type { OperationEnd, Step, Workflow } from '../../../src/workflows/runner/workflow.ts';
import { approvalPolicy } from '../../support/approval-policy.ts';
import { openStore } from '../store/open-store.ts';
import { type ToyStep, type ToyWorld, toyStep } from './toy-steps.ts';

export interface ToyOptions {
  store?: Store;
  scale?: number;
  /** A clock of its own that stands still by default. */
  now?: () => number;
  atEnd?: (end: OperationEnd) => Promise<Partial<Commit>>;
  /** The steps of an operation; by default `toys`, the same for all. */
  steps?: (operation: Operation, plan: HashedPlan | undefined, make: (toy: ToyStep) => Step) => Step[];
  queues?: Partial<Queues>;
}

/**
 * The real runner on the real store with a clock of its own and, in place of BullMQ, a calendar: the job that is due
 * first runs next, and time jumps to it. So hours pass in milliseconds and every run is the same.
 */
export async function toyRunner(toys: ToyStep[], options: ToyOptions = {}) {
  const store = options.store ?? (await openStore()).store;
  const world: ToyWorld = { things: new Set(), acts: [] };
  const time = { nowMs: 1_700_000_000_000 };
  const clock = createClock(options.scale ?? 1, options.now ?? (() => time.nowMs));
  const calendar = new Map<string, number>();
  const queues: Queues = {
    async enqueue(queue, id) {
      if (queue === 'operations' && !calendar.has(id)) calendar.set(id, time.nowMs);
    },
    async promote(_queue, id) {
      if (calendar.has(id)) calendar.set(id, time.nowMs);
    },
    close: async () => undefined,
    ...options.queues,
  };
  const workflow: Workflow = {
    verb: 'test',
    steps: (operation, plan) => {
      const make = (toy: ToyStep) => toyStep(world, toy);
      return options.steps ? options.steps(operation, plan, make) : toys.map(make);
    },
    atEnd: options.atEnd ?? (async () => ({})),
  };
  const workflows = {
    'create-pool': workflow,
    'plan-pool': workflow,
    'verify-pool': workflow,
    'prove-workload': workflow,
    'change-namespaces': workflow,
    'clean-whitelist': workflow,
    'repair-pool': workflow,
    'record-pool': workflow,
    'resize-pool': workflow,
    'plan-resize': workflow,
    'plan-grant': workflow,
    'apply-grant': workflow,
    'end-grant': workflow,
    'delete-pool': workflow,
    'plan-delete': workflow,
    'adopt-nodes': workflow,
    'plan-adopt': workflow,
  };
  const deps = { store, queues, clock, log: createLogger({ level: 'silent' }), workflows };
  const activate = createRunner(deps);
  const ctx = operatorContext({ store, queues, clock });
  return {
    store,
    world,
    time,
    calendar,
    deps,
    activate,
    begin: (id: string) => begin(ctx, id),
    run: (steps?: { until?: () => boolean }) => runCalendar({ calendar, time, activate, until: steps?.until }),
    operation: async (id: string) => {
      const record = await store.read(id);
      if (!record) throw new Error(`no operation ${id}`);
      return operationOf(record);
    },
    audit: async () =>
      (await store.readAudit({ after: 0, limit: 10_000 })).map(({ what, details }) =>
        [what, details.step].filter(Boolean).join(' '),
      ),
    retry: (id: string) => retryOperation(ctx, { operationId: id }),
    rollBack: (id: string) => rollBackOperation(ctx, { operationId: id }),
    cancel: (id: string) => cancelOperation(ctx, { operationId: id }),
  };
}

export type ToyRunner = Awaited<ReturnType<typeof toyRunner>>;

/** By step: how it stands. */
export async function statusesOf(toy: ToyRunner, id: string): Promise<Record<string, string>> {
  const { steps } = await toy.operation(id);
  return Object.fromEntries(steps.map(({ name, record }) => [name, record.status]));
}

function operatorContext({ store, queues, clock }: Pick<UseCaseContext, 'store' | 'queues' | 'clock'>): UseCaseContext {
  return {
    store,
    queues,
    clock,
    actor: { kind: 'operator', name: 'test' },
    people: { isOneOf: () => 'yes', memberships: () => ({}) },
    inventory: () => undefined,
    settings: {
      ...{ installation: 'test', clusters: [], requesters: [], operators: [] },
      ...{ policy: approvalPolicy(), scopes: [] },
    },
  };
}

async function begin(ctx: UseCaseContext, id: string): Promise<void> {
  const result = await beginOperation(ctx, {
    id,
    kind: 'create-pool',
    poolId: `pool-${id}`,
    poolName: id,
    announcement: { channelId: 'C1', userId: 'U1' },
    input: {},
  });
  if (!result.ok) throw new Error(`could not begin ${id}`);
}

/** More activations than any of these workflows needs. */
const activationLimit = 3_000;

async function runCalendar(run: {
  calendar: Map<string, number>;
  time: { nowMs: number };
  activate: JobHandler;
  until: (() => boolean) | undefined;
}): Promise<void> {
  const { calendar, time, activate } = run;
  for (let count = 0; count < activationLimit; count += 1) {
    const [first] = [...calendar].sort(([, left], [, right]) => left - right);
    if (!first || run.until?.()) return;
    const [id, atMs] = first;
    time.nowMs = Math.max(time.nowMs, atMs);
    const next = await activate(id);
    if (next.kind === 'finished') calendar.delete(id);
    else calendar.set(id, (await next.wasWoken?.()) ? time.nowMs : time.nowMs + next.delayMs);
  }
  throw new Error(`still not at rest after ${activationLimit} activations`);
}
