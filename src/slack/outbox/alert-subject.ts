import { type CapacityAlert, isSnoozed, type OutageAlert } from '../../domain/capacity/alert.ts';
import { alertOf, isOutageId, outageOf } from '../../store/alert-record.ts';
import { type AlertView, alertCall, alertDetails, alertMessage } from '../blocks/capacity-alert.ts';
import { outageMessage } from '../blocks/outage-alert.ts';
import type { CapacityPictures } from '../capacity-pictures.ts';
import { lastedOn } from './lasted-on.ts';
import type { OutboxDeps } from './outbox-deps.ts';
import type { Outlet, Subject } from './outlet.ts';
import { poolPlace } from './pool-place.ts';

/** Where alerts go, and their pictures. */
export interface AlertOutlets {
  /** Undefined: where the pool was asked for. */
  channelId: string | undefined;
  /** By owner, a user group or a person: the channel for alerts of their pools instead. */
  owners: Readonly<Record<string, string>>;
  pictures: CapacityPictures;
}

type Source = Pick<OutboxDeps, 'store' | 'clock'> & { capacity: AlertOutlets };

/** An alert: one message for each opening, edited when a level changes, with every zone and the calls in its thread. */
export async function alertSubject(source: Source, alertId: string): Promise<Subject | undefined> {
  const { store, clock, capacity } = source;
  const record = await store.read(alertId);
  if (!record || record.state === 'quiet') return undefined;
  if (isOutageId(alertId)) return outageSubject(source, outageOf(record));
  const alert = alertOf(record);
  const nowMs = clock.now();
  const { owners, at } = await poolPlace(store, capacity, alert.poolId);
  const picture = await capacity.pictures.take({ ...alert, under: alert.id, moment: momentOf(alert) });
  const view = { alert, nowMs, owners, picture, lasted: lastedOn(clock) };
  const { untilMs } = alert.snooze ?? {};
  const isSilent = alert.state === 'open' && untilMs !== undefined && untilMs > nowMs;
  return {
    seen: [{ id: alert.id, rev: alert.rev }],
    outlets: at ? outletsOf(view, at) : [],
    tells: [],
    againAtMs: isSilent ? untilMs : undefined,
  };
}

/** What the picture is about: the same while no level changes, whoever snoozes it. */
function momentOf({ openings, state, zones }: CapacityAlert): string {
  return [openings, state, ...zones.map(({ zoneId, level, sinceMs }) => `${zoneId}:${level}:${sinceMs}`)].join(' ');
}

type At = Pick<Outlet, 'channelId' | 'otherChannelId' | 'userId'>;

function outletsOf(view: AlertView, at: At): Outlet[] {
  const { alert, nowMs } = view;
  const { id, openings, openedAtMs, state, snooze, worst } = alert;
  const common = { ...at, createdAtMs: openedAtMs ?? 0, isMoving: state === 'open' };
  const root: Outlet = {
    ...common,
    id: `opening-${openings}-${id}`,
    render: () => ({ root: alertMessage(view), progress: alertDetails(view) }),
  };
  const call = (part: string, why: Parameters<typeof alertCall>[1]): Outlet => ({
    ...common,
    id: `${part}-${openings}-${id}`,
    under: root.id,
    render: () => ({ root: alertCall(view, why) }),
  });
  if (state !== 'open' || isSnoozed(alert, nowMs)) return [root];
  const wokenAtMs = snooze?.untilMs;
  return [
    root,
    ...(isWorseThanAtFirst(alert) ? [call(`worse-${worst}`, 'worse')] : []),
    ...(wokenAtMs !== undefined && wokenAtMs <= nowMs ? [call(`again-${wokenAtMs}`, 'snooze-over')] : []),
  ];
}

/** Each worse level of an opening calls once: the message itself has called for the first one. */
function isWorseThanAtFirst({ zones, worst, openedAtMs = 0 }: CapacityAlert): boolean {
  if (worst === 'warn' || worst === 'ok') return false;
  return zones.some(({ level, sinceMs }) => level === worst && sinceMs > openedAtMs);
}

function outageSubject({ clock, capacity }: Source, outage: OutageAlert): Subject {
  const { id, openings, openedAtMs, state } = outage;
  const { channelId } = capacity;
  const outlet = (known: string): Outlet => ({
    id: `opening-${openings}-${id}`,
    channelId: known,
    userId: undefined,
    createdAtMs: openedAtMs ?? 0,
    isMoving: state === 'open',
    render: () => ({ root: outageMessage(outage, lastedOn(clock)) }),
  });
  return {
    seen: [{ id, rev: outage.rev }],
    outlets: channelId === undefined ? [] : [outlet(channelId)],
    tells: [],
  };
}
