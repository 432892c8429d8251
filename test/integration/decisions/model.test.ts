import fc from 'fast-check';
import { expect, it } from 'vitest';
import { openStore } from '../store/open-store.ts';
import { openDesk } from './decision-desk.ts';
import { type Action, action, beginning } from './model-actions.ts';
import { createWitness } from './model-witness.ts';

const runs = Number(process.env.MODEL_RUNS ?? 2_000);
/** Sequences are played side by side, each in its own database: most of their time is the way to Redis. */
const abreast = 4;

const sequence = fc
  .tuple(beginning, fc.array(action, { minLength: 4, maxLength: 12 }))
  .map(([first, rest]) => [...first, ...rest]);

it('never begins to write unless eligible people of the open round satisfy the rule, and did a moment ago', {
  timeout: 300_000,
}, async () => {
  const stores = await Promise.all(Array.from({ length: abreast }, () => openStore()));
  const seed = Number(process.env.MODEL_SEED ?? Date.now() % 2 ** 31);
  process.stdout.write(`decisions model: seed ${seed}, ${runs} sequences\n`);
  const seen = { approvals: 0, writes: 0 };
  await fc.assert(
    fc.asyncProperty(fc.array(sequence, { minLength: abreast, maxLength: abreast }), async (sequences) => {
      const played = await Promise.allSettled(
        stores.flatMap((opened, index) => {
          const actions = sequences[index];
          return actions ? [play(opened, actions)] : [];
        }),
      );
      for (const one of played) {
        if (one.status === 'rejected') throw one.reason;
        seen.approvals += one.value.approvals;
        seen.writes += one.value.writes;
      }
    }),
    { seed, numRuns: Math.ceil(runs / abreast) },
  );
  // The sequences are worth something only if some of them lead to an approval, and some to a write.
  process.stdout.write(`decisions model: ${seen.approvals} approvals, ${seen.writes} writes\n`);
  expect(seen.approvals).toBeGreaterThan(runs / 10);
  expect(seen.writes).toBeGreaterThan(runs / 20);
});

async function play({ store, redis }: Awaited<ReturnType<typeof openStore>>, actions: Action[]) {
  await redis.flushdb();
  const desk = await openDesk({ store });
  await desk.pool();
  await desk.ask('U0ANA');
  await desk.plan();
  await desk.tend();
  const witness = createWitness(desk);
  for (const one of actions) await witness.act(one);
  await witness.look();
  return { approvals: witness.approvals(), writes: witness.writes() };
}
