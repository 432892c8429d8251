import { type ConnectionProof, connectionProofsOf, connectionTriesMs } from '../../domain/connection-proof.ts';
import type { Operation } from '../../domain/operation.ts';
import { durationWords } from './duration-words.ts';
import { codeSpan, escapeText } from './escape.ts';
import { clamp } from './text.ts';

/** What a proof found, in one line of literal text: `10.64.3.17 -> rm-1.mysql.rds.aliyuncs.com:3306 open in 4 ms`. */
export function proofInWords(proof: ConnectionProof): string {
  switch (proof.proof) {
    case 'open':
      return `${proof.from} -> ${proof.to} open in ${proof.ms} ms`;
    case 'closed':
      return `${proof.from} -> ${proof.to} not open after ${durationWords(connectionTriesMs)}: ${proof.said}`;
    case 'unmeasured':
      return `could not be measured: ${proof.why}`;
  }
}

/** The proofs of an operation, a line for each zone, and what to look at where one is missing. */
export function connectionLines(operation: Operation): string[] {
  const proofs = connectionProofsOf(operation);
  const has = (kind: ConnectionProof['proof']) => proofs.some(({ proof }) => proof.proof === kind);
  const missing = operation.steps.map(({ record }) => record.facts?.noGrantFor).find((id) => typeof id === 'string');
  return [
    ...(missing === undefined
      ? []
      : [`No live grant lets this pool into ${codeSpan(missing)}, so no connection was tried.`]),
    ...proofs.slice(0, 10).map(line),
    ...(has('closed')
      ? [
          'The whitelist reads back as approved, so the access stays as it is. Look at the security groups bound to the database, at network ACLs and routes between the zones, and measure again in a minute with `/egress-pool verify <pool> <rds-instance>` (runbook: grant-cannot-connect).',
        ]
      : []),
    ...(has('unmeasured')
      ? ['Where nothing could be measured nothing is wrong with the access; see what `canary.image` must hold.']
      : []),
  ];
}

/** The zones from which no connection opened, for a note beside "applied"; empty when there are none. */
export function closedNote(operation: Operation | undefined): string {
  const closed = operation ? connectionProofsOf(operation).filter(({ proof }) => proof.proof === 'closed') : [];
  if (closed.length === 0) return '';
  return `. :warning: No connection from ${closed.map(({ zoneId }) => codeSpan(zoneId)).join(', ')}; the thread says more`;
}

function line({ zoneId, proof }: { zoneId: string; proof: ConnectionProof }): string {
  const sign = { open: ':white_check_mark:', closed: ':warning:', unmeasured: ':grey_question:' }[proof.proof];
  return `${sign} ${codeSpan(zoneId)}: ${escapeText(clamp(proofInWords(proof), 400))}`;
}
