import type { StoreConfig } from '../config/load-store-config.ts';
import { type ChainFinding, type ChainHead, chainStart, compareHead, verifyAudit } from '../domain/audit-chain.ts';
import { type AuditFormat, auditFileStart, auditLine } from '../domain/audit-formats.ts';
import { createClock } from '../platform/clock.ts';
import { connectRedis } from '../store/redis/redis-connection.ts';
import { createRedisStore } from '../store/redis/redis-store.ts';
import type { Store } from '../store/store.ts';
import { auditForward } from '../use-cases/read-audit.ts';

/** The audit log for the command line: reads, never writes. Throws STORE_UNAVAILABLE. */
export interface AuditLog {
  /** The text of the file in pieces; `sinceMs` is how far back, in domain time. */
  export(options: {
    format: AuditFormat;
    pool: string | undefined;
    sinceMs: number | undefined;
  }): AsyncGenerator<string>;
  /** Recomputes the whole chain; `kept` is a head that was kept elsewhere. */
  verify(kept: ChainHead | undefined): Promise<AuditCheck>;
  close(): void;
}

export interface AuditCheck {
  /** In words, one a line; empty when all is well. */
  findings: string[];
  entries: number;
  head: ChainHead;
}

/** A log that was written anew as a whole has a finding at every entry. */
const mostFindings = 100;

export function openAuditLog(config: StoreConfig): AuditLog {
  const redis = connectRedis({
    url: config.redisUrl.reveal(),
    commandTimeoutMs: 10_000,
    waitForConnection: true,
    // What a command cannot do it reports itself.
    onError: () => undefined,
  });
  const store = createRedisStore({ redis, commitTries: 1, onAudit: () => undefined });
  const clock = createClock(config.timeScale);
  return {
    async *export({ format, pool, sinceMs }) {
      const filter = { pool, sinceMs: sinceMs === undefined ? undefined : clock.now() - clock.delay(sinceMs) };
      yield auditFileStart(format);
      for await (const page of auditForward(store, filter)) {
        yield page.map((entry) => auditLine(format, entry)).join('');
      }
    },
    verify: (kept) => verify(store, kept),
    close: () => redis.disconnect(),
  };
}

async function verify(store: Store, kept: ChainHead | undefined): Promise<AuditCheck> {
  // Read before the entries: the log may grow meanwhile, it may not shrink.
  const written = await store.readAuditHead();
  const wanted = [written, ...(kept ? [kept] : [])];
  const links = new Map<number, string>();
  const findings: ChainFinding[] = [];
  let head = chainStart;
  let entries = 0;
  for await (const page of auditForward(store)) {
    const checked = verifyAudit(page, head);
    for (const { number, link } of page) {
      if (wanted.some((one) => one.number === number)) links.set(number, link);
    }
    if (findings.length < mostFindings) findings.push(...checked.findings);
    head = checked.head;
    entries += page.length;
  }
  for (const one of wanted) findings.push(...compareHead(one, { link: links.get(one.number), last: head.number }));
  const unique = [...new Set(findings.map(inWords))];
  const more = unique.length > mostFindings ? ['and more'] : [];
  return { findings: [...unique.slice(0, mostFindings), ...more], entries, head };
}

function inWords(finding: ChainFinding): string {
  switch (finding.kind) {
    case 'missing':
      return finding.from === finding.to
        ? `entry ${finding.from} is missing`
        : `entries ${finding.from} to ${finding.to} are missing`;
    case 'out-of-order':
      return `entry ${finding.number} stands twice or in the wrong place`;
    case 'changed':
      return `entry ${finding.number} was changed: its text is not what was hashed`;
    case 'unlinked':
      return `entry ${finding.number} does not continue the one before it: one of the two was replaced or moved`;
    case 'other-head':
      return `entry ${finding.number} is not the one whose link was kept: the log was written anew`;
  }
}
