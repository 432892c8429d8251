import { lastLines } from '../service-process.ts';
import type { Demo } from '../start-demo.ts';
import { lookUntil } from './look-until.ts';

/** What the parts of the story share. */
export interface Story {
  demo: Demo;
  /** As `lookUntil`; fails at once, with the end of the log, when the service is gone. */
  until<T>(o: { what: string; withinMs: number; look: () => Promise<T | undefined> | T | undefined }): Promise<T>;
}

export function beginStory(demo: Demo, signal: AbortSignal): Story {
  let end: string | undefined;
  void demo.service.ended.then((how) => {
    end = how;
  });
  return {
    demo,
    until: ({ look, ...o }) =>
      lookUntil({
        ...o,
        signal,
        look: () => {
          if (end !== undefined) throw new Error(`the service is gone, ${end}:\n${lastLines(demo.logPath)}`);
          return look();
        },
      }),
  };
}

/** What was looked up, line by line. */
export function tellChecks(checks: { what: string; ok: boolean }[]): void {
  console.log("Looked up in the emulators' own state:");
  for (const { what, ok } of checks) console.log(`  ${ok ? '✓' : '✗'} ${what}`);
}
