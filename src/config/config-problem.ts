/** One thing that is wrong with the configuration. Never holds the value of a secret. */
export interface ConfigProblem {
  /** `clusters[0].poolCidrs[1]`, `SLACK_BOT_TOKEN` or, for YAML that cannot be read, `egress-pool.yaml:3:5`. */
  path: string;
  expected: string;
  found: string;
  /** Something valid to write instead. */
  example: string;
}

/** All problems for a person at a terminal, one after the other. */
export function formatProblems(problems: readonly ConfigProblem[]): string {
  const lines = problems.map(
    ({ path, expected, found, example }) =>
      `${path}\n  expected: ${expected}\n  found:    ${found}\n  example:  ${example}`,
  );
  return [`the configuration has ${problems.length} problem${problems.length === 1 ? '' : 's'}:`, ...lines].join('\n');
}
