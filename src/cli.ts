import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Config } from './config/config.ts';
import { formatProblems } from './config/config-problem.ts';
import { loadConfig } from './config/load-config.ts';
import { loadStoreConfig } from './config/load-store-config.ts';
import { type AuditLog, openAuditLog } from './wiring/audit-log.ts';

/** The operator's command line. Exit codes: 0 all is well, 1 it is not (see each command), 2 it could not be done. */
const usage = `usage: npm run --silent cli -- <command>

  audit export [--since 7d] [--pool P] [--format csv|jsonl]
      prints the audit log, oldest entry first; csv unless said otherwise
  audit verify [--head N:LINK]
      recomputes the whole chain and says which entries were changed, removed or moved;
      --head also compares with a head that was posted to the audit channel
  reconcile [--apply]
      after Redis was lost: shows the pools and grants that stand in the clouds and not in Redis;
      --apply asks, and then writes them to Redis. Clouds and clusters are only read
  import --cluster C --config-map eni-config-x --node-pool np-... --name N --pods P [--namespaces a,b] [--owner S...]
      takes over a pool that was made by hand: says what it lacks or, when it lacks nothing, asks and then marks it
  --help

Reads REDIS_URL and EGRESS_POOL_CONFIG (default egress-pool.yaml). \`audit\` changes nothing and needs nothing else;
\`reconcile\` and \`import\` need the worker's access to clouds and clusters.`;

// Whoever reads the output may stop early (`| head`).
process.stdout.on('error', () => process.exit(2));
process.exitCode = await run(process.argv.slice(2)).catch((error: unknown) => {
  console.error(`egress-pool: ${error instanceof Error ? error.message : String(error)}`);
  return 2;
});

async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      since: { type: 'string' },
      pool: { type: 'string' },
      format: { type: 'string', default: 'csv' },
      head: { type: 'string' },
      apply: { type: 'boolean', default: false },
      cluster: { type: 'string' },
      'config-map': { type: 'string' },
      'node-pool': { type: 'string' },
      name: { type: 'string' },
      pods: { type: 'string' },
      namespaces: { type: 'string' },
      owner: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return say(usage);
  switch (positionals.join(' ')) {
    case 'audit export':
      return withLog((log) => exportLog(log, { ...values, format: formatOf(values.format) }));
    case 'audit verify':
      return withLog((log) => verifyLog(log, values.head));
    case 'reconcile':
      return asWorker(async (config) =>
        (await import('./wiring/reconcile-command.ts')).reconcileCommand(config, { isApplying: values.apply }),
      );
    case 'import':
      return asWorker(async (config) => (await import('./wiring/import-command.ts')).importCommand(config, values));
    default:
      console.error(usage);
      return 2;
  }
}

async function withLog(act: (log: AuditLog) => Promise<number>): Promise<number> {
  const loaded = loadStoreConfig(process.env, (path) => readFileSync(path, 'utf8'));
  if (!loaded.ok) {
    console.error(formatProblems(loaded.problems));
    return 2;
  }
  const log = openAuditLog(loaded.config);
  try {
    return await act(log);
  } finally {
    log.close();
  }
}

/** As the worker, whatever this process's role is: Slack is not spoken to. What clouds take is loaded here only. */
async function asWorker(act: (config: Config) => Promise<number>): Promise<number> {
  const loaded = loadConfig({ ...process.env, EGRESS_POOL_ROLE: 'worker' }, (path) => readFileSync(path, 'utf8'));
  if (!loaded.ok) {
    console.error(formatProblems(loaded.problems));
    return 2;
  }
  return act(loaded.config);
}

async function exportLog(
  log: AuditLog,
  asked: { since?: string | undefined; pool?: string | undefined; format: 'csv' | 'jsonl' },
): Promise<number> {
  const sinceMs = asked.since === undefined ? undefined : durationMs(asked.since);
  for await (const piece of log.export({ format: asked.format, pool: asked.pool, sinceMs })) {
    if (!process.stdout.write(piece)) await new Promise((resolve) => process.stdout.once('drain', resolve));
  }
  return 0;
}

async function verifyLog(log: AuditLog, head: string | undefined): Promise<number> {
  const check = await log.verify(head === undefined ? undefined : headOf(head));
  for (const finding of check.findings) console.log(finding);
  const verdict = check.findings.length === 0 ? 'the audit log is whole' : 'the audit log is broken';
  console.log(`${verdict}: ${check.entries} entries, head ${check.head.number}:${check.head.link}`);
  return check.findings.length === 0 ? 0 : 1;
}

function formatOf(text: string): 'csv' | 'jsonl' {
  if (text === 'csv' || text === 'jsonl') return text;
  throw new Error(`--format is csv or jsonl, not "${text}"`);
}

function durationMs(text: string): number {
  const [, count, unit = ''] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  const unitMs = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }[unit];
  if (count === undefined || unitMs === undefined)
    throw new Error(`--since is a number and s, m, h or d, not "${text}"`);
  return Number(count) * unitMs;
}

function headOf(text: string): { number: number; link: string } {
  const [, number, link = ''] = /^(\d{1,15}):([0-9a-f]{40})$/.exec(text) ?? [];
  if (number === undefined) throw new Error('--head is the number and the link as they were posted: 4711:1f0c...');
  return { number: Number(number), link };
}

function say(text: string): number {
  console.log(text);
  return 0;
}
