import { operationOf } from '../../store/operation-record.ts';
import type { Store } from '../../store/store.ts';

const ordinals = ['first', 'second', 'third', 'fourth', 'fifth'];

/** "second in line behind create payments": where an operation stands in a lock's line, and who holds the lock. */
export async function describeQueue(store: Store, line: string[], operationId: string): Promise<string> {
  const holder = line[0] ? await store.read(line[0]) : undefined;
  const behindWhom = holder ? ` behind ${operationOf(holder).poolName}` : '';
  const index = line.indexOf(operationId);
  const position = index === -1 ? line.length : index;
  if (position <= 0) return 'its turn';
  return `its turn: ${ordinals[position] ?? `number ${position + 1}`} in line${behindWhom}`;
}
