import type { EmulatorClock } from '../clock/clock.ts';
import type { FaultQueue } from '../faults/faults.ts';
import type { Changes } from './changes.ts';
import type { Outgoing } from './delivery/outgoing.ts';
import type { ResponseUrls } from './delivery/response-urls.ts';
import type { Triggers } from './delivery/triggers.ts';
import type { Ids } from './ids.ts';
import type { Delivery, Journal } from './journal.ts';
import type { RateLimiter } from './limits/rate-limiter.ts';
import type { SlackSeed } from './seed.ts';
import type { SlackSettings } from './settings.ts';
import type { SlackState } from './state.ts';

/** Everything that one emulated workspace with one app is made of. */
export interface Workspace {
  readonly seed: SlackSeed;
  readonly clock: EmulatorClock;
  readonly ids: Ids;
  readonly state: SlackState;
  readonly settings: SlackSettings;
  readonly faults: FaultQueue;
  readonly journal: Journal;
  readonly changes: Changes;
  readonly limiter: RateLimiter;
  readonly triggers: Triggers;
  readonly responseUrls: ResponseUrls;
  /** `http://127.0.0.1:4444`, without a slash at the end. */
  readonly baseUrl: string;
  /** Tells the app; ends with its acknowledgement or its deadline. */
  deliver(outgoing: Outgoing): Promise<Delivery>;
  /** A ticket for one Socket Mode connection. */
  issueTicket(): string;
}
