import type { KnownBlock, PlanBlock } from '@slack/types';
import type { HashedPlan } from '../../domain/create-plan.ts';
import { isActive, type Operation } from '../../domain/operation.ts';
import type { Pool } from '../../domain/pool.ts';
import { codeSpan, oneLine } from './escape.ts';
import { operationButtons } from './operation-buttons.ts';
import { kindWords, stateIcon, stateWords } from './operation-words.ts';
import { outcome } from './outcome.ts';
import { finishedPlan, planSummary } from './plan-summary.ts';
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
  const headBlock = section(`${head} · ${codeSpan(operation.id)}`);
  const taskBlocks = tasks ? [tasks] : [];
  const ends = [...(ended?.blocks ?? []), ...(buttons ? [buttons] : [])];
  // While it works, the newest is at the end; once it stands still, the outcome is what people look for.
  const blocks: KnownBlock[] = isActive(operation.state)
    ? [headBlock, ...(planned?.blocks ?? []), ...taskBlocks, ...ends]
    : [headBlock, ...ends, ...taskBlocks, ...(plan ? planAfter(operation, plan) : [])];
  const steps = operation.steps.slice(0, mostTasks).map((step) => taskLine(step, view.lasted));
  // Outcome before steps: the text may be cut, and the end matters most.
  return message([head, ...(ended?.lines ?? []), ...(planned?.lines ?? []), ...steps], blocks);
}

/** Of a dry run the plan is the result; else what was made is said by the steps. */
function planAfter({ kind }: Operation, plan: HashedPlan): KnownBlock[] {
  return kind === 'plan-pool' ? planSummary(plan).blocks : finishedPlan(plan);
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
