import { expect, test } from 'vitest';
import { createRandom } from '../support/random.ts';
import { playLife } from './life/play-life.ts';

const isComplete = process.env.FAULTS === 'all';
const first = Number(process.env.LIFE_SEED ?? Math.floor(Date.now() / 86_400_000));
const lives = Number(process.env.LIVES ?? (isComplete ? 40 : 3));
const deedsPerLife = Number(process.env.LIFE_DEEDS ?? 40);

test.concurrent.each(Array.from({ length: lives }, (_, index) => first + index))(
  'nothing is left of a life of pools in which everything may go wrong (seed %i)',
  async (seed) => {
    const { problems, deeds } = await playLife({ random: createRandom(seed), deeds: deedsPerLife });

    if (problems.length > 0) console.log(`life of seed ${seed}:\n  ${deeds.join('\n  ')}`);
    expect(problems, `LIFE_SEED=${seed} LIVES=1`).toEqual([]);
  },
);
