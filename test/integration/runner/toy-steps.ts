import { done, type Step, type StepContext, waiting } from '../../../src/workflows/runner/workflow.ts';

/** A world of named things, and everything that was done to it, in order. */
export interface ToyWorld {
  things: Set<string>;
  acts: string[];
}

export interface ToyStep {
  name: string;
  needs?: string[];
  lock?: string;
  leadsOn?: true;
  deadlineMs?: number;
  /** Domain time from creating the thing until it is there. */
  takesMs?: number;
  /** Thrown by the next calls of `ensure`, one each, before it acts. */
  throws?: unknown[];
  /** Thrown by the next calls of `undo`, one each. */
  undoThrows?: unknown[];
  /** Called each time `ensure` runs, before it acts. */
  onEnsure?: (context: StepContext) => void | Promise<void>;
  tidies?: true;
  /** Thrown by the next calls of `tidy`, one each. */
  tidyThrows?: unknown[];
  /** Committed together with its result. */
  result?: Parameters<typeof done>[1];
}

/** A step as all real ones are: look, act, wait, read back. The thing is named after operation and step. */
export function toyStep(world: ToyWorld, toy: ToyStep): Step {
  const thingOf = ({ operation }: StepContext) => `${operation.id}/${toy.name}`;
  return {
    name: toy.name,
    title: `Make ${toy.name}`,
    needs: toy.needs ?? [],
    ...(toy.leadsOn ? { leadsOn: true as const } : {}),
    ...(toy.lock ? { lock: toy.lock } : {}),
    deadlineMs: toy.deadlineMs ?? 600_000,
    async ensure(context) {
      await toy.onEnsure?.(context);
      if (toy.throws?.length) throw toy.throws.shift();
      const thing = thingOf(context);
      if (!world.things.has(thing)) {
        await context.note({ thing });
        await context.fence();
        world.things.add(thing);
        world.acts.push(`create ${thing}`);
      }
      const waitedMs = context.clock.elapsed(context.startedAtMs);
      if (waitedMs < (toy.takesMs ?? 0)) return waiting(toy.name, context.startedAtMs);
      return done({ thing }, toy.result);
    },
    ...(toy.tidies ? { tidy: (context: StepContext) => tidyToy(world, { toy, context }) } : {}),
    async undo(context) {
      if (toy.undoThrows?.length) throw toy.undoThrows.shift();
      if (world.things.delete(thingOf(context))) world.acts.push(`remove ${thingOf(context)}`);
      else world.acts.push(`look for ${thingOf(context)}`);
      return done({});
    },
  };
}

async function tidyToy(world: ToyWorld, { toy, context }: { toy: ToyStep; context: StepContext }): Promise<void> {
  if (toy.tidyThrows?.length) throw toy.tidyThrows.shift();
  await context.fence();
  world.acts.push(`tidy ${context.operation.id}/${toy.name}`);
}
