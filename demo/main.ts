import { once } from 'node:events';
import { createCleanup } from './cleanup.ts';
import { type DemoOptions, demoHelp, readDemoOptions } from './demo-options.ts';
import { obeyTerminal } from './obey-terminal.ts';
import { playOnce } from './once/play-once.ts';
import { startDemo } from './start-demo.ts';
import { welcome } from './welcome.ts';

/** `npm run demo`: everything on this machine, until Ctrl-C; with `--once` one story, checked. */
const options = readDemoOptions(process.argv.slice(2));
const interrupted = new AbortController();
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => interrupted.abort(name));
process.exitCode = await main(options);

async function main(asked: DemoOptions): Promise<number> {
  switch (asked.kind) {
    case 'help':
      console.log(demoHelp);
      return 0;
    case 'wrong':
      console.error(`${asked.problem}\n\n${demoHelp}`);
      return 2;
    case 'run':
      return run(asked);
  }
}

async function run(asked: Extract<DemoOptions, { kind: 'run' }>): Promise<number> {
  const { signal } = interrupted;
  const cleanup = createCleanup();
  const beganAt = performance.now();
  const starting = { ...asked, cleanup, signal, say: (line: string) => console.log(line) };
  let lastLine: string | undefined;
  let code = 0;
  try {
    const demo = await startDemo(starting);
    if (asked.isOnce) {
      const result = await playOnce({ demo, signal, beganAt });
      lastLine = JSON.stringify(result);
      code = result.ok ? 0 : 1;
    } else {
      console.log(welcome({ ...asked, url: demo.world.slack.url, logPath: demo.logPath }));
      const terminal = obeyTerminal(demo.world, process.stdin, (line) => console.log(line));
      cleanup.add(terminal.stop);
      const end = await Promise.race([demo.service.ended, once(signal, 'abort')]);
      if (typeof end === 'string') throw new Error(`the service is gone: ${end}`);
      console.log('\nstopping ...');
    }
  } catch (err) {
    code = signal.aborted ? 130 : 1;
    const why = err instanceof Error ? err.message : String(err);
    console.error(signal.aborted ? 'interrupted' : `The demo cannot go on: ${why}`);
    if (asked.isOnce) lastLine = JSON.stringify({ ok: false, error: signal.aborted ? 'interrupted' : why });
  }
  await cleanup.run().catch((err: unknown) => {
    code ||= 1;
    console.error(err);
  });
  if (!asked.isOnce && code === 0) console.log('Everything is stopped; nothing is left behind.');
  if (lastLine !== undefined) console.log(lastLine);
  return code;
}
