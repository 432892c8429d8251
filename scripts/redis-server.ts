import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { type AddressInfo, createServer, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { findProgram } from './find-program.ts';

/** A Redis of our own on a loopback port; its data is gone after `stop`. */
export interface RunningRedis {
  /** `redis://127.0.0.1:<port>`, without a database number. */
  readonly url: string;
  /** Ends it and removes its data. */
  stop(): Promise<void>;
  /** Kills it as a power cut would and starts it again on the same port and data. */
  restart(): Promise<void>;
}

export interface RedisOptions {
  /** Whether an answered write survives a crash: append-only file, fsync on every write. */
  persist: boolean;
  databases?: number;
}

/** The path of a Redis or Valkey server on PATH. */
export function findRedisServer(): string | undefined {
  return findProgram(['redis-server', 'valkey-server']);
}

/**
 * Starts a Redis or Valkey server found on PATH; fails when there is none. It ends with this process, however that
 * ends, and sits in a process group of its own, so that Ctrl-C does not take it from under a service that is stopping.
 */
export async function startRedis(options: RedisOptions): Promise<RunningRedis> {
  const program = findRedisServer();
  if (program === undefined) throw new Error('no redis-server or valkey-server on PATH; install one and try again');
  const folder = mkdtempSync(join(tmpdir(), 'egress-pool-redis-'));
  const port = await freePort();
  const launch = { program, port, folder, options };
  let server = await run(launch);
  return {
    url: `redis://127.0.0.1:${port}`,
    stop: () => end({ ...server, signal: 'SIGTERM', word: '' }),
    restart: async () => {
      await end({ ...server, signal: 'SIGKILL', word: 'keep' });
      server = await run(launch);
    },
  };
}

interface Launch {
  program: string;
  port: number;
  folder: string;
  options: RedisOptions;
}
interface Server {
  wrapper: ChildProcess;
  pid: number;
}
interface Ending extends Server {
  signal: NodeJS.Signals;
  word: 'keep' | '';
}

// The shell holds our pipe: when this process is gone, even by SIGKILL, `read` ends, Redis is taken down and its
// folder ($0) is removed. Only the word "keep" leaves the folder in place.
const guard = [
  '"$@" </dev/null & pid=$!; echo "$pid"; read -r word',
  'kill $pid 2>/dev/null; wait $pid 2>/dev/null',
  '[ "$word" = keep ] || rm -rf "$0"',
].join('; ');

async function run(launch: Launch): Promise<Server> {
  const log = join(mkdtempSync(join(launch.folder, 'log-')), 'redis.log');
  const command = [launch.program, ...serverArguments(launch), '--logfile', log];
  const wrapper = spawn('/bin/sh', ['-c', guard, launch.folder, ...command], {
    stdio: ['pipe', 'pipe', 'ignore'],
    detached: true,
  });
  const [answer] = (await once(wrapper.stdout, 'data')) as [Buffer];
  await untilReady(log);
  // Nothing of this may keep the process alive.
  wrapper.stdout.destroy();
  wrapper.unref();
  if (wrapper.stdin instanceof Socket) wrapper.stdin.unref();
  return { wrapper, pid: Number(answer.toString().trim()) };
}

function serverArguments({ port, folder, options }: Launch): string[] {
  const append = options.persist ? ['--appendonly', 'yes', '--appendfsync', 'always'] : ['--appendonly', 'no'];
  const limits = ['--maxmemory-policy', 'noeviction', '--databases', String(options.databases ?? 4096), '--save', ''];
  return ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, ...append, ...limits];
}

/** Its own log is the only sign that cannot come from another server that took the port first. */
async function untilReady(log: string): Promise<void> {
  const endsAt = performance.now() + 10_000;
  while (performance.now() < endsAt) {
    const text = existsSync(log) ? readFileSync(log, 'utf8') : '';
    if (text.includes('Ready to accept connections')) return;
    if (/Failed listening|FATAL|Fatal error|Could not create/i.test(text)) break;
    await delay(5);
  }
  const said = existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n').slice(-5).join('\n') : 'nothing';
  throw new Error(`the Redis server did not start; it said:\n${said}`);
}

async function end({ wrapper, pid, signal, word }: Ending): Promise<void> {
  const isRunning = wrapper.exitCode === null && wrapper.signalCode === null;
  wrapper.ref();
  const gone = isRunning ? once(wrapper, 'exit') : undefined;
  try {
    process.kill(pid, signal);
  } catch {
    // It is gone already.
  }
  wrapper.stdin?.end(`${word}\n`);
  await gone;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  return port;
}
