import { spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '../demo/free-port.ts';
import { startWorld } from '../emulators/world/world.ts';
import type { Figure, Row } from './row.ts';
import { readUsage, type ServiceUnderBench, startServiceUnderBench } from './service-under-bench.ts';
import { p99, sendSlashCommands } from './slash-commands.ts';

/** The bot against a Bolt app that only acknowledges: both as processes of their own, over signed HTTP. */
export const bot: Row = {
  name: 'bot',
  async measure({ freshRedisUrl }) {
    const world = await startWorld({ scale: 1, requestUrl: 'http://127.0.0.1:9/slack/events' });
    try {
      const bare = await measured(await startBareBolt());
      const ours = await measured(await startServiceUnderBench({ world, redisUrl: freshRedisUrl(), role: 'bot' }));
      return figures(ours, bare);
    } finally {
      await world.close();
    }
  },
};

interface BotFigures {
  startedInMs: number;
  rssMb: number;
  cpuMs: number;
  p99Ms: number;
}

async function measured(service: ServiceUnderBench): Promise<BotFigures> {
  try {
    const { startedInMs, url } = service;
    const { rssMb } = await service.usage();
    await sendSlashCommands({ url, rounds: 10, atOnce: 50 });
    const before = await service.usage();
    const times = await sendSlashCommands({ url, rounds: 20, atOnce: 50 });
    const after = await service.usage();
    return { startedInMs, rssMb, cpuMs: (after.cpuMs - before.cpuMs) / times.length, p99Ms: p99(times) };
  } finally {
    await service.stop();
  }
}

function figures(ours: BotFigures, bare: BotFigures): Figure[] {
  const figure = (o: { what: string; field: keyof BotFigures; limit: number; unit: string }): Figure => ({
    what: o.what,
    against: 'a bare Bolt app',
    measured: ours[o.field] / bare[o.field],
    detail: `${ours[o.field].toFixed(2)} ${o.unit}, bare ${bare[o.field].toFixed(2)} ${o.unit}`,
    limit: o.limit,
    unit: 'x',
  });
  return [
    figure({ what: 'ack of a slash command, 50 at once: CPU per request', field: 'cpuMs', limit: 2, unit: 'ms' }),
    figure({ what: 'ack of a slash command, 50 at once: p99', field: 'p99Ms', limit: 1.5, unit: 'ms' }),
    figure({ what: 'bot: start to ready', field: 'startedInMs', limit: 2, unit: 'ms' }),
    figure({ what: 'bot: RSS when ready', field: 'rssMb', limit: 1.5, unit: 'MB' }),
  ];
}

async function startBareBolt(): Promise<ServiceUnderBench> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const startedAt = performance.now();
  const main = fileURLToPath(new URL('bare-bolt.ts', import.meta.url));
  const child = spawn(process.execPath, [main], { env: { ...process.env, PORT: String(port) }, stdio: 'ignore' });
  process.once('exit', () => child.kill());
  while (!(await fetch(`${url}/readyz`).catch(() => undefined))?.ok) {
    if (child.exitCode !== null) throw new Error('the bare Bolt app did not start');
    await delay(50);
  }
  return {
    url,
    startedInMs: performance.now() - startedAt,
    usage: () => readUsage(port),
    stop: async () => void child.kill(),
  };
}
