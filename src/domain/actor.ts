/** Who acts. Every command, operation and audit entry names one. */
export type Actor =
  | { kind: 'slack-user'; userId: string; teamId: string }
  | { kind: 'system'; name: string }
  | { kind: 'operator'; name: string };

/** How an actor is written in the audit log and compared for equality. */
export function actorId(actor: Actor): string {
  switch (actor.kind) {
    case 'slack-user':
      return `slack:${actor.teamId}/${actor.userId}`;
    case 'system':
      return `system:${actor.name}`;
    case 'operator':
      return `operator:${actor.name}`;
  }
}
