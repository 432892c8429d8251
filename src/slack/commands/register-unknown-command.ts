import type { App } from '@slack/bolt';
import { paragraph } from '../blocks/text.ts';
import { ephemeral } from '../ephemeral.ts';
import { commandName } from './register-egress-pool.ts';

/** Commands that the app's manifest names and this version does not know. */
export function registerUnknownCommand(app: App): void {
  app.command(new RegExp(`^(?!${commandName}$)`), ({ ack }) =>
    ack(ephemeral(paragraph('This app knows the command `/egress-pool`; try `/egress-pool help`.'))),
  );
}
