import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Logger } from '../platform/logger.ts';
import { answers } from './answers.ts';
import { ephemeral } from './ephemeral.ts';

const bodySchema = z.object({ response_url: z.url() });

/** What went wrong after the acknowledgement: logged once, and the person is told where Slack gave a way to. */
export function onListenerError(log: Logger): (args: { error: Error; body: unknown }) => Promise<void> {
  return async ({ error, body }) => {
    const requestId = randomUUID();
    log.error({ requestId, err: error }, 'a slack listener failed');
    const parsed = bodySchema.safeParse(body);
    if (!parsed.success) return;
    await fetch(parsed.data.response_url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(ephemeral(answers.broken(requestId))),
      signal: AbortSignal.timeout(2_000),
    }).catch((err: unknown) => log.warn({ requestId, err }, 'the person could not be told'));
  };
}
