import type { Requirement } from './approval-rule.ts';

/** Somebody who approves, with the groups that this can count for. */
export interface Approver {
  personId: string;
  groups: readonly string[];
}

export interface Assignment {
  /** One for each requirement, in their order. */
  progress: { group: string; have: number; need: number }[];
  /** Who counts for which group; everybody at most once. */
  counted: { personId: string; group: string }[];
  isComplete: boolean;
}

/**
 * Lets each person count for one group so that as many places as possible are filled (a maximum matching), those of
 * small requirements first. The result does not depend on the order of the people, except for who fills a place.
 */
export function assignApprovers(require: readonly Requirement[], approvers: readonly Approver[]): Assignment {
  // A requirement of nobody would approve by itself; that is for `autoApprove` alone to say.
  const needs = require.map(({ group, min }, index) => ({ group, need: Math.max(1, Math.ceil(min)), index }));
  const places = needs
    .toSorted((left, right) => left.need - right.need)
    .flatMap(({ group, need, index }) => Array.from({ length: need }, () => ({ group, index })));
  const holders = fillPlaces(places, distinct(approvers));
  const counted = [...holders].flatMap(([personId, place]) => {
    const taken = places[place];
    return taken ? [{ personId, ...taken }] : [];
  });
  const progress = needs.map(({ group, need, index }) => {
    return { group, have: counted.filter((one) => one.index === index).length, need };
  });
  return {
    progress,
    counted: counted.map(({ personId, group }) => ({ personId, group })),
    isComplete: progress.length > 0 && progress.every(({ have, need }) => have === need),
  };
}

/** Kuhn's algorithm from the side of the places: a place once filled stays filled. Returns person -> place. */
function fillPlaces(places: readonly { group: string }[], approvers: readonly Approver[]): Map<string, number> {
  const placeOf = new Map<string, number>();
  const fill = (place: number, seen: Set<string>): boolean => {
    for (const { personId, groups } of approvers) {
      const wanted = places[place]?.group;
      if (wanted === undefined || !groups.includes(wanted) || seen.has(personId)) continue;
      seen.add(personId);
      const held = placeOf.get(personId);
      if (held === undefined || fill(held, seen)) {
        placeOf.set(personId, place);
        return true;
      }
    }
    return false;
  };
  for (const place of places.keys()) fill(place, new Set());
  return placeOf;
}

function distinct(approvers: readonly Approver[]): Approver[] {
  return [...new Map(approvers.map((approver) => [approver.personId, approver])).values()];
}
