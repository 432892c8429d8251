import { messageId } from '../../notify/notify.ts';
import { afterFailure } from './after-failure.ts';
import { paceEdit } from './edit-pace.ts';
import { hashed, type Rendered } from './hashed.ts';
import { type MessageRecord, takeMessage } from './message-record.ts';
import { openDirectMessage } from './open-direct-message.ts';
import { later, type OutboxDeps } from './outbox-deps.ts';
import type { Outcome } from './outcome.ts';
import type { Outlet, Sending } from './outlet.ts';
import { putPost } from './put-post.ts';
import { saveMessage } from './save-message.ts';

/** Bounds one activation; what is left is done by the next. */
const mostActions = 12;

/** Makes the posts of one outlet show what it says; answers its record when they do, or when they never will. */
export async function bringOutletUpToDate(
  deps: OutboxDeps,
  outlet: Outlet,
  over: MessageRecord | undefined,
): Promise<Outcome> {
  const threadTs = over?.root.ts;
  let record = await takeMessage(deps.store, messageId(outlet.id), over?.channelId ?? outlet.channelId);
  if (!record) return 'superseded';
  for (let action = 0; action < mostActions; action += 1) {
    if (record.state === 'lost') return record;
    const done = await act(deps, { outlet, record, part: 'root', threadTs });
    if (done === 'shown') return record;
    if (done === 'superseded' || 'kind' in done) return done;
    record = done;
  }
  return later(1);
}

async function act(deps: OutboxDeps, sending: Sending): Promise<Outcome | 'shown'> {
  const { outlet, record } = sending;
  if (record.channelId === '') return openDirectMessage(deps, sending);
  const { root, progress } = outlet.render(record, deps.clock);
  const parts = [
    { part: 'root' as const, content: hashed(root, record) },
    ...(progress ? [{ part: 'progress' as const, content: hashed(progress, record) }] : []),
  ];
  for (const { part, content } of parts) {
    if (record[part].ts === undefined) return putPost(deps, { ...sending, part, content });
  }
  for (const { part, content } of parts.toReversed()) {
    if (record[part].hash !== content.hash) return edit(deps, { ...sending, part, content });
  }
  return 'shown';
}

async function edit(deps: OutboxDeps, sending: Sending & { content: Rendered }): Promise<Outcome> {
  const { outlet, record, part, content } = sending;
  const post = record[part];
  const wait = await paceEdit(deps.limits, {
    editedAtMs: post.editedAtMs,
    nowMs: deps.clock.now(),
    isLastWord: !outlet.isMoving,
  });
  if (wait) return wait;
  // A sender that was frozen must not put an old state over a newer one.
  if ((await deps.store.readEpoch(record.id)) !== record.epoch) return 'superseded';
  try {
    await deps.api.edit({ channelId: record.channelId, ts: post.ts ?? '' }, content);
  } catch (error) {
    return afterFailure(deps, { ...sending, error, during: 'edit' });
  }
  const edited = { ...post, hash: content.hash, editedAtMs: deps.clock.now() };
  return saveMessage(deps, { ...record, [part]: edited, failures: 0 });
}
