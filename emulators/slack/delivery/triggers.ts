/** Lifetime of a trigger_id: three seconds of wall time, one use. */
export interface Triggers {
  issue(trigger: { userId: string; viewId?: string }): string;
  /** Takes it off; or the error code that Slack answers. */
  exchange(id: string): { userId: string; viewId?: string } | { error: string };
}

const LIFE_MS = 3000;

export function createTriggers(context: { now(): number; secret(): string }): Triggers {
  const issued = new Map<string, { userId: string; viewId?: string; expiresAtMs: number; isUsed: boolean }>();
  let count = 0;
  return {
    issue(trigger) {
      count += 1;
      const id = `${context.now()}${count}.${count}.${context.secret()}`;
      issued.set(id, { ...trigger, expiresAtMs: context.now() + LIFE_MS, isUsed: false });
      const oldest = issued.size > 5000 ? issued.keys().next().value : undefined;
      if (oldest !== undefined) issued.delete(oldest);
      return id;
    },
    exchange(id) {
      const trigger = issued.get(id);
      if (!trigger) return { error: 'invalid_trigger_id' };
      if (trigger.isUsed) return { error: 'exchanged_trigger_id' };
      if (context.now() > trigger.expiresAtMs) return { error: 'expired_trigger_id' };
      trigger.isUsed = true;
      return trigger;
    },
  };
}
