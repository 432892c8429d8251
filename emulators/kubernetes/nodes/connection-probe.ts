import type { ConnectionAttempt } from '../../machines/endpoints.ts';
import type { Pod } from '../workload-manifests.ts';

/** What a container that tries a connection again and again is asked to do. */
export interface ConnectionProbe {
  host: string;
  port: number;
  /** Virtual; a try that is begun by then is the last. */
  forMs: number;
}

/** Between two tries, and what one takes that is not answered. */
export const tryAgainMs = 3_000;
const programs = ['nc', 'tr', 'sleep'];

/**
 * The one program that is understood beside those that only run: `sh -c <a script that calls nc> <name> <host> <port>
 * <seconds> ...`. Nothing is ever given to a shell; what the script would have found is asked of the endpoints.
 */
export function probeOf({ spec }: Pod): ConnectionProbe | undefined {
  const command = spec.containers[0]?.command;
  if (!Array.isArray(command)) return undefined;
  const [shell, flag, script, , host, port, seconds] = command.map(String);
  if (shell !== 'sh' || flag !== '-c' || !script?.includes('nc -z') || host === undefined) return undefined;
  return { host, port: Number(port), forMs: Number(seconds) * 1_000 };
}

/** What the script leaves as its last words. */
export function lastWords(attempt: ConnectionAttempt): string {
  return attempt.kind === 'open' ? `open ${attempt.ms}` : `closed ${attempt.said}`;
}

/** The program for want of which the script gives up at once. */
export function missingFor(missingPrograms: readonly string[]): string | undefined {
  return programs.find((program) => missingPrograms.includes(program));
}
