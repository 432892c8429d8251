import type { InputProblem } from '../domain/input-problem.ts';

/** What a person is told at once about a request. */
export type RequestAnswer =
  | {
      kind: 'accepted';
      operationId: string;
      poolName: string;
      /** The same trigger was taken before; nothing was begun anew. */
      repeated: boolean;
    }
  | Refusal;

export type Refusal = { kind: 'refused'; problems: InputProblem[] } | { kind: 'not-allowed'; text: string };

/** A refusal because of one thing. */
export function refused(field: string, message: string, example: string): Refusal {
  return { kind: 'refused', problems: [{ field, message, example }] };
}
