/** The lock that everything which writes to a primary instance or its read-only ones stands in line for. */
export function whitelistLock(instanceId: string): string {
  return `whitelist-${instanceId}`;
}
