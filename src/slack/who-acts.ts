import type { Actor } from '../domain/actor.ts';

/** The person behind a delivery; undefined for people of another workspace and for what cannot be a person's id. */
export function whoActs(person: { userId: string; teamId: string | undefined }, ourTeamId: string): Actor | undefined {
  if (person.teamId !== ourTeamId || !/^[UW][A-Z0-9]{1,30}$/.test(person.userId)) return undefined;
  return { kind: 'slack-user', userId: person.userId, teamId: ourTeamId };
}
