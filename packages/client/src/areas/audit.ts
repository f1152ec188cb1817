import type { AnswerOf, BodyOf, QueryOf } from '@safeai/api/wire';
import { routeCallOf, type ClientCall } from '../client-call.ts';
import type { RouteCaller } from '../routes/route-caller.ts';
import { pageOf, type Page } from './page.ts';

/** Longest check of a whole log, in milliseconds. */
const VERIFY_MS = 10 * 60_000;

/** A line of the log, as its routes show it. */
export type ClientAuditLine = AnswerOf<'audit'>[number];

/** The audit log, as its routes show it. */
export class ClientAudit {
  readonly #routes: RouteCaller;

  constructor(routes: RouteCaller) {
    this.#routes = routes;
  }

  /** Newest first. */
  async list(query: QueryOf<'audit'> = {}, call?: ClientCall): Promise<Page<ClientAuditLine>> {
    return pageOf(await this.#routes.call('audit', { ...routeCallOf(call), query }));
  }

  /** The same, asked for by a body. */
  async query(
    body: NonNullable<BodyOf<'audit_query'>> = {},
    call?: ClientCall,
  ): Promise<Page<ClientAuditLine>> {
    return pageOf(await this.#routes.call('audit_query', { ...routeCallOf(call), body }));
  }

  /** How many records there are, by field and by time. */
  async facets(
    query: QueryOf<'audit_facets'> = {},
    call?: ClientCall,
  ): Promise<AnswerOf<'audit_facets'>> {
    return (await this.#routes.call('audit_facets', { ...routeCallOf(call), query })).body;
  }

  /** The record of a decision. @throws ProblemError `not_found` */
  async record(decisionId: string, call?: ClientCall): Promise<AnswerOf<'audit_record'>> {
    const params = { decision_id: decisionId };
    return (await this.#routes.call('audit_record', { ...routeCallOf(call), params })).body;
  }

  /** Its signed receipt. @throws ProblemError `not_found` */
  async receipt(decisionId: string, call?: ClientCall): Promise<AnswerOf<'audit_receipt'>> {
    const params = { decision_id: decisionId };
    return (await this.#routes.call('audit_receipt', { ...routeCallOf(call), params })).body;
  }

  /** Checks every line; this may take minutes. */
  async verify(call?: ClientCall): Promise<AnswerOf<'audit_verify'>> {
    const limits = { timeoutMs: VERIFY_MS, ...routeCallOf(call) };
    return (await this.#routes.call('audit_verify', limits)).body;
  }
}
