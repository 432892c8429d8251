import { whoWillBeAsked } from '../../domain/approvals/who-will-be-asked.ts';
import type { AccessRequest } from '../../domain/grants/access-request.ts';
import { nextReminder, type Reminder } from '../../domain/grants/reminders.ts';
import { behind } from '../../notify/notify.ts';
import { accessRequestChange } from '../../store/access-records.ts';
import type { PrivateNote } from '../private-note.ts';
import { botActor, entryOf, type TenderDeps, type Turn } from './turn.ts';

/** Reminds those who have not decided, and tells the rule's next group when that did not help. */
export async function remind(deps: TenderDeps, request: AccessRequest): Promise<Turn | undefined> {
  const nowMs = deps.clock.now();
  const reminder = reminderOf(deps, request);
  if (!reminder || reminder.atMs > nowMs) return undefined;
  const people = await peopleToTell(deps, request, reminder);
  const told: AccessRequest = { ...request, lastReminderAtMs: nowMs };
  const what = reminder.kind === 'remind' ? 'request.reminded' : 'request.escalated';
  const details = reminder.kind === 'remind' ? {} : { to: reminder.to };
  return {
    kind: 'change',
    send: () =>
      deps.store.commit({
        records: [accessRequestChange(told)],
        audit: [entryOf(request, { what, actor: botActor, atMs: nowMs, details })],
        due: [behind(request.id, nowMs)],
      }),
    notes: people.map((personId) => noteOf(request, { personId, reminder })),
  };
}

/** The next reminder of a round that is open, due or not. */
export function reminderOf(
  { clock, settings }: Pick<TenderDeps, 'clock' | 'settings'>,
  { state, opened, rule, expiresAtMs, lastReminderAtMs }: AccessRequest,
): Reminder | undefined {
  if (state !== 'pending' || !opened) return undefined;
  return nextReminder({
    openedAtMs: opened.atMs,
    expiresAtMs,
    remindEveryMs: settings.policy.remindEveryMs.map((waitMs) => clock.delay(waitMs)),
    escalateTo: rule?.escalateTo,
    lastToldAtMs: lastReminderAtMs,
    nowMs: clock.now(),
  });
}

/** More would be a flood; the card in the channel mentions their groups. */
const mostPeople = 20;

async function peopleToTell(deps: TenderDeps, request: AccessRequest, reminder: Reminder): Promise<string[]> {
  const rule = request.rule;
  if (!rule) return [];
  const require = reminder.kind === 'escalate' ? [{ group: reminder.to, min: 1 }] : rule.require;
  const memberships = await deps.readGroups.memberships(require.map(({ group }) => group));
  const asked = whoWillBeAsked({
    rule: { ...rule, require },
    memberships,
    requesters: request.requesters,
    standings: {},
  });
  const decided = request.decisions.map(({ personId }) => personId);
  const people = asked.flatMap((one) => (one.people === 'unknown' ? [] : one.people));
  return [...new Set(people)].filter((id) => !decided.includes(id)).slice(0, mostPeople);
}

function noteOf(request: AccessRequest, { personId, reminder }: { personId: string; reminder: Reminder }): PrivateNote {
  const { kind, poolName, instanceName } = request;
  const what = kind === 'new-pool' ? `A new pool ${poolName}` : `Access of pool ${poolName} to ${instanceName}`;
  const text =
    reminder.kind === 'remind'
      ? `${what} waits for your decision. The card is in the approvals channel.`
      : `${what} has waited long for a decision. Please find somebody who can decide; the card is in the approvals channel.`;
  return { personId, requestId: request.id, text };
}
