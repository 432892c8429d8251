import type { ModalView } from '@slack/types';
import type { Logger } from '../platform/logger.ts';
import type { UseCaseContext } from '../use-cases/context.ts';
import type { Message } from './blocks/text.ts';
import type { CapacityPictures } from './capacity-pictures.ts';
import type { Membership } from './membership.ts';
import type { SlackApi } from './slack-api.ts';
import type { SlackMetrics } from './slack-metrics.ts';

/** What every listener is given. */
export interface ListenerDeps {
  /** Of use cases; who acts is added for each delivery. */
  context: Omit<UseCaseContext, 'actor'>;
  /** Our own workspace; people of others are refused. */
  teamId: string;
  /** Waits a moment, if need be, until it is known what a person may do. */
  know(userId: string): Promise<void>;
  /** Answers at once or fails: what is on it has a person waiting. */
  api: SlackApi;
  membership: Membership;
  pictures: CapacityPictures;
  metrics: SlackMetrics;
  log: Logger;
}

/** What a listener answers, and what is done once Slack has the answer. */
export interface Reply {
  message?: Message;
  follow?: FollowUp;
  /** Why nothing was done, in plain words. A refused click is an entry of the audit log, a mistyped command is not. */
  problem?: string;
}

export type FollowUp =
  /** The thread will open: say so if it cannot be here. */
  | { kind: 'accepted'; channelId: string }
  | { kind: 'refusal'; what: 'command.refused' | 'action.refused'; subject: string; reason: string }
  | { kind: 'open-form' }
  | { kind: 'open-view'; view: ModalView }
  /** A picture of a pool as it was measured at an instant. */
  | { kind: 'chart'; poolId: string; poolName: string; atMs: number };
