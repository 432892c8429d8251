/** The people of each group, by the group's id. A group that is missing or `unknown` could not be read. */
export type Memberships = Readonly<Record<string, readonly string[] | 'unknown'>>;

/** What the workspace says of a person. Only `counts` may decide; whoever is missing is `unknown`. */
export type Standing = 'counts' | 'deactivated' | 'guest' | 'external' | 'unknown';

export type Standings = Readonly<Record<string, Standing>>;

/** The people of a group; a person's own id is a group of one. Fails closed as `unknown`. */
export function membersOf(memberships: Memberships, group: string): readonly string[] | 'unknown' {
  if (/^[UW]/.test(group)) return [group];
  return (Object.hasOwn(memberships, group) ? memberships[group] : undefined) ?? 'unknown';
}

export function standingOf(standings: Standings, personId: string): Standing {
  return (Object.hasOwn(standings, personId) ? standings[personId] : undefined) ?? 'unknown';
}

/** Whether a person is in a group. */
export function isIn(memberships: Memberships, who: { personId: string; group: string }): 'yes' | 'no' | 'unknown' {
  const members = membersOf(memberships, who.group);
  if (members === 'unknown') return 'unknown';
  return members.includes(who.personId) ? 'yes' : 'no';
}
