import { NeedsHumanError } from '../../domain/errors.ts';
import { isOurs, type Marker } from '../../domain/markers.ts';

/** Throws NOT_OURS when the object's labels do not carry the pool's marker: it is never touched then. */
export function demandOurs(what: string, labels: Record<string, string>, marker: Marker): void {
  if (isOurs(labels, marker)) return;
  throw new NeedsHumanError({
    code: 'NOT_OURS',
    publicText: `The ${what} exists and carries no marker of this pool, so it was not touched. Remove it or choose another pool name, then retry or roll back.`,
  });
}
