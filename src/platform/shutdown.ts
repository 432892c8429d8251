import type { Logger } from './logger.ts';

/** Ends one part. It is given the time it has left; it should be done by then. */
export type Closer = (graceMs: number) => Promise<void> | void;

export interface Shutdown {
  /** Parts are ended one after the other, the last registered first. */
  register(name: string, close: Closer): void;
  /** Ends everything and exits: with `code`, or 1 when a part failed or the time ran out. Later calls do nothing. */
  stop(reason: string, code?: number): Promise<void>;
}

export interface ShutdownOptions {
  log: Logger;
  /** Wire time for all parts together. */
  graceMs?: number;
  exit?: (code: number) => void;
  /** Where SIGTERM and SIGINT arrive. */
  signals?: { on(signal: NodeJS.Signals, listener: () => void): unknown };
}

/** On the first SIGTERM or SIGINT ends all parts in order, within `graceMs`; a second one exits at once. */
export function createShutdown(options: ShutdownOptions): Shutdown {
  const { log, graceMs = 25_000, exit = (code: number) => process.exit(code), signals = process } = options;
  const parts: { name: string; close: Closer }[] = [];
  let stopping: Promise<void> | undefined;

  const stop = (reason: string, code = 0): Promise<void> => {
    stopping ??= closeAll(reason).then((isClean) => exit(isClean ? code : 1));
    return stopping;
  };
  const closeAll = async (reason: string): Promise<boolean> => {
    log.info({ reason, parts: parts.map((part) => part.name) }, 'stopping');
    const timer = timeout(graceMs);
    const result = await Promise.race([closeInOrder({ parts, graceMs, log }), timer.done]);
    timer.cancel();
    if (result === 'late') log.error({ graceMs }, 'stopping took too long');
    else log.info({ clean: result }, 'stopped');
    return result === true;
  };
  const onSignal = (signal: NodeJS.Signals) => () => {
    if (stopping !== undefined) exit(1);
    else void stop(signal);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) signals.on(signal, onSignal(signal));
  return { register: (name, close) => void parts.push({ name, close }), stop };
}

async function closeInOrder(o: { parts: { name: string; close: Closer }[]; graceMs: number; log: Logger }) {
  const endsAt = performance.now() + o.graceMs;
  let isClean = true;
  for (const part of o.parts.toReversed()) {
    try {
      await part.close(Math.max(0, endsAt - performance.now()));
    } catch (err) {
      isClean = false;
      o.log.error({ part: part.name, err }, 'a part failed to stop');
    }
  }
  return isClean;
}

function timeout(afterMs: number): { done: Promise<'late'>; cancel: () => void } {
  let handle: NodeJS.Timeout | undefined;
  const done = new Promise<'late'>((resolve) => {
    handle = setTimeout(() => resolve('late'), afterMs);
  });
  return { done, cancel: () => clearTimeout(handle) };
}
