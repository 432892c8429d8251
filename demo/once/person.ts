/** Slack as one person sees and uses it, over the Slack emulator's HTTP surface. */
export interface DemoPerson {
  readonly id: string;
  /** Typed into #platform. */
  type(text: string): Promise<void>;
  /** Presses a button under a message. */
  press(actionId: string, message: Pick<SeenMessage, 'channel' | 'ts'>): Promise<void>;
  look(): Promise<SlackView>;
}

export interface SlackView {
  people: { id: string; realName: string }[];
  groups: { id: string; handle: string }[];
  messages: SeenMessage[];
  /** What only this person sees. */
  ephemerals: { text: string }[];
}

export interface SeenMessage {
  channel: string;
  ts: string;
  thread_ts?: string;
  text: string;
  blocks?: { type: string; title?: string; tasks?: SeenTask[] }[];
}

export interface SeenTask {
  title: string;
  status: 'pending' | 'in_progress' | 'complete' | 'error';
  details?: RichText;
  output?: RichText;
}

interface RichText {
  elements: { elements: { text?: string }[] }[];
}

const channelId = 'C0PLATFORM';

export function demoPerson(slackUrl: string, userId: string): DemoPerson {
  const act = async (what: string, given: Record<string, string>) => {
    const body = JSON.stringify({ userId, ...given });
    const answer = await fetch(`${slackUrl}/_person/${what}`, { method: 'POST', body });
    if (!answer.ok) throw new Error(`Slack refused the ${what}: ${await answer.text()}`);
  };
  return {
    id: userId,
    type: (text) => act('command', { channelId, text }),
    press: (actionId, { channel, ts }) => act('click', { channelId: channel, messageTs: ts, actionId }),
    async look() {
      const answer = await fetch(`${slackUrl}/_person/state?userId=${userId}`);
      return (await answer.json()) as SlackView;
    },
  };
}

/** People and groups by id, as a person calls them. */
export function namesIn({ people, groups }: SlackView): Map<string, string> {
  return new Map([
    ...people.map(({ id, realName }): [string, string] => [id, realName]),
    ...groups.map(({ id, handle }): [string, string] => [id, `@${handle}`]),
  ]);
}

/** The words of a task's details or output, line by line. */
export function wordsOf(text: RichText | undefined): string[] {
  const all = (text?.elements ?? []).flatMap(({ elements }) => elements.map((part) => part.text ?? ''));
  return all
    .join('')
    .split('\n')
    .filter((line) => line !== '');
}
