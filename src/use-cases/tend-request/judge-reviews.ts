import { mayDecide } from '../../domain/approvals/may-decide.ts';
import type { AccessRequest, Click, RequestRule } from '../../domain/grants/access-request.ts';
import type { Grant } from '../../domain/grants/grant.ts';
import { operationIdFrom } from '../../domain/names.ts';
import { behind } from '../../notify/notify.ts';
import { accessRequestChange, grantChange } from '../../store/access-records.ts';
import type { CommitResult } from '../../store/store.ts';
import { beginEndOfGrant } from '../begin-end-of-grant.ts';
import { readGrant } from '../read-access.ts';
import { refusalOf } from './dismiss-clicks.ts';
import { readElectorate } from './read-electorate.ts';
import { personActor, type TenderDeps, type Turn } from './turn.ts';

type OpenReview = Grant & { breakGlass: NonNullable<Grant['breakGlass']> };

/**
 * Judges the first word about a break-glass that is left, by who is in the groups now: one of the normal approvers signs
 * it, or rejects it, which ends the grant first. Never those who asked for it. Undefined when there is none.
 */
export async function judgeReviews(deps: TenderDeps, request: AccessRequest): Promise<Turn | undefined> {
  const click = request.clicks.find(isReview);
  if (!click) return undefined;
  const { rule } = request;
  const grant = await readGrant(deps.store, request.grantId);
  if (!rule || !grant || !isReviewable(grant)) {
    return refuse(deps, request, { click, because: 'nothing-to-review', text: 'There is nothing to review here.' });
  }
  const refusal = await whyNot(deps, request, { rule, click, grant });
  return refusal ? refuse(deps, request, { click, ...refusal }) : accept(deps, request, { click, grant });
}

export function isReview({ verdict }: Click): boolean {
  return verdict === 'sign' || verdict === 'reject';
}

function isReviewable(grant: Grant): grant is OpenReview {
  return grant.breakGlass !== undefined;
}

async function whyNot(
  deps: TenderDeps,
  request: AccessRequest,
  { rule, click, grant }: { rule: RequestRule; click: Click; grant: OpenReview },
): Promise<{ because: string; text: string } | undefined> {
  const { review, by } = grant.breakGlass;
  if (review !== 'open') return { because: review, text: `This break-glass was reviewed already: it is ${review}.` };
  const electorate = await readElectorate(deps.readGroups, request, rule);
  const answer = mayDecide(click.personId, {
    ...electorate,
    requesters: [...new Set([...grant.requesters, by])],
    whenOpened: electorate.now,
    round: { state: 'pending', expiresAtMs: Number.POSITIVE_INFINITY, decisions: [] },
    nowMs: deps.clock.now(),
  });
  return answer.kind === 'no' ? answer : undefined;
}

function refuse(
  deps: TenderDeps,
  request: AccessRequest,
  refused: { click: Click; because: string; text: string },
): Turn {
  const { entry, note } = refusalOf(request, { ...refused, atMs: deps.clock.now() });
  return {
    kind: 'change',
    send: () =>
      deps.store.commit({
        records: [accessRequestChange(request, { rev: request.rev }, [refused.click])],
        audit: [entry],
      }),
    notes: [note],
  };
}

function accept(deps: TenderDeps, request: AccessRequest, { click, grant }: { click: Click; grant: OpenReview }): Turn {
  const isRejected = click.verdict === 'reject';
  return {
    kind: 'change',
    async send() {
      // A crash after the first leaves a grant that ends and a review that is still open, and the word is judged again.
      const now = isRejected ? await endFirst(deps, request, { click, grant }) : grant;
      return commitReview(deps, request, { click, grant: now });
    },
    notes: [],
  };
}

async function endFirst(
  deps: TenderDeps,
  { requestedBy }: AccessRequest,
  { click, grant }: { click: Click; grant: OpenReview },
): Promise<OpenReview> {
  const teamId = requestedBy.kind === 'slack-user' ? requestedBy.teamId : '';
  await beginEndOfGrant(deps, {
    grantId: grant.id,
    by: { kind: 'slack-user', userId: click.personId, teamId },
    cause: 'its break-glass was rejected',
    operationId: operationIdFrom(`${grant.id}.rejected`),
  });
  const ending = await readGrant(deps.store, grant.id);
  return ending && isReviewable(ending) ? ending : grant;
}

async function commitReview(
  deps: TenderDeps,
  request: AccessRequest,
  { click, grant }: { click: Click; grant: OpenReview },
): Promise<CommitResult> {
  const atMs = deps.clock.now();
  const review = click.verdict === 'sign' ? ('signed' as const) : ('rejected' as const);
  const { poolName, instanceId, breakGlass } = grant;
  const told = behind(grant.id, atMs);
  const result = await deps.store.commit({
    records: [
      accessRequestChange(request, { rev: request.rev }, [click]),
      grantChange({ ...grant, breakGlass: { ...breakGlass, review, reviewedBy: click.personId } }),
    ],
    audit: [
      {
        what: `break-glass.${review}`,
        subject: grant.id,
        actor: personActor(request, click.personId),
        atMs,
        details: { pool: poolName, instance: instanceId, by: breakGlass.by },
      },
    ],
    due: [told],
  });
  if (result.ok) await deps.queues.enqueue('slack', told.id).catch(() => undefined);
  return result;
}
