import { NeedsHumanError } from '../../domain/errors.ts';
import type { AccessRequest } from '../../domain/grants/access-request.ts';
import type { Grant } from '../../domain/grants/grant.ts';
import { requestStateAt } from '../../domain/grants/request-states.ts';
import { operationIdFrom } from '../../domain/names.ts';
import { accessRequestOf } from '../../store/access-records.ts';
import { done, type Step, type StepContext, type StepOutcome, waiting } from '../runner/workflow.ts';
import type { GrantQuestion, WorkflowDeps } from '../workflow-deps.ts';
import { type ConsentNotes, consentNotesOf, type RefusedConsent } from './consent-notes.ts';
import { liveGrantsOf } from './live-grants.ts';
import { withdrawQuestions } from './withdraw-questions.ts';

/** How a change of a pool is put to the approvers of its grants. */
export interface Consent {
  kind: GrantQuestion['kind'];
  /** For the approvers. */
  reason: string;
  /** Whether what is in force for the grant covers the change. */
  isCovered(grant: Grant): boolean;
}

/** Longer than any request lives: how long to wait is for the requests to say. */
const deadlineMs = 400 * 24 * 60 * 60_000;

/**
 * Asks the approvers of each live grant of the pool, and waits, holding nothing, until all of them have applied the
 * change or ended. When one is refused or expires it stops for a person: who goes on without it, or asks again.
 */
export function askGrantsStep(
  deps: WorkflowDeps,
  step: { name: string; title: string; needs: string[]; consent: (context: StepContext) => Promise<Consent> },
): Step {
  return {
    name: step.name,
    title: step.title,
    needs: step.needs,
    deadlineMs,
    ensure: async (context) => ask(deps, context, await step.consent(context)),
    undo: (context) => withdrawQuestions(deps, context),
  };
}

type Answer =
  | { kind: 'covered' }
  | { kind: 'open'; waitsFor: string }
  | { kind: 'unasked' }
  | { kind: 'refused'; why: string };

async function ask(deps: WorkflowDeps, context: StepContext, consent: Consent): Promise<StepOutcome> {
  let notes = consentNotesOf(context.notes);
  const grants = await liveGrantsOf(deps, context.operation.poolId);
  const counted = grants.filter(({ id }) => !notes.without.includes(id));
  const open: string[] = [];
  const refused: RefusedConsent[] = [];
  for (const grant of counted) {
    const answer = await answerOf(deps, { context, consent, grant, notes });
    const { id: grantId, instanceId, instanceName } = grant;
    if (answer.kind === 'unasked') {
      const asked = await askOne(deps, { context, consent, grant, notes });
      notes = asked.notes;
      open.push(`${nameOf(grant)} (${asked.waitsFor})`);
    } else if (answer.kind === 'open') open.push(`${nameOf(grant)} (${answer.waitsFor})`);
    else if (answer.kind === 'refused') refused.push({ grantId, instanceId, instanceName, why: answer.why });
  }
  if (refused.length > 0) {
    await context.note({ ...notes, refused });
    throw consentRefused(refused);
  }
  if (open.length > 0) return waiting(`databases to admit it: ${open.join(', ')}`, context.startedAtMs);
  const left = grants.filter(({ id }) => notes.without.includes(id));
  return done({
    databases: counted.map(nameOf),
    ...(left.length > 0 ? { without: left.map(nameOf) } : {}),
  });
}

interface Asking {
  context: StepContext;
  consent: Consent;
  grant: Grant;
  notes: ConsentNotes;
}

async function answerOf(deps: WorkflowDeps, { context, consent, grant, notes }: Asking): Promise<Answer> {
  if (grant.state === 'active' && consent.isCovered(grant)) return { kind: 'covered' };
  const asked = notes.asked[grant.id];
  const record = asked && (await deps.store.read(asked.requestId));
  const request = record && accessRequestOf(record);
  if (!asked || !request) return { kind: 'unasked' };
  const state = requestStateAt(request, context.clock.now());
  if (!request.outcome && (state === 'pending' || state === 'approved')) {
    return { kind: 'open', waitsFor: state === 'pending' ? `${request.id} is pending` : `${request.id} is applied` };
  }
  // A refusal of an earlier try was asked about again by retrying; applied and changed since is asked again as well.
  if (asked.inTryMs !== context.startedAtMs || state === 'approved') return { kind: 'unasked' };
  return { kind: 'refused', why: whyOf(request, state) };
}

async function askOne(
  deps: WorkflowDeps,
  { context, consent, grant, notes }: Asking,
): Promise<{ notes: ConsentNotes; waitsFor: string }> {
  if (grant.state !== 'active') return { notes, waitsFor: 'is changing' };
  const { operation } = context;
  const attempt = (notes.asked[grant.id]?.attempt ?? 0) + 1;
  const requestId = operationIdFrom(`${operation.id}.${grant.id}.${attempt}`).replace(/^op-/, 'req-');
  const inForce = grant.inForce && (await deps.store.read(grant.inForce.requestId));
  const announcement = operation.announcement ?? (inForce && accessRequestOf(inForce).announcement);
  if (!announcement) return { notes, waitsFor: 'nowhere to ask' };
  await context.fence();
  const { kind, reason } = consent;
  const asked = await deps.askAboutGrant({
    ...{ requestId, kind, grant, reason, announcement, askedBy: operation.requestedBy },
  });
  if (asked === 'busy') return { notes, waitsFor: 'has another request open' };
  const next = {
    ...notes,
    asked: { ...notes.asked, [grant.id]: { requestId, attempt, inTryMs: context.startedAtMs } },
  };
  await context.note({ ...next });
  return { notes: next, waitsFor: `${requestId} is pending` };
}

function nameOf({ instanceId, instanceName }: { instanceId: string; instanceName: string }): string {
  return instanceName === instanceId || instanceName === '' ? instanceId : `${instanceName} ${instanceId}`;
}

function whyOf({ outcome }: AccessRequest, state: string): string {
  return `${state}${outcome ? `: ${outcome.text}` : ''}`.slice(0, 200);
}

function consentRefused(refused: RefusedConsent[]): NeedsHumanError {
  const list = refused.slice(0, 5).map((one) => `${nameOf(one)} ${one.why.replace(/\.$/, '')}`);
  const more = refused.length > 5 ? ` (and ${refused.length - 5} more)` : '';
  return new NeedsHumanError({
    code: 'CONSENT_REFUSED',
    publicText: `Not every database of the pool admits the change: ${list.join('; ')}${more}. Nothing of the pool was changed for its pods yet. Retry asks again; or revoke that access, or go on without it.`,
  });
}
