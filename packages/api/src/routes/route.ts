import type { ErrorCode, JsonValue, Role } from '@safeai/core';
import type { TObject, TSchema } from '@sinclair/typebox';

/** Who may call a route: everybody, or holders of one of the roles. */
export type RouteAccess = 'public' | readonly Role[];

/** Methods that routes answer to; HEAD is answered as GET is. */
export type RouteMethod = 'GET' | 'POST' | 'DELETE';

/** The body of a request. */
export interface BodyDescription {
  readonly schema: TSchema;
  /** Without it, the body may be left out. */
  readonly required: boolean;
  readonly example?: JsonValue;
}

/** The answer of a route that went well. */
export interface AnswerDescription {
  /** 200 if absent. */
  readonly status?: 101 | 302 | 303;
  readonly description: string;
  /** Absent for answers that are not JSON. */
  readonly schema?: TSchema;
  /** `application/json` if absent. */
  readonly mediaType?: string;
  readonly example?: JsonValue;
  /** It holds a secret that is shown once: it is not kept, not even for the repeats of an `idempotency_key`. */
  readonly shownOnce?: true;
  /** Headers of its own, by lower-case name: what each says. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A route as data. The server dispatches by it, the document and the client are made from it. */
export interface RouteDescription {
  /** Names the route in code, metrics and the document (`operationId`). */
  readonly id: string;
  readonly method: RouteMethod;
  /** Names in braces stand for one segment each: `/v1/approvals/{id}`. A literal path goes before one with names. */
  readonly path: string;
  /**
   * The names in the path, each a string with `examples`. What does not fit the schema is answered with 404: there
   * is nothing by that name.
   */
  readonly params?: TObject;
  readonly summary: string;
  readonly tags: readonly string[];
  /** Served ahead of Express: the routes that agents call for every step. */
  readonly hot: boolean;
  /** It opens a session: one that is sent along proves nothing. */
  readonly signsIn?: true;
  /** It can be called with a ticket in its query, in the place of a credential. */
  readonly takesTicket?: true;
  /** Its body is forwarded: it may be as large as those that providers take. */
  readonly forwards?: true;
  /**
   * Its body is in the terms of another program: who asks, and for which tenant, is named in the query alone. A body
   * that cannot be read is handed on as none.
   */
  readonly foreignBody?: true;
  /** It answers with a page that reads the query by itself: any is taken, and none is read here. */
  readonly queryOfPage?: true;
  readonly query: TSchema;
  readonly body?: BodyDescription;
  readonly answer: AnswerDescription;
  /** Codes that this route can answer with, beside those that every route can. */
  readonly errors: readonly ErrorCode[];
}

/** Keeps a description's exact types. */
export function defineRoute<const Route extends RouteDescription>(route: Route): Route {
  return route;
}
