import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** The real service in a process of its own. */
export interface ServiceProcess {
  /** Resolves when `/readyz` says so; fails with the end of its log when it does not come up. */
  ready(signal: AbortSignal): Promise<void>;
  /** Why it ended by itself, once it has. */
  readonly ended: Promise<string>;
  /** SIGTERM, and SIGKILL when that takes too long. */
  stop(): Promise<void>;
}

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const startsWithinMs = 45_000;
const stopsWithinMs = 10_000;
// The shell holds our pipe: when this process is gone, even by SIGKILL, `read` ends and the service is told to stop.
const guard = [
  'exec 3<&0',
  '"$@" </dev/null 3<&- & pid=$!',
  '(read -r word <&3; kill $pid) 2>/dev/null &',
  'wait $pid',
].join('\n');

/** Starts `src/main.ts` with this Node. In a session of its own, so that Ctrl-C does not reach it before us. */
export function startServiceProcess(o: {
  env: Record<string, string>;
  port: number;
  logPath: string;
  /** Arguments of Node instead of `src/main.ts`, such as those that run the built service. */
  run?: string[];
}): ServiceProcess {
  const log = openSync(o.logPath, 'a');
  const { PATH = '', HOME = '', TMPDIR = '/tmp' } = process.env;
  const shell = spawn('/bin/sh', ['-c', guard, 'service', process.execPath, ...(o.run ?? [main])], {
    env: { PATH, HOME, TMPDIR, ...o.env },
    stdio: ['pipe', log, log],
    detached: true,
  });
  closeSync(log);
  shell.stdin?.on('error', () => undefined);
  const ended = once(shell, 'exit').then(([code]) => `it ended with code ${String(code)}`);
  return {
    ended,
    async ready(signal) {
      const endsAt = performance.now() + startsWithinMs;
      while (!(await isReady(o.port))) {
        signal.throwIfAborted();
        if (shell.exitCode !== null) throw new Error(`the service did not start:\n${lastLines(o.logPath)}`);
        if (performance.now() > endsAt) throw new Error(`the service is not ready:\n${lastLines(o.logPath)}`);
        await delay(50);
      }
    },
    stop: () => stop(shell, ended),
  };
}

/** The end of a log, for a person to look at. */
export function lastLines(path: string, count = 12): string {
  return readFileSync(path, 'utf8').trimEnd().split('\n').slice(-count).join('\n');
}

async function isReady(port: number): Promise<boolean> {
  const answer = await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(2_000) }).catch(
    () => null,
  );
  return answer?.ok === true;
}

async function stop(shell: ChildProcess, ended: Promise<string>): Promise<void> {
  if (shell.exitCode !== null) return;
  shell.stdin?.write('stop\n');
  const late = new AbortController();
  const timer = delay(stopsWithinMs, 'late', { signal: late.signal }).catch(() => 'ended');
  if ((await Promise.race([ended, timer])) === 'late') kill(shell);
  late.abort();
  await ended;
}

/** Nothing waits for the service's word any more: its whole group goes. */
function kill(shell: ChildProcess): void {
  if (shell.pid !== undefined) process.kill(-shell.pid, 'SIGKILL');
}
