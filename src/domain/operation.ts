import type { Actor } from './actor.ts';
import type { ErrorCode } from './error-codes.ts';

export type OperationState = 'running' | 'waiting' | 'rolling-back' | 'done' | 'failed' | 'rolled-back' | 'cancelled';

/** An error as it is kept and shown: the code and the text for people, never the cause. */
export interface RecordedError {
  code: ErrorCode;
  text: string;
  step: string | undefined;
  atMs: number;
}

export type StepStatus = 'pending' | 'queued' | 'running' | 'done' | 'failed' | 'undoing' | 'undone';

/** Facts that a step hands to later ones and to people: plain JSON. */
export type Facts = Record<string, unknown>;

export interface StepRecord {
  status: StepStatus;
  /** Failed attempts since the last progress. */
  attempts: number;
  /** When it was first begun, ever: from then on there may be something to undo. */
  intendedAtMs: number | undefined;
  /** When this try began; the deadline counts from here. */
  startedAtMs: number | undefined;
  endedAtMs: number | undefined;
  /** When undoing began; its deadline counts from here. */
  undoStartedAtMs: number | undefined;
  /** What it waits for, for people. */
  waitingFor: string | undefined;
  /** Intent recorded before acting (client token, names), kept over retries. */
  notes: Facts;
  facts: Facts | undefined;
  lastError: RecordedError | undefined;
  /** It has let go of its lock before it was done. */
  hasLetGo?: boolean | undefined;
  /** A failed step that a person has to look at, rather than one that cannot succeed. */
  needsPerson?: boolean | undefined;
}

/** Where people are told: the channel of the command, or the requester's DM when the bot is not in it. */
export interface Announcement {
  channelId: string;
  userId: string;
}

/** One run of a workflow. */
export interface Operation {
  /** `op-...`, derived from the trigger that asked for it. */
  id: string;
  kind: OperationKind;
  state: OperationState;
  /** Grows with every change of the record; what people see is behind when it shows an older one. */
  rev: number;
  poolId: string;
  poolName: string;
  requestedBy: Actor;
  announcement: Announcement | undefined;
  /** The checked request, by kind. */
  input: unknown;
  createdAtMs: number;
  endedAtMs: number | undefined;
  /** Who asked to stop it; it stops before the next step. */
  cancelledBy: Actor | undefined;
  /** `back` once a roll-back was asked for; from then on a retry goes on rolling back. */
  direction: 'forward' | 'back';
  error: RecordedError | undefined;
  /** By step name, in the order of the workflow. */
  steps: { name: string; title: string; record: StepRecord }[];
}

export type OperationKind =
  | 'create-pool'
  | 'plan-pool'
  | 'verify-pool'
  | 'prove-workload'
  | 'change-namespaces'
  | 'resize-pool'
  | 'plan-resize'
  | 'delete-pool'
  | 'plan-delete'
  | 'adopt-nodes'
  | 'plan-adopt'
  | 'plan-grant'
  | 'apply-grant'
  | 'end-grant'
  | 'clean-whitelist'
  | 'repair-pool'
  | 'record-pool';

/** Where an operation may go from each state. */
export const operationTransitions: Record<OperationState, readonly OperationState[]> = {
  running: ['waiting', 'done', 'failed', 'cancelled', 'rolling-back'],
  waiting: ['running', 'rolling-back', 'cancelled'],
  'rolling-back': ['rolled-back', 'failed', 'waiting'],
  failed: ['running', 'rolling-back'],
  cancelled: ['running', 'rolling-back'],
  done: [],
  'rolled-back': [],
};

/** The states from which the operation may go to `target`, for a compare-and-set. */
export function statesBefore(target: OperationState): OperationState[] {
  return (Object.keys(operationTransitions) as OperationState[]).filter((from) =>
    operationTransitions[from].includes(target),
  );
}

/** Whether databases refused what a resize would let in, which a person may go on without. */
export function wasRefused({ kind, error }: Pick<Operation, 'kind' | 'error'>): boolean {
  return kind === 'resize-pool' && error?.code === 'CONSENT_REFUSED' && error.step === 'consents';
}

/** Whether workers still look at it by themselves. */
export function isActive(state: OperationState): boolean {
  return state === 'running' || state === 'rolling-back';
}
