/** The id of a request out of that of the operation which the same trigger would have begun. */
export function requestIdOf(operationId: string): string {
  return `req-${operationId.replace(/^op-/, '')}`;
}

/** What a button on a card carries: a request and its round. */
export const roundPattern = /^(req-[a-z0-9]{12})\.(\d{1,6})$/;

/** Undefined when it is not what a card of ours carries. */
export function readRound(value: string): { requestId: string; round: number } | undefined {
  const [, requestId, round] = roundPattern.exec(value) ?? [];
  return requestId === undefined || round === undefined ? undefined : { requestId, round: Number(round) };
}
