import type { SlackState } from './state.ts';

/** Looks now and after every change until the probe finds something; throws after the deadline. */
export function waitFor<T>(
  context: { state: SlackState; watch(listener: () => void): () => void },
  probe: (state: SlackState) => T | undefined,
  options: { timeoutMs: number; what?: string },
): Promise<T> {
  return new Promise((resolve, reject) => {
    let unwatch = (): void => undefined;
    const timer = setTimeout(() => {
      unwatch();
      reject(
        new Error(
          `waited ${options.timeoutMs} ms for ${options.what ?? 'a change'}; last messages: ${lastTexts(context.state)}`,
        ),
      );
    }, options.timeoutMs);
    const look = (): void => {
      const found = probe(context.state);
      if (found === undefined) return;
      clearTimeout(timer);
      unwatch();
      resolve(found);
    };
    unwatch = context.watch(look);
    look();
  });
}

function lastTexts({ messages, ephemerals }: SlackState): string {
  return JSON.stringify(
    [...messages.slice(-3), ...ephemerals.slice(-3)].map(({ channelId, text }) => ({ channelId, text })),
  );
}
