import { parseArgs } from 'node:util';

export type DemoOptions =
  | { kind: 'run'; isOnce: boolean; scale: number; port: number }
  | { kind: 'help' }
  | { kind: 'wrong'; problem: string };

/** For --help. */
export const demoHelp = `npm run demo -- [options]

  --once       play the story without a person, check it, print one line of JSON, and end
  --scale N    how many times faster time passes for the cloud (default 60: six minutes take six seconds)
  --port N     port of the Slack page (default 4400; a free one when it is taken)
  --help       this text

REDIS_URL, when set, names an empty Redis to use; else a server on PATH is started, else one in JavaScript.`;

/** What was asked for on the command line. */
export function readDemoOptions(args: string[]): DemoOptions {
  try {
    const { values } = parseArgs({
      args,
      options: {
        once: { type: 'boolean', default: false },
        scale: { type: 'string', default: '60' },
        port: { type: 'string', default: '4400' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) return { kind: 'help' };
    const scale = Number(values.scale);
    const port = Number(values.port);
    if (!(scale >= 1 && scale <= 1_000)) return wrong(`--scale is a number from 1 to 1000, not ${values.scale}`);
    if (!(Number.isInteger(port) && port >= 0 && port <= 65_535)) return wrong(`--port is no port: ${values.port}`);
    return { kind: 'run', isOnce: values.once, scale, port };
  } catch (err) {
    return wrong(err instanceof Error ? err.message : String(err));
  }
}

function wrong(problem: string): DemoOptions {
  return { kind: 'wrong', problem };
}
