import { parseArgs } from 'node:util';
import { startRedis } from '../scripts/redis-server.ts';
import { bot } from './bot.ts';
import { capacitySweep } from './capacity-sweep.ts';
import { createOne } from './create-one.ts';
import { createTen } from './create-ten.ts';
import { createThousand } from './create-thousand.ts';
import { freeCidrs } from './free-cidrs.ts';
import { printFigure, printHead } from './print.ts';
import type { BenchOptions } from './row.ts';
import { runnerThroughput } from './runner-throughput.ts';

/** Prints how fast the service is, as ratios within one run. Ends with 1 only when something could not be measured. */
const rows = [freeCidrs, runnerThroughput, bot, createOne, createTen, createThousand, capacitySweep];

const { values } = parseArgs({
  options: {
    scale: { type: 'string', default: '20' },
    full: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log('npm run bench -- [--scale N] [--full] [--only row,row]');
  console.log(`rows: ${rows.map(({ name }) => name).join(', ')}`);
  console.log('The limits hold at scale 1, where a create takes minutes; the default of 20 costs some precision.');
  process.exit(0);
}

const redis = await startRedis({ persist: true });
let databases = 0;
const options: BenchOptions = {
  scale: Number(values.scale),
  full: values.full,
  freshRedisUrl: () => `${redis.url}/${++databases}`,
};
const wanted = values.only === '' ? [] : values.only.split(',');
let unmeasured = 0;
printHead(options);
for (const row of rows.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
  try {
    for (const figure of await row.measure(options)) printFigure(figure);
  } catch (err) {
    unmeasured += 1;
    console.log(`${row.name}: could not be measured: ${err instanceof Error ? err.message : String(err)}`);
  }
}
await redis.stop();
process.exit(unmeasured === 0 ? 0 : 1);
