import type { Workspace } from '../workspace.ts';

/**
 * What a person typed, as Slack hands it on: `&`, `<` and `>` escaped, and where mentions are resolved, people, groups,
 * channels and links as `<@U..|name>`, `<!subteam^S..|@handle>`, `<#C..|name>` and `<https://..>`.
 */
export function escapeText(workspace: Workspace, text: string, resolvesMentions: boolean): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  if (!resolvesMentions) return escaped;
  return escaped.replace(/https?:\/\/[^\s|]+|(?<![\w.])@[\w.-]+|(?<!\w)#[\w-]+/g, (token) => {
    if (token.startsWith('@')) return mention(workspace, token.slice(1)) ?? token;
    if (token.startsWith('#')) return channel(workspace, token.slice(1)) ?? token;
    return `<${token}>`;
  });
}

function mention({ state, seed }: Workspace, name: string): string | undefined {
  const user = [...state.users.values()].find((candidate) => candidate.name === name);
  if (user) return `<@${user.id}|${user.name}>`;
  const group = [...state.userGroups.values()].find((candidate) => candidate.handle === name);
  if (group) return `<!subteam^${group.id}|@${group.handle}>`;
  return name === (seed.app.name ?? 'egress-pool') ? `<@${seed.app.botUserId}|${name}>` : undefined;
}

function channel({ state }: Workspace, name: string): string | undefined {
  const found = [...state.channels.values()].find((candidate) => candidate.kind !== 'im' && candidate.name === name);
  return found && `<#${found.id}|${found.name}>`;
}
