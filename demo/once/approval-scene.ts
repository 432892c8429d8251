import { type DemoPerson, namesIn, type SeenMessage } from './person.ts';
import { plainText } from './plain-text.ts';
import type { Story } from './story.ts';

const approvalsChannel = 'C0APPROVE1';
const withinMs = 15_000;

/** What people do and see around one request. */
export interface ApprovalScene {
  /** Types a command; answers what only this person is told, and prints it. */
  ask(person: DemoPerson, command: string): Promise<string>;
  /** The card of the request, once it says something. */
  card(says: string): Promise<SeenMessage>;
  /** Presses Approve; answers what only this person is told. */
  approveInVain(person: DemoPerson): Promise<string>;
  approve(person: DemoPerson): Promise<void>;
  /** Slack's words as a terminal shows them. */
  plain(mrkdwn: string): string;
}

export async function approvalScene(story: Story, viewer: DemoPerson): Promise<ApprovalScene> {
  const names = namesIn(await viewer.look());
  const toldBy = async (person: DemoPerson, act: () => Promise<void>): Promise<string> => {
    const before = (await person.look()).ephemerals.length;
    await act();
    const look = async () => (await person.look()).ephemerals[before]?.text;
    return story.until({ what: 'a private answer', withinMs, look });
  };
  const card = async (says: string): Promise<SeenMessage> => {
    let last: SeenMessage | undefined;
    const look = async () => {
      const { messages } = await viewer.look();
      last = messages.findLast((one) => one.channel === approvalsChannel && one.thread_ts === undefined);
      if (last && /^:(x|no_entry|alarm_clock):/.test(last.text)) throw new Error(plainText(last.text, names));
      return last?.text.includes(says) ? last : undefined;
    };
    return story.until({ what: `a card that says ${says}`, withinMs, look }).catch((cause: unknown) => {
      throw new Error(`the card of the request says: ${plainText(last?.text ?? 'nothing', names)}`, { cause });
    });
  };
  const press = async (person: DemoPerson) => person.press('request_approve', await card('please decide'));
  return {
    card,
    ask: (person, command) => toldBy(person, () => person.type(command)),
    approveInVain: async (person) => {
      await press(person);
      const look = async () => (await person.look()).ephemerals.find(({ text }) => text.startsWith(':no_entry:'))?.text;
      return story.until({ what: 'a refusal', withinMs, look });
    },
    approve: press,
    plain: (mrkdwn) => plainText(mrkdwn, names),
  };
}
