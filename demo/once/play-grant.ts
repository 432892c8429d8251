import { type ApprovalScene, approvalScene } from './approval-scene.ts';
import { type CheckedGrant, checkGrant, letsPoolIn } from './check-grant.ts';
import type { Check, CheckedPool } from './check-pool.ts';
import { type DemoPerson, demoPerson } from './person.ts';
import { type Story, tellChecks } from './story.ts';
import { whitelistChange, whitelistOf } from './whitelist.ts';

export interface GrantPart {
  grant: CheckedGrant;
  checks: Check[];
}

const instanceId = 'rm-2zepayments';
const command = `/egress-pool allow payments ${instanceId} --for 7d --reason "the payments service reads its orders"`;

/**
 * Ana asks for a database, Stan may not approve it, David and Sara do, and the whitelist is changed; what they are told
 * is compared with what the emulators hold.
 */
export async function playGrant(story: Story, pool: CheckedPool): Promise<GrantPart> {
  const { world } = story.demo;
  const { ana, stan, david, sara } = castOf(story);
  const before = whitelistOf(world, instanceId);
  const isUntouched = () => JSON.stringify(whitelistOf(world, instanceId)) === JSON.stringify(before);
  const asked = { pool, installation: 'acme-demo', instanceId, before };
  const wasOut = !letsPoolIn(world, asked);
  const scene = await approvalScene(story, ana);

  console.log(`\nAna types in #platform:\n  ${command}\n`);
  // On a fast clock the pool is there before the databases were read for the first time.
  const askFor = async () => {
    const told = await scene.ask(ana, command);
    return told.includes('have not been read from the cloud yet') ? undefined : told;
  };
  tell(scene, await story.until({ what: 'an answer to the request', withinMs: 15_000, look: askFor }));
  console.log('\nThe card in #db-approvals:');
  tell(scene, (await scene.card('please decide')).text);
  console.log('\nStan presses Approve, and only he is told:');
  const refusal = await scene.approveInVain(stan);
  tell(scene, refusal);
  const isAfterRefusal = isUntouched();
  await scene.approve(david);
  await scene.card(`by <@${david.id}>`);
  console.log('\nDavid, of the database owners, approves: nothing is open yet.');
  const isAfterFirst = isUntouched();
  await scene.approve(sara);
  const card = await scene.card('*applied*');
  console.log('Sara, of Security, approves:');
  tell(scene, card.text.split('\n')[0] ?? '');
  const look = () => letsPoolIn(world, asked) || undefined;
  await story.until({ what: 'the database goes by its whitelist', withinMs: 20_000, look }).catch(() => undefined);
  console.log(`\nThe whitelist of ${instanceId}:`);
  for (const line of whitelistChange(before, whitelistOf(world, instanceId))) console.log(`  ${line}`);

  const { grant, checks } = checkGrant(world, asked);
  const state = stateIn(await scene.ask(ana, '/egress-pool grants payments'));
  const facts = [instanceId, grant.group, ...grant.entries];
  const isSame = state === 'active' && facts.every((fact) => card.text.includes(fact));
  const all = [
    { what: 'the database did not let the pool in before', ok: wasOut },
    { what: 'somebody of neither group was refused, and nothing happened', ok: isNo(refusal) && isAfterRefusal },
    { what: 'one approval of two changed nothing', ok: isAfterFirst },
    ...checks,
    { what: 'the card and the list of grants say the same', ok: isSame },
  ];
  console.log('');
  tellChecks(all);
  return { grant: { ...grant, state }, checks: all };
}

function castOf({ demo }: Story): Record<'ana' | 'stan' | 'david' | 'sara', DemoPerson> {
  const { url } = demo.world.slack;
  return {
    ana: demoPerson(url, 'U01ANA'),
    stan: demoPerson(url, 'U05STAN'),
    david: demoPerson(url, 'U02DAVID'),
    sara: demoPerson(url, 'U03SARA'),
  };
}

function tell(scene: ApprovalScene, mrkdwn: string): void {
  console.log(scene.plain(mrkdwn).replace(/^/gm, '  '));
}

function isNo(told: string): boolean {
  return told.startsWith(':no_entry:');
}

function stateIn(grants: string): string {
  return /grant-[a-z0-9]+.*\*([a-z]+)\*/.exec(grants)?.[1] ?? 'unknown';
}
