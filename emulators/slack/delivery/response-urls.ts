/** What a response_url answers to. */
export interface ResponseTarget {
  userId: string;
  channelId: string;
  /** The message whose button was pressed; none for a command. */
  source?: { ts: string; isEphemeral: boolean };
}

/** A response_url may be used five times within thirty minutes of virtual time. */
export interface ResponseUrls {
  issue(target: ResponseTarget): string;
  use(id: string): ResponseTarget | { error: 'expired_url' | 'used_url' | 'invalid_url' };
}

const LIFE_VIRTUAL_MS = 30 * 60_000;
const USES = 5;

export function createResponseUrls(context: { now(): number; scale: number; secret(): string }): ResponseUrls {
  const issued = new Map<string, { target: ResponseTarget; expiresAtMs: number; uses: number }>();
  return {
    issue(target) {
      const id = context.secret();
      issued.set(id, { target, expiresAtMs: context.now() + LIFE_VIRTUAL_MS / context.scale, uses: 0 });
      const oldest = issued.size > 20_000 ? issued.keys().next().value : undefined;
      if (oldest !== undefined) issued.delete(oldest);
      return id;
    },
    use(id) {
      const entry = issued.get(id);
      if (!entry) return { error: 'invalid_url' };
      if (context.now() > entry.expiresAtMs) return { error: 'expired_url' };
      if (entry.uses >= USES) return { error: 'used_url' };
      entry.uses += 1;
      return entry.target;
    },
  };
}
