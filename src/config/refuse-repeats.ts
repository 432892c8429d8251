/** The part of a zod refinement context that is needed to report something. */
export interface IssueSink {
  addIssue(issue: { code: 'custom'; path: PropertyKey[]; message: string; params: { example: string } }): void;
}

/** Reports each value that stands in the list for a second time. */
export function refuseRepeats(
  values: readonly string[],
  report: { context: IssueSink; path: (index: number) => PropertyKey[]; example: string },
): void {
  values.forEach((value, index) => {
    if (values.indexOf(value) === index) return;
    report.context.addIssue({
      code: 'custom',
      path: report.path(index),
      message: 'a value that no other entry has',
      params: { example: report.example },
    });
  });
}
