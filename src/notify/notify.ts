/**
 * Telling people, by level and not by event: nothing is queued but the fact that a record's message is behind. A
 * commit that changes a record people look at adds `behind(...)` to its `due` rows; the sender renders whatever the
 * record says by then, so the latest state wins and a crash loses nothing.
 */
export function messageId(recordId: string): string {
  return `msg-${recordId}`;
}

/** The record whose message this id stands for; undefined for other ids. */
export function recordOfMessage(id: string): string | undefined {
  return id.startsWith('msg-') ? id.slice(4) : undefined;
}

/** The row that tells the sender to look at the record's message. */
export function behind(recordId: string, nowMs: number): { id: string; atMs: number } {
  return { id: messageId(recordId), atMs: nowMs };
}
