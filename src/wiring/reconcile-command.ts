import { userInfo } from 'node:os';
import type { Config } from '../config/config.ts';
import type { ReconcilePicture, ReconcileRow } from '../sweeps/reconcile.ts';
import { askAtTerminal } from './ask-at-terminal.ts';
import { openReconciliation, type Reconciliation } from './reconcile.ts';
import { saidPlainly } from './said-plainly.ts';

const meaning = `adopt: as it was; differs: taken over as it is, see the notes; review: left alone, for a person; known: nothing to do`;

/**
 * Prints what stands in the clouds and is not in the store and, with `isApplying`, writes it once the operator has typed
 * the installation's name. Answers the exit code: 0 nothing to do or written, 1 something to do and not written.
 */
export async function reconcileCommand(config: Config, { isApplying }: { isApplying: boolean }): Promise<number> {
  return saidPlainly(() => reconcile(config, isApplying));
}

async function reconcile(config: Config, isApplying: boolean): Promise<number> {
  const reconciliation = openReconciliation(config);
  try {
    const picture = await reconciliation.look();
    console.log(linesOf(picture).join('\n'));
    if (!hasWork(picture)) return 0;
    if (!isApplying) {
      console.log('\nNothing was written. Run it again with --apply to write what is marked adopt, differs or access.');
      return 1;
    }
    return await apply(reconciliation, { picture, installation: config.installation });
  } finally {
    await reconciliation.close();
  }
}

function hasWork({ pools, grants, reviews }: ReconcilePicture): boolean {
  return pools.length + grants.length + reviews.length > 0;
}

async function apply(
  reconciliation: Reconciliation,
  { picture, installation }: { picture: ReconcilePicture; installation: string },
): Promise<number> {
  const { pools, grants, reviews } = picture;
  console.log(`\nThis writes to Redis: pools ${pools.length}, grants ${grants.length}, reviews ${reviews.length}.`);
  if ((await askAtTerminal(`Type the name of the installation (${installation}) to go on: `)) !== installation) {
    console.log('Nothing was written.');
    return 1;
  }
  const verifying = await reconciliation.adopt(picture, { kind: 'operator', name: userInfo().username });
  if (verifying === 'changed') {
    console.log('Somebody else wrote some of it meanwhile, so nothing was written. Run it again.');
    return 1;
  }
  console.log('Written. Pools are degraded until they are proven again:');
  for (const { pool, operationId } of verifying) console.log(`  ${pool}: /egress-pool status ${operationId}`);
  return 0;
}

function linesOf(picture: ReconcilePicture): string[] {
  const { rows } = picture;
  if (rows.length === 0) return ['Nothing of this installation was found.'];
  const verdict = hasWork(picture) ? meaning : 'There is nothing to do.';
  return [...rows.flatMap(rowLines), '', verdict];
}

function rowLines({ verdict, what, name, details, notes }: ReconcileRow): string[] {
  const head = `${verdict.padEnd(8)}${what.padEnd(7)}${name}`.trimEnd();
  return [head, ...details.map((line) => `               ${line}`), ...notes.map((note) => `               ! ${note}`)];
}
