/** What `end-grant` is begun with. */
export interface EndGrantInput {
  grantId: string;
  cause: string;
}

/** What `clean-whitelist` is begun with: entries of a pool on an instance where no grant of it is in force. */
export interface CleanWhitelistInput {
  instanceId: string;
  primaryInstanceId: string;
  regionId: string;
  group: string;
  entries: string[];
}
