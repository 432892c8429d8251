import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { LastWords, PointAnswer, PointTask } from './point-worker.ts';
import type { PointResult } from './run-point.ts';

export interface PointPoolOptions {
  processes: number;
  /** Points at once in one process. */
  atOnce: number;
  /** A process is replaced after so many, so that what dead instances leave behind does not pile up. */
  pointsPerProcess: number;
  redisUrl: string;
}

export interface PointPool {
  run(task: Omit<PointTask, 'id'>): Promise<PointResult>;
  close(): Promise<void>;
}

interface Lane {
  child: ChildProcess;
  given: number;
  running: Map<number, Entry>;
  /** Why it ends, if an exception ends it. */
  lastWords: string;
}

interface Entry {
  task: PointTask;
  resolve: (result: PointResult) => void;
}

/** Runs points in processes of their own, many at once. */
export function openPointPool(options: PointPoolOptions): PointPool {
  const lanes: Lane[] = [];
  const waiting: Entry[] = [];
  let lastId = 0;
  const next = () => {
    for (const lane of lanes) if (lane.given >= options.pointsPerProcess && lane.running.size === 0) retire(lane);
    while (waiting.length > 0) {
      const lane = freeLane();
      const entry = lane && waiting.shift();
      if (!lane || !entry) return;
      lane.given += 1;
      lane.running.set(entry.task.id, entry);
      lane.child.send(entry.task);
    }
  };
  const freeLane = (): Lane | undefined => {
    const open = lanes.filter(
      ({ running, given }) => running.size < options.atOnce && given < options.pointsPerProcess,
    );
    const [idlest] = open.toSorted((a, b) => a.running.size - b.running.size);
    if (idlest && (idlest.running.size === 0 || lanes.length >= options.processes)) return idlest;
    if (lanes.length < options.processes) return startLane();
    return idlest;
  };
  const startLane = (): Lane => {
    const child = fork(fileURLToPath(new URL('./point-worker.ts', import.meta.url)), {
      env: { ...process.env, TEST_REDIS_URL: options.redisUrl },
      execArgv: [],
      stdio: ['ignore', 'ignore', process.env.FAULT_STDERR ? 'inherit' : 'ignore', 'ipc'],
    });
    const lane: Lane = { child, given: 0, running: new Map(), lastWords: '' };
    child.on('message', (message) => {
      const said = message as PointAnswer | LastWords;
      if ('lastWords' in said) {
        lane.lastWords = said.lastWords;
        return;
      }
      const { id, ...result } = said;
      lane.running.get(id)?.resolve(result);
      lane.running.delete(id);
      next();
    });
    child.on('exit', (code) => {
      for (const entry of lane.running.values()) entry.resolve(ended(code, lane.lastWords));
      lane.running.clear();
      retire(lane);
      next();
    });
    lanes.push(lane);
    return lane;
  };
  const retire = (lane: Lane) => {
    const index = lanes.indexOf(lane);
    if (index === -1) return;
    lanes.splice(index, 1);
    if (lane.child.connected) lane.child.disconnect();
  };
  return {
    run: (task) =>
      new Promise((resolve) => {
        lastId += 1;
        waiting.push({ task: { id: lastId, ...task }, resolve });
        next();
      }),
    async close() {
      const children = lanes.map(({ child }) => child);
      for (const lane of [...lanes]) retire(lane);
      await Promise.all(children.map((child) => child.exitCode === null && once(child, 'exit')));
    },
  };
}

function ended(code: number | null, lastWords: string): PointResult {
  const problem = `the process that ran it, maybe beside others, ended with ${code}: ${lastWords || 'without a word'}`;
  return { problems: [problem], wasReached: false, counts: [], ms: 0 };
}
