import type { KnownBlock, PlanBlock } from '@slack/types';
import type { HashedPlan } from '../../domain/create-plan.ts';
import { isActive, type Operation } from '../../domain/operation.ts';
import type { Pool } from '../../domain/pool.ts';
import { adoptSummary, isGivenUp } from './adopt-words.ts';
import { deleteSummary } from './delete-words.ts';
import { codeSpan } from './escape.ts';
import { operationButtons } from './operation-buttons.ts';
import { kindWords, stateIcon, stateWords } from './operation-words.ts';
import { outcome } from './outcome.ts';
import { finishedPlan, planSummary } from './plan-summary.ts';
import { resizeSummary } from './resize-words.ts';
import { type Lasted, taskCard, taskLine } from './task-card.ts';
import { context, type Message, message, section } from './text.ts';

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
  const planned = plan
    ? planSummary(plan)
    : (resizeSummary(operation) ?? deleteSummary(operation) ?? adoptSummary(operation));
  const ended = outcome(view);
  const buttons = operationButtons(operation);
  const tasks = taskPlan(view);
  const isReady = operation.kind === 'create-pool' && operation.state === 'done' && view.pool !== undefined;
  const id = codeSpan(operation.id);
  const heads = isReady ? [] : [section(`${head} · ${id}`)];
  const feet = isReady ? [context(`Operation ${id}`)] : [];
  const taskBlocks = tasks ? [tasks] : [];
  const planBlocks = planned?.blocks ?? [];
  const buttonBlocks = buttons ? [buttons] : [];
  const ends = [...(ended?.blocks ?? []), ...buttonBlocks];
  // While it works, the newest is at the end; once it stands still, the outcome is what people look for. A plan that can
  // be confirmed is read first.
  const blocks: KnownBlock[] = isActive(operation.state)
    ? [...heads, ...planBlocks, ...taskBlocks, ...ends]
    : operation.kind === 'plan-resize'
      ? [...heads, ...(ended?.blocks ?? []), ...taskBlocks, ...planBlocks, ...buttonBlocks]
      : [...heads, ...ends, ...taskBlocks, ...(plan ? planAfter(operation, plan) : planBlocks), ...feet];
  const shown = isGivenUp(operation) ? [] : operation.steps.slice(0, mostTasks);
  const steps = shown.map((step) => taskLine(step, view.lasted));
  // Outcome before steps: the text may be cut, and the end matters most.
  return message([head, ...(ended?.lines ?? []), ...(planned?.lines ?? []), ...steps], blocks);
}

/** Of a dry run the plan is the result; else what was made is said by the steps. */
function planAfter({ kind }: Operation, plan: HashedPlan): KnownBlock[] {
  return kind === 'plan-pool' ? planSummary(plan).blocks : finishedPlan(plan);
}

function taskPlan({ operation, lasted }: OperationView): PlanBlock | undefined {
  if (operation.steps.length === 0 || isGivenUp(operation)) return undefined;
  const done = operation.steps.filter(({ record }) => record.status === 'done').length;
  const failed = operation.steps.filter(({ record }) => record.status === 'failed').length;
  const title = `${done} of ${operation.steps.length} steps done${failed > 0 ? `, ${failed} failed` : ''}`;
  return {
    type: 'plan',
    title,
    tasks: operation.steps.slice(0, mostTasks).map((step, index) => taskCard({ step, position: index + 1, lasted })),
  };
}
