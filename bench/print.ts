import { availableParallelism } from 'node:os';
import type { BenchOptions, Figure } from './row.ts';

export function printHead({ scale, full }: BenchOptions): void {
  const runs = `virtual time ${scale}x${full ? ', everything' : ''}`;
  console.log(`Node ${process.version}, ${availableParallelism()} cores, Redis with fsync on every write, ${runs}\n`);
}

export function printFigure(figure: Figure): void {
  const { what, against, measured, limit, unit, isFloor = false, detail } = figure;
  const isOk = isFloor ? measured >= limit : measured <= limit;
  const shown = `${inUnits(measured, unit)} (${isFloor ? 'at least' : 'at most'} ${inUnits(limit, unit)})`;
  console.log(`${isOk ? 'ok  ' : 'OVER'} ${what}: ${shown}\n       against ${against}; ${detail}`);
}

function inUnits(value: number, unit: Figure['unit']): string {
  const digits = Number.isInteger(value) ? 0 : value < 10 ? 2 : 0;
  return `${value.toFixed(digits)}${unit === 'x' ? 'x' : unit && ` ${unit}`}`;
}
