import type { Operation, RecordedError } from '../../domain/operation.ts';
import { hasGivenUp } from '../../domain/resize-plan.ts';
import { explainError } from '../explain-error.ts';
import { adoptedLines, isGivenUp, whereNodesAre } from './adopt-words.ts';
import { connectionLines } from './connection-words.ts';
import { deletedLines, deleteNextLine } from './delete-words.ts';
import { codeBlock, codeSpan, escapeText } from './escape.ts';
import { factsInWords } from './facts-in-words.ts';
import { namespaceLines } from './namespace-words.ts';
import type { OperationView } from './operation-message.ts';
import { actorWords, stateIcon } from './operation-words.ts';
import type { Passage } from './plan-summary.ts';
import { poolCapacity, vSwitchLines, vSwitchTable } from './pool-words.ts';
import { resizedLines } from './resize-words.ts';
import { preformatted } from './rich-text.ts';
import { clamp, context, section } from './text.ts';

/** How it ended, or why it stands still: what happened, what exists now, what to do next. */
export function outcome(view: OperationView): Passage | undefined {
  const { operation } = view;
  switch (operation.state) {
    case 'done':
      return done(view);
    case 'failed':
    case 'waiting':
      return passage([...troubleLines(operation), ...whatExists(operation), nextLine(operation)]);
    case 'cancelled':
      return passage([
        cancelledLine(operation),
        ...troubleLines(operation),
        ...whatExists(operation),
        nextLine(operation),
      ]);
    case 'rolled-back':
      return passage(undoneLines(operation));
    case 'rolling-back':
      return passage([
        isGivenUp(operation) ? 'Giving up: no further node is touched.' : 'Undoing in reverse order.',
        ...troubleLines(operation),
      ]);
    case 'running':
      return operation.cancelledBy
        ? passage([`${actorWords(operation.cancelledBy)} cancelled it: it stops before the next step.`])
        : undefined;
  }
}

function done({ operation, pool, useYaml }: OperationView): Passage {
  if (operation.kind === 'delete-pool') return passage(deletedLines(operation));
  if (operation.kind === 'adopt-nodes') return passage(adoptedLines(operation));
  if (operation.kind === 'repair-pool') return passage(repairedLines(operation));
  if (['plan-pool', 'plan-resize', 'plan-delete', 'plan-adopt'].includes(operation.kind)) {
    return passage(['This was a dry run: nothing was changed and nothing is reserved.']);
  }
  const connections = connectionLines(operation);
  if (!pool) return passage(connections.length > 0 ? ['The whitelist is written.', ...connections] : ['Done.']);
  if (operation.kind === 'change-namespaces') return passage(namespaceLines(pool));
  if (operation.kind === 'resize-pool') return passage(resizedLines(operation, pool));
  if (operation.kind !== 'create-pool') {
    const inside = `Every address that was checked is inside pool ${codeSpan(pool.name)}.`;
    return passage([inside, ...vSwitchLines(pool), ...connections]);
  }
  const ready = `Pool ${codeSpan(pool.name)} is *ready*: ${poolCapacity(pool)}.`;
  const how = `Give a workload these fields (again with ${codeSpan(`/egress-pool use ${pool.name}`)}):`;
  const yaml = useYaml === undefined ? undefined : { text: codeBlock(useYaml, 1_200), block: preformatted(useYaml) };
  return {
    lines: [ready, ...vSwitchLines(pool), ...(yaml ? [how, yaml.text] : [])],
    blocks: [section(`${stateIcon('done')} ${ready}`), vSwitchTable(pool), ...(yaml ? [section(how), yaml.block] : [])],
  };
}

function troubleLines({ error, steps }: Operation): string[] {
  if (!error) return [];
  const title = steps.find(({ name }) => name === error.step)?.title ?? error.step;
  const where = title ? `Step *${escapeText(clamp(title, 120))}*: ` : '';
  return [`${where}${escapeText(clamp(error.text, 1_200))}`, `_What to do:_ ${nextStep(error)}`];
}

function nextStep({ code }: RecordedError): string {
  return `${explainError(code)} (${codeSpan(code)})`;
}

function cancelledLine({ cancelledBy }: Operation): string {
  return cancelledBy ? `${actorWords(cancelledBy)} cancelled it.` : 'It was cancelled.';
}

function undoneLines(operation: Operation): string[] {
  if (!isGivenUp(operation)) return [undoneLine(operation)];
  return ['It was given up; nothing of it is undone.', ...whereNodesAre(operation)];
}

function repairedLines({ poolName }: Operation): string[] {
  return [
    `What others changed about pool ${codeSpan(poolName)} is put back, and it is looked at again.`,
    `${codeSpan(`/egress-pool verify ${poolName}`)} proves every zone of it anew.`,
  ];
}

function undoneLine(operation: Operation): string {
  if (operation.kind === 'repair-pool')
    return 'It was given up; what was put back stays. Others may change the pool again.';
  if (operation.kind === 'change-namespaces') return 'The pool is for the namespaces it had before.';
  if (operation.kind === 'delete-pool') return 'Nothing was taken away; the pool is as it was.';
  if (operation.kind !== 'resize-pool') {
    return 'Everything that was made is removed again. The name and the addresses are free.';
  }
  return hasGivenUp(operation)
    ? 'What was made for it is removed again. What left the pool stays away from Terway and its databases; the next resize finishes that.'
    : 'The pool is as it was before, and what was made for it is removed again.';
}

/** Steps that only look, or clean up after themselves. */
const makesNothing = /^(plan|nodes|spread-nodes|whitelist-.*|canary-.*|choose-node.*|empty-.*|admitting)$/;

function whatExists(operation: Operation): string[] {
  const { kind, steps } = operation;
  if (kind === 'adopt-nodes') return whereNodesAre(operation);
  if (kind !== 'create-pool' && kind !== 'resize-pool') return [];
  const made = steps.filter(
    ({ name, record }) => !makesNothing.test(name) && record.status === 'done' && record.facts !== undefined,
  );
  if (made.length === 0) return [kind === 'resize-pool' ? 'Nothing is changed yet.' : 'Nothing exists yet.'];
  const lines = made.slice(0, 20).map(({ title, record }) => {
    const facts = factsInWords(record.facts).slice(0, 4).join(', ');
    return `• ${escapeText(clamp(facts ? `${title}: ${facts}` : title, 200))}`;
  });
  return [kind === 'resize-pool' ? '*What is done*' : '*What exists now*', ...lines];
}

function nextLine(operation: Operation): string {
  const { kind, direction } = operation;
  if (direction === 'back') return `Retry goes on ${isGivenUp(operation) ? 'giving up' : 'undoing where it stopped'}.`;
  if (kind === 'change-namespaces')
    return 'The pool stays for the namespaces it has. Retry goes on from here; Roll back ends it, so that others may change the pool.';
  if (kind === 'resize-pool') {
    const back = hasGivenUp(operation)
      ? 'removes what was made for it; what left the pool stays away'
      : 'makes the pool as it was before';
    return `The pool stays in use. Retry plans again and goes on; Roll back ${back}.`;
  }
  if (kind === 'adopt-nodes')
    return 'The pool stays in use. Retry goes on from here; Roll back gives up and undoes nothing.';
  if (kind === 'repair-pool')
    return 'What was put back stays. Retry goes on from here; Roll back gives up, so that others may change the pool.';
  if (kind === 'delete-pool') return deleteNextLine(operation);
  if (kind !== 'create-pool') return 'Retry checks again.';
  return 'Retry goes on where it stopped; Roll back removes what exists.';
}

function passage(lines: string[]): Passage {
  const [first = '-', ...rest] = lines;
  const text = [first, ...rest].join('\n');
  const isShort = rest.length === 0 && text.length < 200;
  return { lines, blocks: [isShort ? context(text) : section(text)] };
}
