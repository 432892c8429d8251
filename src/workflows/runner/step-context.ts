import type { Facts } from '../../domain/operation.ts';
import type { Activation } from './activation.ts';
import type { Step, StepContext } from './workflow.ts';

/** What a step is given. `notes` are as of now; `note` adds to them before the step acts. */
export function contextFor(activation: Activation, step: Step, startedAtMs: number): StepContext {
  return {
    operation: activation.operation,
    plan: activation.plan,
    facts: (name) => activation.step(name).facts,
    notes: activation.step(step.name).notes,
    startedAtMs,
    holdsLock: step.lock !== undefined && activation.step(step.name).hasLetGo !== true,
    clock: activation.deps.clock,
    fence: () => activation.fence(),
    note: (notes: Facts) => noteIntent(activation, step, notes),
  };
}

async function noteIntent(activation: Activation, step: Step, notes: Facts): Promise<void> {
  const record = activation.step(step.name);
  await activation.commit({
    steps: { [step.name]: { ...record, notes: { ...record.notes, ...notes } } },
    audit: [{ what: 'step.intends', details: { step: step.name, ...notes } }],
  });
}
