/**
 * How many of `count` nodes that may still come would go to each zone, as the node pool balances them: always to the
 * zone with the fewest.
 */
export function shareNodes(present: ReadonlyMap<string, number>, count: number): Map<string, number> {
  const total = new Map(present);
  const added = new Map([...present.keys()].map((zoneId) => [zoneId, 0]));
  for (let left = count; left > 0 && total.size > 0; left -= 1) {
    const [[zoneId = '', nodes = 0] = []] = [...total].sort(([, left], [, right]) => left - right);
    total.set(zoneId, nodes + 1);
    added.set(zoneId, (added.get(zoneId) ?? 0) + 1);
  }
  return added;
}
