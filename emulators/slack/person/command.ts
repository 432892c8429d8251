import { respond } from '../delivery/answer-response-url.ts';
import { commandPayload } from '../delivery/payloads.ts';
import type { Delivery } from '../journal.ts';
import { asObject, type Json } from '../json.ts';
import { addEphemeral, addMessage } from '../messages.ts';
import type { Channel } from '../state.ts';
import { ApiError } from '../web-api/method.ts';
import type { Workspace } from '../workspace.ts';
import { escapeText } from './escape-text.ts';
import { visibleChannel } from './visible-channel.ts';

/** A slash command, typed into a conversation's message box. */
export async function command(
  workspace: Workspace,
  given: { userId: string; channelId: string; text: string },
): Promise<Delivery | undefined> {
  const channel = visibleChannel(workspace, given.userId, given.channelId);
  const [name = '', rest = ''] = split(given.text.trim());
  const { app } = workspace.seed;
  if (name === '/invite') {
    invite(workspace, given.userId, channel);
    return undefined;
  }
  if (!app.commands.includes(name)) {
    tell(
      workspace,
      given,
      `*${name}* is not a valid command. In Slack, all messages that start with the "/" character are interpreted as commands.`,
    );
    return undefined;
  }
  const text = escapeText(workspace, rest, app.shouldEscape ?? true);
  const payload = commandPayload(workspace, { userId: given.userId, channel, command: name, text });
  const delivery = await workspace.deliver({ kind: 'slash_commands', type: 'command', userId: given.userId, payload });
  if (delivery.error) tell(workspace, given, `${name} failed with the error "${delivery.error}"`);
  else showAck(workspace, given, delivery.ack);
  return delivery;
}

function split(text: string): [string, string] {
  const end = text.search(/\s/);
  return end < 0 ? [text, ''] : [text.slice(0, end), text.slice(end + 1).trim()];
}

/** A command may be answered with its acknowledgement: a text, or a message. */
function showAck(
  workspace: Workspace,
  given: { userId: string; channelId: string; text: string },
  ack: Json | undefined,
): void {
  const message = typeof ack === 'string' ? { text: ack } : asObject(ack);
  if (!message || Object.keys(message).length === 0) return;
  if (message.response_type === 'in_channel') {
    addMessage(workspace, {
      channelId: given.channelId,
      userId: given.userId,
      text: escapeText(workspace, given.text, false),
    });
  }
  try {
    respond(workspace, given, message);
  } catch (err) {
    if (!(err instanceof ApiError)) throw err;
    tell(workspace, given, `${given.text.split(' ')[0]} failed with the error "invalid_command_response"`);
  }
}

function invite(workspace: Workspace, userId: string, channel: Channel): void {
  const { app } = workspace.seed;
  if (channel.members.has(app.botUserId)) {
    tell(workspace, { userId, channelId: channel.id }, `<@${app.botUserId}> is already in this conversation.`);
    return;
  }
  channel.members.add(app.botUserId);
  addMessage(workspace, { channelId: channel.id, userId, text: `added <@${app.botUserId}> to this conversation` });
}

function tell(workspace: Workspace, to: { userId: string; channelId: string }, text: string): void {
  addEphemeral(workspace, { channelId: to.channelId, userId: to.userId, from: 'slackbot', text });
}
