/** Databases that may be asked for: those of a region with all of the tags, or those named. */
export interface DatabaseScope {
  regionId: string;
  tags?: Readonly<Record<string, string>> | undefined;
  ids?: readonly string[] | undefined;
}

/** A primary instance, as far as scopes look at it. Tags are undefined when they could not be read. */
export interface ScopedInstance {
  instanceId: string;
  regionId: string;
  tags: Readonly<Record<string, string>> | undefined;
}

/** Whether a primary instance may be asked for. A scope by tags never holds for tags that could not be read. */
export function isInScope(instance: ScopedInstance, scopes: readonly DatabaseScope[]): boolean {
  return scopes.some((scope) => scope.regionId === instance.regionId && holds(scope, instance));
}

function holds({ ids, tags }: DatabaseScope, instance: ScopedInstance): boolean {
  if (ids) return ids.includes(instance.instanceId);
  const { tags: found } = instance;
  const wanted = Object.entries(tags ?? {});
  if (wanted.length === 0 || !found) return false;
  return wanted.every(([key, value]) => Object.hasOwn(found, key) && found[key] === value);
}
