import type { KnownBlock, PlanBlock } from '@slack/types';
import type { HashedPlan } from '../../domain/create-plan.ts';
import type { Operation } from '../../domain/operation.ts';
import type { Pool } from '../../domain/pool.ts';
import { codeSpan, oneLine } from './escape.ts';
import { operationButtons } from './operation-buttons.ts';
import { kindWords, stateIcon, stateWords } from './operation-words.ts';
import { outcome } from './outcome.ts';
import { planSummary } from './plan-summary.ts';
import { type Lasted, taskCard, taskLine } from './task-card.ts';
import { clamp, type Message, message, section } from './text.ts';

/** Everything that is said about an operation, read from the store at the moment of sending. */
export interface OperationView {
  operation: Operation;
  plan: HashedPlan | undefined;
  pool: Pool | undefined;
  /** What a workload needs; undefined while there is no pool to use. */
  useYaml: string | undefined;
  lasted: Lasted;
}

const mostTasks = 50;

/** The message in the thread that follows an operation: plan, a card per step, outcome, buttons. */
export function operationMessage(view: OperationView): Message {
  const { operation, plan } = view;
  const head = `${stateIcon(operation.state)} *${kindWords(operation.kind)}* ${codeSpan(operation.poolName)} is *${stateWords(operation.state)}*`;
  const planned = plan ? planSummary(plan) : undefined;
  const ended = outcome(view);
  const buttons = operationButtons(operation);
  const tasks = taskPlan(view);
  const blocks: KnownBlock[] = [
    section(`${head} · ${codeSpan(operation.id)}`),
    ...(planned?.blocks ?? []),
    ...(tasks ? [tasks] : []),
    ...(ended?.blocks ?? []),
    ...(buttons ? [buttons] : []),
  ];
  const steps = operation.steps.slice(0, mostTasks).map((step) => taskLine(step, view.lasted));
  // Outcome before steps: the text may be cut, and the end matters most.
  return message([head, ...(ended?.lines ?? []), ...(planned?.lines ?? []), ...steps], blocks);
}

function taskPlan({ operation, lasted }: OperationView): PlanBlock | undefined {
  if (operation.steps.length === 0) return undefined;
  const done = operation.steps.filter(({ record }) => record.status === 'done').length;
  const title = `${kindWords(operation.kind)} ${clamp(oneLine(operation.poolName), 60)}: ${done} of ${operation.steps.length} steps done`;
  return {
    type: 'plan',
    title,
    tasks: operation.steps.slice(0, mostTasks).map((step, index) => taskCard({ step, position: index + 1, lasted })),
  };
}
