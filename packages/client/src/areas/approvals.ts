import type { AnswerOf, BodyOf, QueryOf } from '@safeai/api/wire';
import type { ClientCall } from '../client-call.ts';
import { routeCallOf } from '../client-call.ts';
import type { RouteCaller } from '../routes/route-caller.ts';
import { pageOf, type Page } from './page.ts';

/** A request for approval as the server shows it. */
export type ClientApproval = AnswerOf<'approval'>;

/** How long to wait for a decision. */
export interface ApprovalWait extends ClientCall {
  /** While it is pending, the answer waits for a decision: so long at most, in whole seconds. 60 000 at most. */
  readonly waitMs?: number;
}

/** Longest time that a server holds an answer back, in milliseconds. */
export const MAX_WAIT_MS = 60_000;
/** Beyond a wait, for the answer itself. */
const ANSWER_MS = 15_000;

/** Requests for approval, as their routes show them. */
export class ClientApprovals {
  readonly #routes: RouteCaller;

  constructor(routes: RouteCaller) {
    this.#routes = routes;
  }

  /** Newest first. */
  async list(query: QueryOf<'approvals'> = {}, call?: ClientCall): Promise<Page<ClientApproval>> {
    return pageOf(await this.#routes.call('approvals', { ...routeCallOf(call), query }));
  }

  /** One request. @throws ProblemError `not_found` */
  async get(id: string, { waitMs = 0, ...call }: ApprovalWait = {}): Promise<ClientApproval> {
    const wait = Math.floor(Math.min(Math.max(waitMs, 0), MAX_WAIT_MS) / 1000);
    const { body } = await this.#routes.call('approval', {
      ...(wait === 0 ? {} : { query: { wait }, timeoutMs: wait * 1000 + ANSWER_MS }),
      ...routeCallOf(call),
      params: { id },
    });
    return body;
  }

  /** @throws ProblemError `forbidden`, `conflict` where it is no longer pending, `not_found` */
  approve(
    id: string,
    body: BodyOf<'approval_approve'> = {},
    call?: ClientCall,
  ): Promise<AnswerOf<'approval_approve'>> {
    return this.#decide('approval_approve', id, body, call);
  }

  /** @throws as {@link approve} */
  deny(
    id: string,
    body: BodyOf<'approval_deny'> = {},
    call?: ClientCall,
  ): Promise<AnswerOf<'approval_deny'>> {
    return this.#decide('approval_deny', id, body, call);
  }

  /** Withdraws it. @throws as {@link approve} */
  cancel(
    id: string,
    body: BodyOf<'approval_cancel'> = {},
    call?: ClientCall,
  ): Promise<AnswerOf<'approval_cancel'>> {
    return this.#decide('approval_cancel', id, body, call);
  }

  async #decide(
    route: 'approval_approve' | 'approval_deny' | 'approval_cancel',
    id: string,
    body: object,
    call: ClientCall | undefined,
  ): Promise<AnswerOf<'approval_approve'>> {
    const answer = await this.#routes.call(route, { ...routeCallOf(call), params: { id }, body });
    return answer.body;
  }
}
