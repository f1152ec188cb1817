import type { ErrorCode, JsonValue, Role } from '@safeai/core';
import type { TSchema } from '@sinclair/typebox';

/** Who may call a route: everybody, or holders of one of the roles. */
export type RouteAccess = 'public' | readonly Role[];

/** The body of a request. */
export interface BodyDescription {
  readonly schema: TSchema;
  /** Without it, the body may be left out. */
  readonly required: boolean;
  readonly example?: JsonValue;
}

/** The answer of a route that went well, always status 200. */
export interface AnswerDescription {
  readonly description: string;
  /** Absent for answers that are not JSON. */
  readonly schema?: TSchema;
  /** `application/json` if absent. */
  readonly mediaType?: string;
  readonly example?: JsonValue;
}

/** A route as data. The server dispatches by it, the document and the client are made from it. */
export interface RouteDescription {
  /** Names the route in code, metrics and the document (`operationId`). */
  readonly id: string;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly summary: string;
  readonly tags: readonly string[];
  /** Served ahead of Express: the routes that agents call for every step. */
  readonly hot: boolean;
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
