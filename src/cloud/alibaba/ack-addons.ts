import { z } from 'zod';
import type { Addon } from '../cloud.ts';
import type { CsSdk } from './clients.ts';
import type { ProductDeps } from './region.ts';

const networkPlugin = /terway|flannel/i;

/** Every add-on of the cluster; the configuration is read for network plugins only and is empty for the others. */
export async function listAddons(deps: ProductDeps<CsSdk>, clusterId: string): Promise<Addon[]> {
  const addon = z.object({ name: z.string(), version: z.string().optional() });
  const { addons } = await deps.call({
    action: 'cs:ListClusterAddonInstances',
    send: ({ client }) => client.listClusterAddonInstances(clusterId),
    answer: z.object({ addons: z.array(addon).optional() }),
  });
  return Promise.all(
    (addons ?? []).map(async ({ name, version }) => ({
      name,
      version: version ?? '',
      config: networkPlugin.test(name) ? await readConfig(deps, { clusterId, name }) : {},
    })),
  );
}

async function readConfig(
  deps: ProductDeps<CsSdk>,
  { clusterId, name }: { clusterId: string; name: string },
): Promise<Addon['config']> {
  const { config } = await deps.call({
    action: 'cs:GetClusterAddonInstance',
    send: ({ client }) => client.getClusterAddonInstance(clusterId, name),
    answer: z.object({ config: z.string().optional() }),
  });
  return parseJsonObject(config ?? '');
}

/** The API answers the configuration as a JSON string, empty for an add-on that has none. */
function parseJsonObject(text: string): Record<string, unknown> {
  try {
    return z.record(z.string(), z.unknown()).catch({}).parse(JSON.parse(text));
  } catch {
    return {};
  }
}
