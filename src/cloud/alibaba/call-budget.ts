import type { CallBudget } from '../../limits/limits.ts';

const readsPerSecond = 50;
const writesPerSecond = 20;
const changingVerb = /:(Create|Delete|Modify)/;

/** Calls per second that one API of the account may get from all replicas together. Vendor limits are mostly unpublished; these stay far below what is known (DeleteVSwitch: 300 a minute). */
export function callBudget(action: string): CallBudget {
  return { calls: changingVerb.test(action) ? writesPerSecond : readsPerSecond, perMs: 1000 };
}
