import type { Pool } from '../domain/pool.ts';
import type { UseCaseContext } from './context.ts';
import type { Refusal } from './request-answer.ts';

/**
 * Whether the actor is named by one of the ids (DESIGN promise 8); undefined when so, else the refusal. Fails closed:
 * who cannot be checked may not.
 */
export function refusalUnless(ctx: UseCaseContext, allowed: { ids: string[]; what: string }): Refusal | undefined {
  const { actor } = ctx;
  if (actor.kind !== 'slack-user')
    return actor.kind === 'operator' ? undefined : notAllowed('A system may not do that.');
  const answer = ctx.people.isOneOf(actor.userId, allowed.ids);
  if (answer === 'yes') return undefined;
  if (answer === 'unknown') {
    return notAllowed(
      'Your user groups could not be read from Slack just now, so nothing was done. Try again in a minute.',
    );
  }
  return notAllowed(
    `You are not among those who may ${allowed.what}. Ask a platform operator to add you, or to do it for you.`,
  );
}

/** Those who may change a pool: the operators and its owner, which is its requester while no group is named. */
export function stewardsOf(ctx: UseCaseContext, pool: Pick<Pool, 'ownerGroup' | 'requestedBy'>): string[] {
  return [...ctx.settings.operators, ...stewardIds(pool)];
}

/** The owner of a pool, as an id of a user group or of a person. */
export function stewardIds(pool: Pick<Pool, 'ownerGroup' | 'requestedBy'>): string[] {
  if (pool.ownerGroup) return [pool.ownerGroup];
  return pool.requestedBy.kind === 'slack-user' ? [pool.requestedBy.userId] : [];
}

function notAllowed(text: string): Refusal {
  return { kind: 'not-allowed', text };
}
