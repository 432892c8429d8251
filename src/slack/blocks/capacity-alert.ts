import type { ActionsBlock, ImageBlock, KnownBlock, StaticSelect } from '@slack/types';
import { type CapacityAlert, isSnoozed } from '../../domain/capacity/alert.ts';
import { tightestZone } from '../../domain/capacity/outlook.ts';
import type { Picture } from '../capacity-pictures.ts';
import { actionIds } from './action-ids.ts';
import { button } from './button.ts';
import {
  capitalized,
  fitWords,
  forecastWords,
  levelIcons,
  levelWords,
  limitWords,
  zoneLine,
} from './capacity-words.ts';
import { durationWords } from './duration-words.ts';
import { codeSpan, escapeText, oneLine } from './escape.ts';
import { groupWords, instantWords } from './request-words.ts';
import type { Lasted } from './task-card.ts';
import { clamp, context, type Message, message, paragraph, plain, section } from './text.ts';

/** An alert and what is needed to say how it stands. */
export interface AlertView {
  alert: CapacityAlert;
  nowMs: number;
  /** Ids of groups and people who may change the pool. */
  owners: readonly string[];
  picture: Picture | undefined;
  lasted: Lasted;
}

/** How long a person may have an alert be silent. */
export const snoozeChoices = ['1h', '1d', 'worse'] as const;
export type SnoozeChoice = (typeof snoozeChoices)[number];

const snoozeLabels: Record<SnoozeChoice, string> = { '1h': 'for 1 h', '1d': 'for 1 d', worse: 'until it is worse' };

const mostZones = 20;

/** The one message of an alert, edited as it goes. */
export function alertMessage(view: AlertView): Message {
  const { alert, picture } = view;
  const lines = alert.state === 'resolved' ? resolvedLines(view) : openLines(view);
  const end = footWords(view);
  return message(
    [...lines, ...(picture ? [pictureWords(picture)] : []), end],
    [
      section(lines.join('\n')),
      ...(picture ? [pictureBlock(picture)] : []),
      context(end),
      ...(alert.state === 'open' ? [alertButtons(alert.id)] : []),
    ],
  );
}

/** In its thread: every zone. */
export function alertDetails({ alert }: AlertView): Message {
  const { zones } = alert;
  const lines = zones.slice(0, mostZones).map((zone) => {
    const since = zone.level === 'ok' ? '' : ` Since ${instantWords(zone.sinceMs)}.`;
    return `${zoneLine(zone)}.${since}`;
  });
  const head = `By zone, as of the last change; now: ${codeSpan(`/egress-pool capacity ${alert.poolName}`)}`;
  const blocks: KnownBlock[] = [section(head), ...lines.map(section)];
  return message([head, ...lines], blocks);
}

/** A new message in the thread, since an edit calls nobody. */
export function alertCall({ alert, owners }: AlertView, why: 'worse' | 'snooze-over'): Message {
  const zone = tightestZone(alert.zones);
  const head = why === 'worse' ? 'it got worse' : 'the snooze is over';
  const where = zone ? ` in ${codeSpan(zone.zoneId)}` : '';
  return paragraph(
    `${levelIcons[alert.level]} ${ownerWords(owners)}${head}: pool ${codeSpan(alert.poolName)} ${levelWords[alert.level]}${where}.`,
  );
}

export function pictureBlock({ fileId, altText }: Picture): ImageBlock {
  return { type: 'image', slack_file: { id: fileId }, alt_text: clamp(oneLine(altText), 1_900) || '-' };
}

/** What the picture shows, for the text of a message. */
export function pictureWords({ altText }: Picture): string {
  return escapeText(clamp(altText, 1_500));
}

/** Resize, Show pods and Snooze; rights are decided at the click. */
function alertButtons(alertId: string): ActionsBlock {
  const snooze: StaticSelect = {
    type: 'static_select',
    action_id: actionIds.alertSnooze,
    placeholder: plain('Snooze', 75),
    options: snoozeChoices.map((choice) => ({
      text: plain(snoozeLabels[choice], 75),
      value: `${alertId}.${choice}`,
    })),
  };
  const resize = button({ actionId: actionIds.alertResize, label: 'Resize', value: alertId, style: 'primary' });
  const pods = button({ actionId: actionIds.alertPods, label: 'Show pods', value: alertId });
  return { type: 'actions', block_id: 'alert', elements: [resize, pods, snooze] };
}

function openLines({ alert }: AlertView): string[] {
  const { poolName, clusterName, level, zones } = alert;
  const zone = tightestZone(zones);
  const head = `${levelIcons[level]} *Pool ${codeSpan(poolName)} ${levelWords[level]}* (cluster ${codeSpan(clusterName)}${zone ? `, zone ${codeSpan(zone.zoneId)}` : ''})`;
  if (!zone) return [head];
  const fit = fitWords(zone);
  return [
    head,
    `*${capitalized(fit)}*, *${forecastWords(zone.forecast)}*. First to run out: ${limitWords[zone.bitesFirst]}.`,
  ];
}

function resolvedLines({ alert, lasted }: AlertView): string[] {
  const { poolName, openedAtMs, resolvedAtMs, worst, zones } = alert;
  const zone = tightestZone(zones);
  const fit = zone ? ` ${capitalized(fitWords(zone))}.` : '';
  const took =
    openedAtMs === undefined ? '' : ` after ${durationWords(lasted(openedAtMs, resolvedAtMs ?? openedAtMs))}`;
  return [`:white_check_mark: *Pool ${codeSpan(poolName)} has room again*${took}. At worst: ${worst}.${fit}`];
}

function footWords({ alert, nowMs, owners }: AlertView): string {
  const { openedAtMs, resolvedAtMs, snooze } = alert;
  const since = openedAtMs === undefined ? '' : `Since ${instantWords(openedAtMs)}`;
  if (alert.state === 'resolved') return `${since}, over at ${instantWords(resolvedAtMs ?? 0)}.`;
  if (!snooze || !isSnoozed(alert, nowMs)) return `${since}. ${ownerWords(owners)}`.trim();
  const until = snooze.untilMs === undefined ? 'it is worse' : instantWords(snooze.untilMs);
  return `${since}. Snoozed by ${groupWords(snooze.by)} until ${until}.`;
}

function ownerWords(owners: readonly string[]): string {
  return owners.length === 0 ? '' : `${owners.slice(0, 5).map(groupWords).join(' ')} `;
}
