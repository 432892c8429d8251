import type { Pool } from '../../domain/pool.ts';
import { behind } from '../../notify/notify.ts';

/** The question whether a pool is still needed, where it was asked, has its answer now. */
export function reviewBehind({ id, review }: Pool, nowMs: number): { id: string; atMs: number }[] {
  return review ? [behind(id, nowMs)] : [];
}
