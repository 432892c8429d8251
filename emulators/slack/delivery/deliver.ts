import type { EmulatorClock } from '../../clock/clock.ts';
import type { FaultQueue } from '../../faults/faults.ts';
import type { Ids } from '../ids.ts';
import { type Delivery, type Journal, record } from '../journal.ts';
import type { SlackSettings } from '../settings.ts';
import type { Outgoing, Receipt, Transport } from './outgoing.ts';

interface Context {
  clock: EmulatorClock;
  faults: FaultQueue;
  ids: Ids;
  journal: Journal;
  settings: SlackSettings;
  transport: Transport;
}

/**
 * Tells the app once and notes what came back. Events are told again when they are not acknowledged; commands and
 * interactions never are. A fault for `deliver <type>` keeps it from the app (`before`) or loses the answer (`after`).
 */
export async function deliver(context: Context, outgoing: Outgoing): Promise<Delivery> {
  const delivery: Delivery = {
    id: context.ids.next('Ev'),
    ...outgoing,
    via: context.transport.via,
    isAcked: false,
    attempts: 1,
    latencyMs: 0,
    atMs: context.clock.now(),
  };
  record(context.journal.deliveries, delivery);
  note(delivery, await attempt(context, outgoing), context.clock.now());
  if (outgoing.kind === 'events_api' && !delivery.isAcked) retryLater(context, outgoing, delivery);
  return delivery;
}

async function attempt(
  context: Context,
  outgoing: Outgoing,
  retry?: { attempt: number; reason: string },
): Promise<Receipt> {
  const call = `deliver ${outgoing.type}`;
  const before = context.faults.take(call, 'before');
  if (before?.kind === 'delay') await new Promise<void>((resolve) => setTimeout(resolve, before.wallMs));
  else if (before) return { kind: 'failed', error: before.kind === 'hang' ? 'operation_timeout' : 'dispatch_failed' };
  const receipt = await context.transport.send(outgoing, retry);
  return context.faults.take(call, 'after') ? { kind: 'failed', error: 'operation_timeout' } : receipt;
}

function note(delivery: Delivery, receipt: Receipt, nowMs: number): void {
  delivery.latencyMs = nowMs - delivery.atMs;
  delivery.isAcked = receipt.kind === 'acked';
  if (receipt.kind === 'failed') {
    delivery.error = receipt.error;
    return;
  }
  delete delivery.error;
  if (receipt.body !== undefined) delivery.ack = receipt.body;
}

function retryLater(context: Context, outgoing: Outgoing, delivery: Delivery): void {
  const delayMs = context.settings.eventRetriesVirtualMs[delivery.attempts - 1];
  if (delayMs === undefined) return;
  const reason = delivery.error === 'operation_timeout' ? 'timeout' : 'http_error';
  context.clock.after(delayMs, () => {
    const retry = { attempt: delivery.attempts, reason };
    delivery.attempts += 1;
    void attempt(context, outgoing, retry).then((receipt) => {
      note(delivery, receipt, context.clock.now());
      if (!delivery.isAcked) retryLater(context, outgoing, delivery);
    });
  });
}
