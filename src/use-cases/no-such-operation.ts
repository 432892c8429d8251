import { quoted } from '../domain/parse-flags.ts';
import { type Refusal, refused } from './request-answer.ts';

export function noSuchOperation(id: string): Refusal {
  return refused('operation', `there is no operation ${quoted(id)}`, '/egress-pool status');
}
