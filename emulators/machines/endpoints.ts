/** What answers connections from inside the VPCs; the Alibaba Cloud emulator implements it for its databases. */
export interface Endpoints {
  /** One attempt of a client at `from`, now. */
  connect(attempt: { host: string; port: number; from: string }): ConnectionAttempt;
}

export type ConnectionAttempt =
  | { kind: 'open'; ms: number }
  /** `said`: what the other side answers before it closes, or the client's own words; empty for silence. */
  | { kind: 'closed'; said: string };
