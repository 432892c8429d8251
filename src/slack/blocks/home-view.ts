import type { HomeView, KnownBlock } from '@slack/types';
import type { AccessRequest } from '../../domain/grants/access-request.ts';
import type { Grant } from '../../domain/grants/grant.ts';
import type { PoolRoom } from '../../use-cases/show-capacity.ts';
import { roomLine } from './capacity-report.ts';
import { grantSection } from './grant-buttons.ts';
import { grantLine, requestLine } from './grant-words.ts';
import { context, section } from './text.ts';

const mostShown = 10;

/** What concerns one person, each part with what to do about it. */
export function homeView(found: {
  mine: AccessRequest[];
  waitingForMe: AccessRequest[];
  grants: Grant[];
  /** The one that is empty first at the top. */
  rooms: PoolRoom[];
  nowMs: number;
  userId: string;
}): HomeView {
  const { mine, waitingForMe, grants, rooms, nowMs, userId } = found;
  const alerts = rooms.filter(({ alert }) => alert !== undefined);
  const quiet = rooms.filter(({ alert }) => alert === undefined);
  const open = (grant: Grant) => grantSection(grantLine(grant, nowMs), grant, userId);
  return {
    type: 'home',
    blocks: [
      ...part('Waiting for you', waitingForMe.map(requestLine).map(section), 'Nothing waits for your decision.'),
      context('Decide on the cards in the approvals channel.'),
      ...part('Your requests', mine.map(requestLine).map(section), 'You have asked for nothing that is still open.'),
      ...part('Open databases that you asked for', grants.map(open), 'None.'),
      ...part('Pools that run out of room', alerts.map(roomLine).map(section), 'None.'),
      ...part('Other pools, by when they are empty', quiet.map(roomLine).map(section), 'None.'),
      context('`/egress-pool capacity &lt;pool&gt;` shows one with its chart.'),
      context('`/egress-pool allow` asks for a database, `/egress-pool grants` lists them all.'),
    ],
  };
}

/** One block for each line, so that no line is cut for another. */
function part(title: string, lines: KnownBlock[], empty: string): KnownBlock[] {
  const more = lines.length > mostShown ? [context(`and ${lines.length - mostShown} more`)] : [];
  return [section(`*${title}*`), ...(lines.length === 0 ? [section(empty)] : lines.slice(0, mostShown)), ...more];
}
