/** What a person at the terminal needs to know: where, what to try, how to stop. */
export function welcome(o: { url: string; port: number; scale: number; logPath: string }): string {
  const isElsewhere = o.port !== 0 && !o.url.endsWith(`:${o.port}`);
  return `
egress-pool runs against a Slack, a cloud and a cluster on this machine; their time passes ${o.scale} times faster.

  Open  ${o.url}${isElsewhere ? `  (port ${o.port} is taken)` : ''}

You are Ana, who may ask for pools; the switch at the top makes you somebody else. In #platform, try:

  1. /egress-pool create payments --pods 40 --cluster prod     open the thread and watch every step
  2. /egress-pool create                                       the same with a form
  3. /egress-pool use payments                                 what a workload needs to run in the pool

The service's log (until the demo ends): ${o.logPath}
Ctrl-C stops everything.
`;
}
