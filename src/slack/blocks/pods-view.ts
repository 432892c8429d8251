import type { ModalView } from '@slack/types';
import { addressed, type PoolWorkload, type PoolWorkloads } from '../../domain/capacity/pool-workloads.ts';
import { codeSpan } from './escape.ts';
import { instantWords } from './request-words.ts';
import { context, plain, section } from './text.ts';

const mostShown = 30;

/** Who runs in a pool, the largest first. */
export function podsView(poolName: string, found: PoolWorkloads | undefined): ModalView {
  const common = { type: 'modal' as const, title: plain('Pods', 24), close: plain('Close', 24) };
  const all = addressed(found?.workloads ?? []);
  if (!found || all.length === 0) {
    const what = found ? 'No pod runs in it.' : 'It was not measured yet; look again in a minute.';
    return { ...common, blocks: [section(`Pool ${codeSpan(poolName)}: ${what}`)] };
  }
  const { atMs } = found;
  const workloads = all.slice(0, mostShown);
  const count = (some: readonly PoolWorkload[]) => some.reduce((sum, one) => sum + one.pods, 0);
  const morePods = found.morePods + count(all.slice(mostShown));
  const pods = count(workloads) + morePods;
  const more = morePods > 0 ? `, and ${morePods} pods of smaller workloads` : '';
  return {
    ...common,
    blocks: [
      section(`*${pods} pods* ask for addresses of pool ${codeSpan(poolName)}:`),
      ...workloads.map((one) => section(workloadLine(one))),
      context(`Measured at ${instantWords(atMs)}${more}.`),
    ],
  };
}

function workloadLine({ namespace, kind, name, pods, waiting, podNames }: PoolWorkload): string {
  const without = waiting > 0 ? `, *${waiting} without an address*` : '';
  const rest = pods > podNames.length ? ` and ${pods - podNames.length} more` : '';
  return `${codeSpan(`${namespace}/${name}`)} (${codeSpan(kind)}): ${pods === 1 ? '1 pod' : `${pods} pods`}${without}\n${podNames.map(codeSpan).join(', ')}${rest}`;
}
