import { z } from 'zod';
import { type ErrorCode, errorCodes } from '../domain/error-codes.ts';
import type { Operation, OperationState, StepRecord } from '../domain/operation.ts';
import { actorSchema } from './actor-schema.ts';
import type { StoredRecord } from './store.ts';

/** The index of operations that are not done or rolled back. */
export const unfinishedIndex = 'operations-unfinished';

/** The index of those that ended last; older ones are in the audit log. */
export const endedIndex = 'operations-ended';

/** What never changes about an operation. */
export type OperationHeader = Pick<
  Operation,
  'kind' | 'poolId' | 'poolName' | 'requestedBy' | 'announcement' | 'input' | 'createdAtMs'
>;

/** The fields of an operation's record. */
export const operationField = {
  header: 'header',
  /** Step names and titles in the workflow's order. */
  outline: 'outline',
  plan: 'plan',
  direction: 'direction',
  cancelledBy: 'cancelledBy',
  error: 'error',
  endedAtMs: 'endedAtMs',
  wake: 'wake',
  activations: 'activations',
  step: (name: string) => `step.${name}`,
} as const;

/** A step that nobody has begun. */
export const untouchedStep: StepRecord = {
  status: 'pending',
  attempts: 0,
  intendedAtMs: undefined,
  startedAtMs: undefined,
  endedAtMs: undefined,
  undoStartedAtMs: undefined,
  waitingFor: undefined,
  notes: {},
  facts: undefined,
  lastError: undefined,
};

/** Reads an operation out of its record. Throws ZodError when the record is not one. */
export function operationOf(record: StoredRecord): Operation {
  const { fields } = record;
  const header = headerSchema.parse(JSON.parse(fields[operationField.header] ?? 'null'));
  const outline = outlineSchema.parse(JSON.parse(fields[operationField.outline] ?? '[]'));
  const endedAtMs = fields[operationField.endedAtMs];
  return {
    ...header,
    id: record.id,
    state: stateSchema.parse(record.state),
    rev: record.rev,
    endedAtMs: endedAtMs ? Number(endedAtMs) : undefined,
    cancelledBy: optionalJson(actorSchema, fields[operationField.cancelledBy]),
    direction: fields[operationField.direction] === 'back' ? 'back' : 'forward',
    error: optionalJson(errorSchema, fields[operationField.error]),
    steps: outline.map(({ name, title }) => ({ name, title, record: stepOf(record, name) })),
  };
}

/** One step's record; an untouched one when there is none yet. */
export function stepOf(record: StoredRecord, name: string): StepRecord {
  return optionalJson(stepSchema, record.fields[operationField.step(name)]) ?? untouchedStep;
}

const isErrorCode = (code: string): code is ErrorCode => code in errorCodes;
const errorSchema = z
  .object({
    code: z.string().refine(isErrorCode),
    text: z.string(),
    step: z.string().optional(),
    atMs: z.number(),
  })
  .transform((error) => ({ ...error, step: error.step }));

const stateSchema: z.ZodType<OperationState> = z.enum([
  'running',
  'waiting',
  'rolling-back',
  'done',
  'failed',
  'rolled-back',
  'cancelled',
]);

const headerSchema = z
  .object({
    kind: z.enum([
      'create-pool',
      'plan-pool',
      'verify-pool',
      'prove-workload',
      'change-namespaces',
      'resize-pool',
      'plan-resize',
      'delete-pool',
      'plan-delete',
      'adopt-nodes',
      'plan-adopt',
      'plan-grant',
      'apply-grant',
      'end-grant',
      'clean-whitelist',
      'repair-pool',
      'record-pool',
    ]),
    poolId: z.string(),
    poolName: z.string(),
    requestedBy: actorSchema,
    announcement: z.object({ channelId: z.string(), userId: z.string() }).optional(),
    input: z.unknown(),
    createdAtMs: z.number(),
  })
  .transform((header) => ({ ...header, announcement: header.announcement }));

const outlineSchema = z.array(z.object({ name: z.string(), title: z.string() }));

const stepSchema = z
  .object({
    status: z.enum(['pending', 'queued', 'running', 'done', 'failed', 'undoing', 'undone']),
    attempts: z.number(),
    intendedAtMs: z.number().optional(),
    startedAtMs: z.number().optional(),
    endedAtMs: z.number().optional(),
    undoStartedAtMs: z.number().optional(),
    waitingFor: z.string().optional(),
    notes: z.record(z.string(), z.unknown()),
    facts: z.record(z.string(), z.unknown()).optional(),
    lastError: errorSchema.optional(),
    hasLetGo: z.boolean().optional(),
    needsPerson: z.boolean().optional(),
  })
  .transform((step): StepRecord => ({ ...untouchedStep, ...step }));

function optionalJson<Value>(schema: z.ZodType<Value>, text: string | undefined): Value | undefined {
  return text === undefined || text === '' ? undefined : schema.parse(JSON.parse(text));
}
