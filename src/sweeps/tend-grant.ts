import type { Grant } from '../domain/grants/grant.ts';
import { type Agenda, grantAgenda } from '../domain/grants/grant-agenda.ts';
import { operationIdFrom } from '../domain/names.ts';
import { behind } from '../notify/notify.ts';
import type { JobHandler, Next } from '../queue/queue.ts';
import { accessRequestOf, grantChange, grantOf } from '../store/access-records.ts';
import { countPods } from './count-pods.ts';
import { type GrantTenderDeps, grantTenderActor } from './grant-tender-deps.ts';
import { watchEnding } from './watch-ending.ts';

/**
 * Looks at a grant when it is due: ends it at its end, has people told before that or at a review, and makes sure that
 * one which ends does end. Everything is judged from the record, so looking too often or too late is harmless.
 */
export function createGrantTender(deps: GrantTenderDeps): JobHandler {
  return async (id) => {
    try {
      return await tend(deps, id);
    } catch (err) {
      deps.log.error({ grant: id, err }, 'looking at a grant failed');
      return { kind: 'later', delayMs: 2_000 };
    }
  };
}

async function tend(deps: GrantTenderDeps, id: string): Promise<Next> {
  const record = await deps.store.read(id);
  if (!record) return restUntil(deps, { id, rev: undefined }, undefined);
  const grant = grantOf(record);
  if (grant.state === 'ended') return restUntil(deps, grant, undefined);
  if (grant.state === 'ending' || grant.state === 'overdue') {
    return restUntil(deps, grant, await watchEnding(deps, grant));
  }
  return follow(deps, grant, await agendaOf(deps, grant));
}

async function agendaOf({ store, clock }: GrantTenderDeps, grant: Grant): Promise<Agenda> {
  const record = grant.endMs === undefined && grant.inForce ? await store.read(grant.inForce.requestId) : undefined;
  const longMs = 1_000_000_000;
  return grantAgenda({
    grant,
    reviewEveryMs: record && accessRequestOf(record).rule?.standing?.reviewEveryMs,
    nowMs: clock.now(),
    scale: longMs / clock.delay(longMs),
  });
}

async function follow(deps: GrantTenderDeps, grant: Grant, agenda: Agenda): Promise<Next> {
  switch (agenda.kind) {
    case 'rest':
      return restUntil(deps, grant, agenda.untilMs);
    case 'tell':
      await tell(deps, grant, agenda.about);
      return { kind: 'later', delayMs: 0 };
    case 'end':
      await deps.beginEnd({
        grantId: grant.id,
        by: grantTenderActor,
        cause: 'its time is over',
        operationId: operationIdFrom(`end of ${grant.id} at ${grant.endMs}`),
        ...(grant.endMs === undefined ? {} : { onlyIfEndMs: grant.endMs }),
      });
      return { kind: 'later', delayMs: 0 };
  }
}

/** Marks when people were told last and puts the grant's message behind; a change in between comes first. */
async function tell(deps: GrantTenderDeps, grant: Grant, about: 'end' | 'review'): Promise<void> {
  const podsAtNotice = await countPods(deps, { ...grant, namespaces: grant.inForce?.namespaces ?? [] });
  const { store, clock } = deps;
  const nowMs = clock.now();
  const reviewAsks = about === 'review' ? grant.reviewAsks + 1 : grant.reviewAsks;
  await store.commit({
    records: [grantChange({ ...grant, lastNoticeAtMs: nowMs, podsAtNotice, reviewAsks })],
    audit: [
      {
        what: about === 'end' ? 'grant.end-announced' : 'grant.review-asked',
        subject: grant.id,
        actor: 'system:grants',
        atMs: nowMs,
        details: { pool: grant.poolName, instance: grant.instanceId, endMs: grant.endMs, pods: podsAtNotice },
      },
    ],
    due: [{ id: grant.id, atMs: nowMs }, behind(grant.id, nowMs)],
  });
}

/** The next look, unless the grant was changed since it was read: then its change has set its own. */
async function restUntil(
  { store }: GrantTenderDeps,
  { id, rev }: { id: string; rev: number | undefined },
  untilMs: number | undefined,
): Promise<Next> {
  await store.commit({
    records: [{ id, expect: rev === undefined ? { absent: true } : { rev } }],
    due: [{ id, atMs: untilMs ?? null }],
  });
  return { kind: 'finished' };
}
