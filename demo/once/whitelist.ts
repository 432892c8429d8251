import type { World } from '../../emulators/world/world.ts';

/** An instance's IP whitelist: its groups by name, as the cloud holds them. */
export type Whitelist = Record<string, string[]>;

export function whitelistOf(world: World, instanceId: string): Whitelist {
  const { groups } = world.alicloud.databases.get(instanceId);
  return Object.fromEntries(groups.map(({ name, entries }) => [name, entries.toSorted()]));
}

/** A table of both, a row for each entry; `+` and `-` mark what came and what went. */
export function whitelistChange(before: Whitelist, after: Whitelist): string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const rows = names.flatMap((name) => {
    const had = before[name] ?? [];
    const has = after[name] ?? [];
    return [...new Set([...had, ...has])].map((entry) => [
      had.includes(entry) ? (has.includes(entry) ? ' ' : '-') : '+',
      name,
      had.includes(entry) ? entry : '',
      has.includes(entry) ? entry : '',
    ]);
  });
  return aligned([[' ', 'group', 'before', 'after'], ...rows]);
}

function aligned(rows: string[][]): string[] {
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
