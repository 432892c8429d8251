import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { extname } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { CapacityCurve } from '../../domain/capacity/capacity-curve.ts';
import type { Charts } from '../charts.ts';

/** Wire time for one drawing, with the start of its process on a busy machine. */
const deadlineMs = 20_000;
/** Who comes when so many wait is told so. */
const mostWaiting = 20;

/**
 * Charts from a process that ends with the drawing: the libraries take 130 MB, which a process never gives back. One at
 * a time. The process gets no environment, so no secret is in it.
 */
export function createCharts(): Charts {
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  return {
    async drawCapacity(curve) {
      if (waiting >= mostWaiting) throw new Error('too many charts are waiting to be drawn');
      waiting += 1;
      const drawn = last.then(() => draw(curve));
      last = drawn.catch(() => undefined);
      return drawn.finally(() => {
        waiting -= 1;
      });
    },
  };
}

async function draw(curve: CapacityCurve): Promise<Buffer> {
  const main = fileURLToPath(new URL(`./draw-main${extname(import.meta.url)}`, import.meta.url));
  const signal = AbortSignal.timeout(deadlineMs);
  const child = spawn(process.execPath, [main], { env: {}, signal, killSignal: 'SIGKILL' });
  // A child that is gone before it has read everything is known by its exit code.
  child.stdin.on('error', () => undefined);
  child.stdin.end(JSON.stringify(curve));
  const [png, problem, [code]] = await Promise.all([buffer(child.stdout), buffer(child.stderr), once(child, 'exit')]);
  if (code === 0) return png;
  throw new Error(`a chart could not be drawn: ${problem.toString().slice(0, 500)}`);
}
