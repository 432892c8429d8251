import type { Message } from '../../emulators/slack/state.ts';
import { people, type Scenario } from './scenario.ts';

export const approvalsChannel = 'C0APPROVE1';
const timeoutMs = 25_000;

/** What people do with requests and grants in Slack, and what they see of them. */
export function cardsOf(scenario: Scenario) {
  const { slack } = scenario.world;
  const isAbout = (one: Message, id: string) => one.isFromBot && JSON.stringify(one.blocks).includes(id);
  const isDirect = ({ channelId }: Message) => slack.state.channels.get(channelId)?.kind === 'im';
  const click = async (who: string, at: Message, actionId: string, value?: string) =>
    slack.as(who).click({ channelId: at.channelId, messageTs: at.ts, actionId, ...(value ? { value } : {}) });
  return {
    click,
    /** Asks for a database; answers the ids of the request and of the grant that it becomes. */
    async ask(text: string, who: string = people.ana) {
      const answer = await scenario.say(who, text);
      const id = /req-[a-z0-9]{12}/.exec(answer)?.[0];
      if (id === undefined) throw new Error(`nothing was asked for: ${answer}`);
      return { id, grantId: id.replace(/^req-/, 'grant-'), answer };
    },
    /** The card in the approvals channel, once it says something. */
    card: (id: string, words: string) =>
      slack.waitForMessage(
        (one) => one.channelId === approvalsChannel && isAbout(one, id) && one.text.includes(words),
        { timeoutMs },
      ),
    /** A message in a channel or in a thread of it, once it is there. */
    shown: (channelId: string, words: string | RegExp) =>
      slack.waitForMessage((one) => one.isFromBot && one.channelId === channelId && fits(one.text, words), {
        timeoutMs,
      }),
    /** A direct message to a person. */
    direct: (who: string, words: string | RegExp) =>
      slack.waitForMessage(
        (one) =>
          isDirect(one) && slack.state.channels.get(one.channelId)?.members.has(who) === true && fits(one.text, words),
        { timeoutMs },
      ),
    /** What somebody alone is told. */
    told: (who: string, words: string) =>
      slack.waitForEphemeral(({ userId, text }) => userId === who && text.includes(words), { timeoutMs }),
    /** The announcement of a request. */
    announcement: (id: string) =>
      slack.waitForMessage((one) => one.channelId === 'C0PLATFORM' && one.threadTs === undefined && isAbout(one, id), {
        timeoutMs,
      }),
    /** The form that a person has open. */
    form: (who: string) =>
      slack.waitFor(({ views }) => [...views.values()].find(({ userId }) => userId === who), {
        timeoutMs,
        what: 'a form',
      }),
  };
}

function fits(text: string, words: string | RegExp): boolean {
  return typeof words === 'string' ? text.includes(words) : words.test(text);
}
