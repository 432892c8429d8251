import type { Actor } from '../domain/actor.ts';

/** Somebody of another workspace, for the audit log alone: may do nothing. */
export function stranger({ userId, teamId }: { userId: string; teamId: string | undefined }): Actor {
  const known = (id: string | undefined) => (id !== undefined && /^[A-Z0-9]{2,31}$/.test(id) ? id : 'unknown');
  return { kind: 'slack-user', userId: known(userId), teamId: known(teamId) };
}

/** Why a stranger is refused, as the audit log says it. */
export const strangerReason = 'a person of another workspace';

/** The person behind a delivery; undefined for people of another workspace and for what cannot be a person's id. */
export function whoActs(person: { userId: string; teamId: string | undefined }, ourTeamId: string): Actor | undefined {
  if (person.teamId !== ourTeamId || !/^[UW][A-Z0-9]{1,30}$/.test(person.userId)) return undefined;
  return { kind: 'slack-user', userId: person.userId, teamId: ourTeamId };
}
