/** Who and what is in the workspace at the start. */
export interface SlackSeed {
  team: { id: string; domain: string; name: string };
  app: AppSeed;
  users: UserSeed[];
  userGroups: { id: string; handle: string; name: string; users: string[] }[];
  channels: ChannelSeed[];
}

export interface AppSeed {
  id: string;
  name?: string;
  botUserId: string;
  botToken: string;
  appToken: string;
  signingSecret: string;
  /** Set: everything is delivered to this address, signed. Not set: Socket Mode. */
  requestUrl?: string;
  /** Default: every scope that any method needs. */
  scopes?: string[];
  commands: string[];
  /** Shown beside the command while it is typed (`usage_hint` of the app's manifest). */
  usageHint?: string;
  /** What the page's message box offers while a command is typed. */
  completions?: { text: string; hint: string }[];
  /** Mentions in a command's text arrive as ids (`should_escape` of the app's manifest); default true. */
  shouldEscape?: boolean;
}

export interface UserSeed {
  id: string;
  name: string;
  realName: string;
  isAdmin?: boolean;
  deleted?: boolean;
  isRestricted?: boolean;
  isUltraRestricted?: boolean;
  /** Another workspace than the seed's: a stranger from a shared channel. */
  teamId?: string;
  /** Any CSS colour. */
  avatarColor: string;
  /** Shown in the person switcher: "requester", "database owner". */
  title?: string;
}

export interface ChannelSeed {
  id: string;
  name: string;
  isPrivate?: boolean;
  isArchived?: boolean;
  members: string[];
  botIsMember: boolean;
  topic?: string;
}
