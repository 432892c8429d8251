import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError } from '@slack/web-api';

/** What a failed call means for whoever made it. */
export type SlackFailure =
  | { kind: 'rate-limited'; retryAfterMs: number }
  /** The message is gone. */
  | { kind: 'gone' }
  /** The channel cannot be written to, and trying again will not change that. */
  | { kind: 'unreachable'; code: string }
  /** Slack does not take this content. */
  | { kind: 'bad-content'; code: string }
  /** A token or a scope is wrong: somebody has to repair the app. */
  | { kind: 'denied'; code: string }
  /** No answer, or one that says nothing about the outcome. */
  | { kind: 'unknown'; code: string };

const unreachable = [
  'channel_not_found',
  'is_archived',
  'not_in_channel',
  'restricted_action',
  'restricted_action_read_only_channel',
  'restricted_action_thread_only_channel',
  'restricted_action_non_threadable_channel',
  'messages_tab_disabled',
  'cannot_dm_bot',
  'user_not_found',
  'user_disabled',
  'user_not_visible',
  'cannot_reply_to_message',
  'ekm_access_denied',
  'team_access_not_granted',
];
const gone = ['message_not_found', 'cant_update_message', 'edit_window_closed', 'thread_not_found'];
const badContent = [
  'msg_too_long',
  'invalid_blocks',
  'invalid_blocks_format',
  'msg_blocks_too_long',
  'no_text',
  'invalid_metadata_format',
  'metadata_too_large',
];
const denied = [
  'missing_scope',
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'no_permission',
  'not_allowed_token_type',
  'plan_upgrade_required',
];

/** Slack's own error code; undefined when Slack did not answer with one. */
export function slackErrorCode(error: unknown): string | undefined {
  return error instanceof WebAPIPlatformError ? error.data.error : undefined;
}

/** Sorts an error of the web client by what can be done about it. */
export function toSlackFailure(error: unknown): SlackFailure {
  if (error instanceof WebAPIRateLimitedError) {
    return { kind: 'rate-limited', retryAfterMs: Math.max(1, error.retryAfter) * 1000 };
  }
  const code = slackErrorCode(error);
  if (code === undefined) {
    return { kind: 'unknown', code: error instanceof WebAPIHTTPError ? `http_${error.statusCode}` : 'no_answer' };
  }
  if (code === 'ratelimited') return { kind: 'rate-limited', retryAfterMs: 5_000 };
  if (gone.includes(code)) return { kind: 'gone' };
  if (unreachable.includes(code)) return { kind: 'unreachable', code };
  if (badContent.includes(code)) return { kind: 'bad-content', code };
  if (denied.includes(code)) return { kind: 'denied', code };
  return { kind: 'unknown', code };
}
