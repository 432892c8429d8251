import { userInfo } from 'node:os';
import type { Config } from '../config/config.ts';
import type { ImportRequest } from '../workflows/import-pool/handmade-pool.ts';
import { askAtTerminal } from './ask-at-terminal.ts';
import { openPoolImport } from './import-pool.ts';
import { saidPlainly } from './said-plainly.ts';

/** The flags of the command line, as text. */
export interface ImportFlags {
  cluster?: string | undefined;
  'config-map'?: string | undefined;
  'node-pool'?: string | undefined;
  name?: string | undefined;
  pods?: string | undefined;
  namespaces?: string | undefined;
  owner?: string | undefined;
}

/**
 * Prints what a pool that was made by hand lacks. When it lacks nothing, marks it and puts it on record once the operator
 * has typed its name. Answers the exit code: 0 taken over, 1 not.
 */
export async function importCommand(config: Config, flags: ImportFlags): Promise<number> {
  const request = requestOf(flags);
  return saidPlainly(() => importPool(config, request));
}

async function importPool(config: Config, request: ImportRequest): Promise<number> {
  const pool = openPoolImport(config);
  try {
    const checked = await pool.check(request);
    const { problems, notes, vSwitches, handmade } = checked;
    const { name, namespaces, ownerGroup, nodePoolId, configMapName } = request;
    console.log(`pool ${name} (${handmade.marker.poolId}) in cluster ${request.clusterName}`);
    for (const one of vSwitches) console.log(`  ${one.cidrBlock} in ${one.zoneId} (${one.vSwitchId})`);
    console.log(`  ConfigMap ${configMapName}, node pool ${nodePoolId} with ${handmade.nodes.length} nodes`);
    console.log(`  namespaces ${namespaces.join(', ') || 'none'}; owner ${ownerGroup ?? 'none'}`);
    for (const note of notes) console.log(`  ! ${note}`);
    for (const problem of problems) console.log(`  x ${problem}`);
    if (problems.length > 0) {
      console.log('\nNothing was changed. Put right what is marked x, and run it again.');
      return 1;
    }
    console.log(`\nThis marks its vSwitches, ConfigMap, node pool and nodes as egress-pool's, keeps a record of it in the
cluster${namespaces.length > 0 ? ', keeps pods of other namespaces from naming it' : ''}, and puts it on record. No whitelist is changed, no pod is moved.`);
    if ((await askAtTerminal(`Type the name of the pool (${name}) to go on: `)) !== name) {
      console.log('Nothing was changed.');
      return 1;
    }
    const verifying = await pool.take(checked, { kind: 'operator', name: userInfo().username });
    if (verifying === 'changed') {
      console.log('Somebody else put a pool of that name on record meanwhile. Run it again.');
      return 1;
    }
    console.log('Taken over. It is degraded until it is proven:');
    for (const { operationId } of verifying) console.log(`  /egress-pool status ${operationId}`);
    return 0;
  } finally {
    await pool.close();
  }
}

function requestOf(flags: ImportFlags): ImportRequest {
  const { namespaces = '', owner: ownerGroup } = flags;
  const given = (flag: keyof ImportFlags): string => {
    const value = flags[flag];
    if (value) return value;
    throw new Error(`--${flag} is missing; see --help`);
  };
  if (ownerGroup !== undefined && !/^[SU][A-Z0-9]{8,20}$/.test(ownerGroup)) {
    throw new Error(`--owner is the id of a user group such as S0ENG00001, not "${ownerGroup}"`);
  }
  return {
    ...{ clusterName: given('cluster'), configMapName: given('config-map'), nodePoolId: given('node-pool') },
    ...{ name: given('name'), expectedPods: Number(given('pods')), ownerGroup },
    namespaces: namespaces.split(',').filter((one) => one !== ''),
  };
}
