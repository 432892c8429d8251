import { operationOf } from '../../store/operation-record.ts';
import { poolOf } from '../../store/pool-record.ts';
import type { Store } from '../../store/store.ts';
import { stewardIds } from '../../use-cases/rights.ts';
import type { AlertOutlets } from './alert-subject.ts';
import type { Outlet } from './outlet.ts';

export interface PoolPlace {
  owners: string[];
  /** Undefined where nobody could be told. */
  at: Pick<Outlet, 'channelId' | 'otherChannelId' | 'userId'> | undefined;
}

/** Where people are told of a pool that needs them: its owner's channel, else that of alerts, else where it was asked for. */
export async function poolPlace(store: Store, capacity: AlertOutlets, poolId: string): Promise<PoolPlace> {
  const { owners, askedIn } = await ownersOf(store, poolId);
  const usual = capacity.channelId ?? askedIn;
  const [own] = owners.flatMap((id) => capacity.owners[id] ?? []);
  const channelId = own ?? usual;
  const otherChannelId = own !== undefined && usual !== '' ? usual : undefined;
  const userId = owners.find((id) => !id.startsWith('S'));
  const isReachable = channelId !== '' || userId !== undefined;
  return { owners, at: isReachable ? { channelId, otherChannelId, userId } : undefined };
}

async function ownersOf(store: Store, poolId: string): Promise<{ owners: string[]; askedIn: string }> {
  const record = await store.read(poolId);
  if (!record) return { owners: [], askedIn: '' };
  const pool = poolOf(record);
  const operation = await store.read(pool.operationId);
  const asked = operation && operationOf(operation).announcement;
  return { owners: stewardIds(pool), askedIn: asked?.channelId ?? '' };
}
