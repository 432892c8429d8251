/**
 * Calls per minute and method for one app in one workspace (https://docs.slack.dev/apis/web-api/rate-limits). Methods
 * that Slack calls special have the numbers it hints at.
 */
const TIER_2 = 20;
const TIER_3 = 50;
const TIER_4 = 100;

export const callsPerMinute: Record<string, number> = {
  'auth.test': 600,
  'apps.connections.open': TIER_3,
  'blocks.validate': TIER_4,
  'bots.info': TIER_3,
  'chat.delete': TIER_3,
  'chat.getPermalink': 600,
  'chat.postEphemeral': TIER_4,
  'chat.postMessage': 300,
  'chat.update': TIER_3,
  'conversations.history': TIER_3,
  'conversations.info': TIER_3,
  'conversations.join': TIER_3,
  'conversations.list': TIER_2,
  'conversations.members': TIER_4,
  'conversations.open': TIER_3,
  'conversations.replies': TIER_3,
  'files.completeUploadExternal': TIER_4,
  'files.getUploadURLExternal': TIER_4,
  'files.info': TIER_4,
  'reactions.add': TIER_3,
  'team.info': TIER_3,
  'usergroups.list': TIER_2,
  'usergroups.users.list': TIER_2,
  'users.conversations': TIER_3,
  'users.info': TIER_4,
  'users.list': TIER_2,
  'views.open': TIER_4,
  'views.publish': TIER_4,
  'views.push': TIER_4,
  'views.update': TIER_4,
};

/** chat.postMessage: one a second in a channel, and a short burst. */
export const postsPerChannel = { perMinute: 60, burst: 5 };
