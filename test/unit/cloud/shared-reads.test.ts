import { describe, expect, it } from 'vitest';
import { createSharedReads } from '../../../src/cloud/alibaba/shared-reads.ts';
import { createClock } from '../../../src/platform/clock.ts';

function counted(scale = 1) {
  const time = { nowMs: 1_000_000 };
  const shared = createSharedReads(createClock(scale, () => time.nowMs));
  let loads = 0;
  const load = async () => {
    loads += 1;
    return loads;
  };
  return { time, shared, read: (key = 'vpc:1') => shared.read({ key, freshness: 'shared', load }), load };
}

describe('shared reads', () => {
  it('keep an answer for one second of domain time', async () => {
    const { time, read } = counted(10);

    await read();
    time.nowMs += 99;
    expect(await read()).toBe(1);
    time.nowMs += 2;
    expect(await read()).toBe(2);
  });

  it('do not share a load that began before a write', async () => {
    const { shared } = counted();
    let finish = (_value: string) => {};
    const slow = new Promise<string>((resolve) => {
      finish = resolve;
    });
    const early = shared.read({ key: 'vpc:1', freshness: 'shared', load: () => slow });

    shared.drop('vpc:');
    const late = shared.read({ key: 'vpc:1', freshness: 'shared', load: async () => 'after' });
    finish('before');

    expect(await early).toBe('before');
    expect(await late).toBe('after');
    expect(await shared.read({ key: 'vpc:1', freshness: 'shared', load: async () => 'again' })).toBe('after');
  });

  it('a drop leaves other prefixes alone', async () => {
    const { shared, read } = counted();
    await read('cs:1');

    shared.drop('vpc:');

    expect(await read('cs:1')).toBe(1);
  });

  it('a failure is told to all who wait and kept for nobody', async () => {
    const { shared } = counted();
    const fail = { key: 'k', freshness: 'shared', load: () => Promise.reject(new Error('lost')) } as const;

    const both = await Promise.allSettled([shared.read(fail), shared.read(fail)]);

    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await shared.read({ key: 'k', freshness: 'shared', load: async () => 'fine' })).toBe('fine');
  });
});
