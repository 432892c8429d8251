/**
 * Faults on demand, the same in every emulator. A fault names a call as the emulator's journal does
 * (`vpc:CreateVSwitch`, `PATCH configmaps`, `chat.postMessage`) and what happens to it:
 *
 * - `before`: the call is answered by the fault and has no effect;
 * - `after`: the call takes effect, then the fault replaces its answer (a lost response);
 * - a `delay` lets the call go on after the given wall-clock time.
 */
export type FaultAnswer =
  | { kind: 'error'; status: number; code: string; message?: string; headers?: Record<string, string> }
  | { kind: 'reset' }
  | { kind: 'hang' }
  | { kind: 'garbage' }
  | { kind: 'delay'; wallMs: number };

export interface Fault {
  /** The call's name, or `*` for every call. */
  call: string;
  when: 'before' | 'after';
  answer: FaultAnswer;
  /** How many matching calls are hit; default 1. */
  times?: number;
  /** How many matching calls pass first; default 0. */
  skip?: number;
}

export interface FaultQueue {
  add(fault: Fault): void;
  clear(): void;
  /** The answer for this call at this moment, taking it off the queue; undefined when nothing is planned. */
  take(call: string, when: Fault['when']): FaultAnswer | undefined;
}

export function createFaultQueue(): FaultQueue {
  let planned: { fault: Fault; skip: number; left: number }[] = [];
  return {
    add(fault) {
      planned.push({ fault, skip: fault.skip ?? 0, left: fault.times ?? 1 });
    },
    clear() {
      planned = [];
    },
    take(call, when) {
      for (const entry of planned) {
        if (entry.left <= 0 || entry.fault.when !== when) continue;
        if (entry.fault.call !== '*' && entry.fault.call !== call) continue;
        if (entry.skip > 0) {
          entry.skip -= 1;
          continue;
        }
        entry.left -= 1;
        return entry.fault.answer;
      }
      return undefined;
    },
  };
}
