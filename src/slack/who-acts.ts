import type { Actor } from '../domain/actor.ts';

/** Whom a delivery names. */
export interface Sender {
  userId: string;
  /** The person's workspace. */
  teamId: string | undefined;
  /** The workspace that the delivery is about, where it names one. */
  hostTeamId?: string | undefined;
}

/** Who pressed a button or sent a form. */
export function senderOf(body: {
  user: { id: string; team_id?: string };
  team?: { id: string } | null | undefined;
}): Sender {
  return { userId: body.user.id, teamId: body.user.team_id ?? body.team?.id, hostTeamId: body.team?.id };
}

/** Somebody of another workspace, for the audit log alone: may do nothing. */
export function stranger({ userId, teamId }: Sender): Actor {
  const known = (id: string | undefined) => (id !== undefined && /^[A-Z0-9]{2,31}$/.test(id) ? id : 'unknown');
  return { kind: 'slack-user', userId: known(userId), teamId: known(teamId) };
}

/** Why a stranger is refused, as the audit log says it. */
export const strangerReason = 'a person of another workspace';

/** The person behind a delivery; undefined for people of another workspace and for what cannot be a person's id. */
export function whoActs({ userId, teamId, hostTeamId = teamId }: Sender, ourTeamId: string): Actor | undefined {
  const isOurs = teamId === ourTeamId && hostTeamId === ourTeamId;
  return isOurs && /^[UW][A-Z0-9]{1,30}$/.test(userId) ? { kind: 'slack-user', userId, teamId } : undefined;
}
