import type { SlackEmulator } from '../../emulators/slack/slack.ts';
import type { Message } from '../../emulators/slack/state.ts';

export const home = 'C0PLATFORM';

const buttonIds = {
  retry: 'operation_retry',
  rollback: 'operation_rollback',
  cancel: 'operation_cancel',
  yaml: 'pool_use',
  'go on': 'operation_go_on',
  confirm: 'resize_confirm',
};
export type ButtonName = keyof typeof buttonIds;

export type Conversation = ReturnType<typeof createConversation>;

/** What people do in Slack and what they see there. */
export function createConversation(slack: SlackEmulator) {
  /** The messages of the operation: the announcement has no thread, the progress stands in its thread. */
  const progressOf = (operationId: string): Message | undefined =>
    slack.state.messages.find((one) => one.threadTs !== undefined && JSON.stringify(one.blocks).includes(operationId));
  const privateAnswers = (userId: string) =>
    slack.state.ephemerals.filter((one) => one.userId === userId).map(({ text }) => text);

  return {
    privateAnswers,
    progressOf,
    /** Types `/egress-pool <text>` and answers what only that person sees, all of it so far. */
    async say(userId: string, text: string, channelId: string = home): Promise<string> {
      const before = privateAnswers(userId).length;
      const delivery = await slack.as(userId).command(channelId, `/egress-pool ${text}`);
      if (delivery?.error) throw new Error(`Slack shows ${delivery.error} for: ${text.slice(0, 100)}`);
      return privateAnswers(userId).slice(before).join('\n');
    },
    /** Begins an operation and answers its id. */
    async begin(userId: string, text: string): Promise<string> {
      const answer = await this.say(userId, text);
      const [id] = /op-[a-z0-9]{12}/.exec(answer) ?? [];
      if (id === undefined) throw new Error(`no operation was begun: ${answer}`);
      return id;
    },
    /** Presses a button under an operation's progress; answers what the clicker is told privately. */
    async click(userId: string, operationId: string, button: ButtonName): Promise<string> {
      const actionId = buttonIds[button];
      const shown = () => {
        const message = progressOf(operationId);
        return message && JSON.stringify(message.blocks).includes(actionId) ? message : undefined;
      };
      const message = await slack.waitFor(shown, { timeoutMs: 10_000, what: `the button ${button} of ${operationId}` });
      const before = privateAnswers(userId).length;
      await slack.as(userId).click({ channelId: message.channelId, messageTs: message.ts, actionId });
      const told = () => (privateAnswers(userId).length > before ? privateAnswers(userId).slice(before) : undefined);
      return (await slack.waitFor(told, { timeoutMs: 5_000, what: 'an answer to the click' })).join('\n');
    },
    /** Waits until the progress of an operation says something. */
    async threadSays(operationId: string, words: string | RegExp): Promise<string> {
      const pattern = typeof words === 'string' ? new RegExp(words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')) : words;
      const probe = () => {
        const text = progressOf(operationId)?.text ?? '';
        return pattern.test(text) ? text : undefined;
      };
      return slack
        .waitFor(probe, { timeoutMs: 15_000, what: `${pattern} in the thread of ${operationId}` })
        .catch((err) => {
          throw new Error(`${String(err)}; it says: ${progressOf(operationId)?.text}`);
        });
    },
  };
}
