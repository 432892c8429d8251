import { boundaries } from './boundaries.ts';
import { emulatorPatterns, type ImportPattern, patternsOf } from './boundary-patterns.ts';

/** The linter's configuration of the import boundaries, as text. `packages` are those that the service depends on. */
export function boundaryConfigText(packages: readonly string[]): string {
  const inSource = boundaries.map((boundary) => ({ boundary, patterns: patternsOf(boundary, packages) }));
  const overrides = [
    override('emulators/**', emulatorPatterns()),
    // A folder inside another must come after it: the last block that matches a file is the one that counts.
    ...inSource
      .toSorted((left, right) => left.boundary.area.split('/').length - right.boundary.area.split('/').length)
      .map(({ boundary: { area }, patterns }) => override(`src/${area}${area.endsWith('.ts') ? '' : '/**'}`, patterns)),
  ];
  return `${JSON.stringify({ overrides }, null, 1)}\n`;
}

function override(includes: string, patterns: ImportPattern[]) {
  const noRestrictedImports = { level: 'error', options: { patterns } };
  return { includes: [includes], linter: { rules: { style: { noRestrictedImports } } } };
}
