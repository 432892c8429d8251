import type { JsonObject } from './json.ts';

/** A call that reached the emulator, in the order of arrival. */
export interface Call {
  /** `vpc:CreateVSwitch`. */
  name: string;
  /** Wall-clock milliseconds since the epoch. */
  atMs: number;
  parameters: JsonObject;
  /** What the caller saw; 0 while, or if, it saw nothing. */
  status: number;
  code?: string;
  /** Whether it changed the world, whatever the caller saw. */
  changed: boolean;
}
