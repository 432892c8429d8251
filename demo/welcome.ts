/** What a person at the terminal needs to know: where, what to try, how to stop. */
export function welcome(o: { url: string; port: number; scale: number; logPath: string }): string {
  const isElsewhere = o.port !== 0 && !o.url.endsWith(`:${o.port}`);
  return `
egress-pool runs against a Slack, a cloud and a cluster on this machine; their time passes ${o.scale} times faster.

  Open  ${o.url}${isElsewhere ? `  (port ${o.port} is taken)` : ''}

You are Ana, who may ask for pools and databases; the switch at the top makes you somebody else. In #platform, try:

  1. /egress-pool create payments --pods 40 --cluster prod --namespaces payments
                                              open the thread and watch every step
  2. /egress-pool use payments                what a workload needs to run in the pool
  3. /egress-pool allow payments rm-2zepayments --for 7d --reason "it reads its orders"
                                              asks for a production database; in #db-approvals,
                                              David and Sara each approve it, and Stan may not
  4. /egress-pool allow                       the same in a form; payments-db-dev asks nobody
  5. fill payments 70                         here at the terminal: so many pods fill the pool, and #capacity
                                              is told; Resize there shows what more room takes
  6. /egress-pool capacity payments           the same with a chart, whenever you ask
  7. /egress-pool revoke payments rm-2zepayments

Olga is an operator: /egress-pool audit, /egress-pool freeze. ${sevenDays(o.scale)}
The service's log (until the demo ends): ${o.logPath}
Ctrl-C stops everything.
`;
}

/** Access for a week ends at an hour that a person would wonder about. */
function sevenDays(scale: number): string {
  return scale > 1 ? `Here 7d are over after ${Math.round((7 * 24 * 60) / scale)} minutes.` : '';
}
