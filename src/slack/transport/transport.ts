import type { Receiver } from '@slack/bolt';

/** How deliveries come in: both transports look the same to the listeners. */
export interface Transport {
  receiver: Receiver;
  /** Resolves when deliveries can come. */
  start(): Promise<void>;
  stop(): Promise<void>;
  isConnected(): boolean;
}
