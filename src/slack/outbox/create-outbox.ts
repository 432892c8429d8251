import { isActive } from '../../domain/operation.ts';
import { recordOfMessage } from '../../notify/notify.ts';
import type { JobHandler, Next } from '../../queue/queue.ts';
import { findPool } from '../../use-cases/find-pool.ts';
import { readOperationAndPlan } from '../../use-cases/read-operation.ts';
import { afterFailure } from './after-failure.ts';
import { paceEdit } from './edit-pace.ts';
import { type MessageRecord, type Part, takeMessage } from './message-record.ts';
import { openDirectMessage } from './open-direct-message.ts';
import { finished, later, type OutboxDeps } from './outbox-deps.ts';
import type { Outcome } from './outcome.ts';
import { putPost } from './put-post.ts';
import { render, type Subject } from './render.ts';
import { saveMessage } from './save-message.ts';

/** Bounds one activation; what is left is done by the next. */
const mostActions = 12;
const retryMs = 2_000;

/**
 * Sends what people should see of an operation. Runs for `msg-<operation>`; reads the record and makes the two posts
 * about it, the announcement and its thread message, show it: posted once, then edited in place. Never throws.
 */
export function createOutbox(deps: OutboxDeps): JobHandler {
  const behind = new Set<string>();
  const count = (id: string, next: Next) => {
    if (next.kind === 'later') behind.add(id);
    else behind.delete(id);
    deps.metrics.behind(behind.size);
    return next;
  };
  return async (id) => {
    try {
      return count(id, await bringUpToDate(deps, id));
    } catch (err) {
      deps.log.error({ messageId: id, err }, 'a message could not be brought up to date');
      return count(id, later(retryMs));
    }
  };
}

async function bringUpToDate(deps: OutboxDeps, id: string): Promise<Next> {
  const operationId = recordOfMessage(id);
  if (operationId === undefined) return finished;
  const subject = await readSubject(deps, operationId);
  if (!subject?.operation.announcement) return forget(deps, id);
  let record = await takeMessage(deps.store, id, subject.operation.announcement.channelId);
  for (let action = 0; record && action < mostActions; action += 1) {
    if (record.state === 'lost') return forget(deps, id);
    const done = await act(deps, subject, record);
    if (done === 'superseded') return finished;
    if ('kind' in done) return done;
    record = done;
  }
  return later(1);
}

async function act(deps: OutboxDeps, subject: Subject, record: MessageRecord): Promise<Outcome> {
  const { operation } = subject;
  if (record.channelId === '') return openDirectMessage(deps, subject, record);
  const shown = render(subject, record, deps.clock);
  for (const part of ['root', 'progress'] as const) {
    if (record[part].ts === undefined) return putPost(deps, { subject, record, part, content: shown[part] });
  }
  for (const part of ['progress', 'root'] as const) {
    if (record[part].hash !== shown[part].hash) return edit(deps, { subject, record, part, content: shown[part] });
  }
  return settle(deps, record, operation);
}

async function edit(
  deps: OutboxDeps,
  given: { subject: Subject; record: MessageRecord; part: Part; content: ReturnType<typeof render>[Part] },
): Promise<Outcome> {
  const { subject, record, part, content } = given;
  const post = record[part];
  const isLastWord = !isActive(subject.operation.state);
  const wait = await paceEdit(deps.limits, { editedAtMs: post.editedAtMs, nowMs: deps.clock.now(), isLastWord });
  if (wait) return wait;
  // A sender that was frozen must not put an old state over a newer one.
  if ((await deps.store.readEpoch(record.id)) !== record.epoch) return 'superseded';
  try {
    await deps.api.edit({ channelId: record.channelId, ts: post.ts ?? '' }, content);
  } catch (error) {
    return afterFailure(deps, { subject, record, part, error, during: 'edit' });
  }
  const edited = { ...post, hash: content.hash, editedAtMs: deps.clock.now() };
  return saveMessage(deps, { ...record, [part]: edited, failures: 0 });
}

/** Clears the due row only if the operation is still what was sent; else goes again. */
async function settle(deps: OutboxDeps, record: MessageRecord, operation: Subject['operation']): Promise<Outcome> {
  const result = await deps.store.commit({
    records: [
      {
        id: record.id,
        expect: { epoch: record.epoch },
        state: 'posted',
        set: { sentRev: String(operation.rev) },
        unset: ['failures'],
      },
      { id: operation.id, expect: { rev: operation.rev } },
    ],
    due: [{ id: record.id, atMs: null }],
  });
  if (result.ok) return finished;
  return result.id === record.id ? 'superseded' : later(1);
}

async function forget({ store }: OutboxDeps, id: string): Promise<Next> {
  await store.commit({ records: [], due: [{ id, atMs: null }] });
  return finished;
}

async function readSubject({ store }: OutboxDeps, operationId: string): Promise<Subject | undefined> {
  const found = await readOperationAndPlan(store, operationId);
  if (!found) return undefined;
  const { operation } = found;
  // Only the last word of what worked on a pool shows the pool itself.
  if (operation.state !== 'done' || operation.kind === 'plan-pool') return { ...found, pool: undefined };
  const pool = await findPool(store, operation.poolName);
  return { ...found, pool: 'id' in pool && pool.id === operation.poolId ? pool : undefined };
}
