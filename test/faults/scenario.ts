import type { Stage } from './stage.ts';

/** What people do, and how the world must look at the end whatever went wrong on the way. */
export interface Scenario {
  name: string;
  /** Merged over the YAML. */
  file: Record<string, unknown>;
  /** Before the gates are armed. */
  prepare(stage: Stage): Promise<void>;
  /** Ends when what was asked for has come to its end. */
  play(stage: Stage): Promise<void>;
  /** What is wrong with the world; may be asked again until nothing is. */
  check(stage: Stage): Promise<string[]>;
}
