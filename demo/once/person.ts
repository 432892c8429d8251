/** Slack as one person sees and uses it, over the Slack emulator's HTTP surface. */
export interface DemoPerson {
  /** Typed into #platform. */
  type(text: string): Promise<void>;
  look(): Promise<SlackView>;
}

export interface SlackView {
  messages: SeenMessage[];
  ephemerals: { text: string }[];
}

export interface SeenMessage {
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
  return {
    async type(text) {
      const body = JSON.stringify({ userId, channelId, text });
      const answer = await fetch(`${slackUrl}/_person/command`, { method: 'POST', body });
      if (!answer.ok) throw new Error(`Slack refused the command: ${await answer.text()}`);
    },
    async look() {
      const answer = await fetch(`${slackUrl}/_person/state?userId=${userId}`);
      return (await answer.json()) as SlackView;
    },
  };
}

/** The words of a task's details or output, line by line. */
export function wordsOf(text: RichText | undefined): string[] {
  const all = (text?.elements ?? []).flatMap(({ elements }) => elements.map((part) => part.text ?? ''));
  return all
    .join('')
    .split('\n')
    .filter((line) => line !== '');
}
