/**
 * Jobs are names, not messages: a job's id is the id of the record that must be looked at, its payload is empty, and
 * everything else is in the store. Enqueueing an id that is already waiting changes nothing.
 */
export type QueueName = 'slack' | 'operations';

/** The queue in which a record's id is looked at: what goes to Slack by the bot, everything else by workers. */
export function queueOf(id: string): QueueName {
  return /^(msg|req|export|head)-/.test(id) ? 'slack' : 'operations';
}

/** What a handler wants next: nothing, or the same job again after a wall-clock delay. */
export type Next =
  | { kind: 'finished' }
  | {
      kind: 'later';
      delayMs: number;
      /** Asked once the job is delayed, or cannot be: true when somebody woke the record in between, so it runs at once. */
      wasWoken?: () => Promise<boolean>;
    };

export interface Queues {
  enqueue(queue: QueueName, id: string): Promise<void>;
  /** Runs a delayed job now. Harmless when there is none. */
  promote(queue: QueueName, id: string): Promise<void>;
  close(): Promise<void>;
}

export interface QueueWorker {
  /** Resolves when no handler runs any more, at the latest after `graceMs`; then what runs is left to others. */
  close(graceMs: number): Promise<void>;
}

export type JobHandler = (id: string) => Promise<Next>;
