/** What can be changed while the emulator runs. Times are wall-clock, as an app's own deadlines are. */
export interface SlackSettings {
  /** Set: everything is delivered to this address, signed. Not set: Socket Mode. The seed's at the start. */
  requestUrl?: string;
  /** Answer 429 when a method is called more often than Slack allows; default true. */
  rateLimits: boolean;
  /** An interaction not acknowledged by then has failed; default 3000. */
  ackDeadlineMs: number;
  /** 0: no pings over the socket; default 10,000. */
  pingEveryMs: number;
  /** How long a file cannot be used in a block after its upload; default 200. */
  fileProcessingMs: number;
  /** Before a first retry of an event, and before the next ones; virtual time. */
  eventRetriesVirtualMs: number[];
}

export function createSlackSettings(requestUrl: string | undefined): SlackSettings {
  return {
    ...(requestUrl === undefined ? {} : { requestUrl }),
    rateLimits: true,
    ackDeadlineMs: 3000,
    pingEveryMs: 10_000,
    fileProcessingMs: 200,
    eventRetriesVirtualMs: [1000, 60_000, 300_000],
  };
}
