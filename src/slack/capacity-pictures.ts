import type { Charts } from '../charts/charts.ts';
import { capacityCurve } from '../domain/capacity/capacity-curve.ts';
import type { Thresholds } from '../domain/capacity/level.ts';
import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';
import { readCapacity } from '../store/capacity-record.ts';
import type { Store } from '../store/store.ts';
import { chartWords } from './blocks/capacity-words.ts';
import type { SlackApi } from './slack-api.ts';

/** A picture that is with Slack. */
export interface Picture {
  fileId: string;
  altText: string;
}

/** Pictures of pools for messages. Never throws: what must be said is said without a picture as well. */
export interface CapacityPictures {
  /** As the pool is now. `under` is what it belongs to and `moment` names the state of that: the same is drawn once. */
  take(of: { poolId: string; poolName: string; under: string; moment: string }): Promise<Picture | undefined>;
}

export interface PictureDeps {
  store: Store;
  api: Pick<SlackApi, 'uploadPicture'>;
  charts: Charts;
  clock: Clock;
  log: Logger;
  thresholds: Pick<Thresholds, 'warn' | 'critical'>;
}

/** Slack's limit for it. */
const longestAltText = 2_000;

export function createCapacityPictures(deps: PictureDeps): CapacityPictures {
  const { store, log } = deps;
  return {
    async take({ poolId, poolName, under, moment }) {
      const id = `picture-${under}`;
      try {
        const kept = (await store.read(id))?.fields;
        if (kept?.moment === moment) return { fileId: kept.fileId ?? '', altText: kept.altText ?? '' };
        const picture = await draw(deps, { poolId, poolName });
        if (picture) await store.commit({ records: [{ id, state: 'kept', set: { moment, ...picture } }] });
        return picture;
      } catch (err) {
        log.warn({ poolId, err }, 'a chart could not be made');
        return undefined;
      }
    },
  };
}

async function draw(
  { store, api, charts, clock, thresholds }: PictureDeps,
  { poolId, poolName }: { poolId: string; poolName: string },
): Promise<Picture | undefined> {
  const { now, samples } = await readCapacity(store, poolId);
  if (!now || now.zones.length === 0) return undefined;
  const curve = capacityCurve({ now, samples, thresholds, elapsed: clock.elapsed });
  const altText = chartWords(poolName, curve).slice(0, longestAltText);
  const bytes = await charts.drawCapacity(curve);
  return { fileId: await api.uploadPicture({ name: `capacity-${poolName}.png`, bytes, altText }), altText };
}
