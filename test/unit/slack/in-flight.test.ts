import { expect, it } from 'vitest';
import { createInFlight } from '../../../src/slack/in-flight.ts';

it('waits for what still runs, and not for ever', async () => {
  const inFlight = createInFlight();
  const work = Promise.withResolvers<void>();
  const running = inFlight.middleware({ next: () => work.promise });

  await inFlight.drained(1);
  const drained = inFlight.drained(60_000);
  work.resolve();

  await Promise.all([running, drained]);
  expect(await inFlight.drained(60_000)).toBeUndefined();
});
