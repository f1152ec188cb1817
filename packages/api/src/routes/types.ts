import type { Static, TSchema } from '@sinclair/typebox';
import type { RouteId, RouteOf } from './table.ts';

/** The body that a route takes; `undefined` for one without. */
export type BodyOf<Id extends RouteId> =
  RouteOf<Id> extends { body: { schema: infer Schema extends TSchema; required: infer Required } }
    ? Required extends true
      ? Static<Schema>
      : Static<Schema> | undefined
    : undefined;

/** The query that a route takes. */
export type QueryOf<Id extends RouteId> =
  RouteOf<Id> extends { query: infer Schema extends TSchema } ? Static<Schema> : never;

/** The names in a route's path, with what stood in their places; nothing for a path without names. */
export type ParamsOf<Id extends RouteId> =
  RouteOf<Id> extends { params: infer Schema extends TSchema }
    ? Static<Schema>
    : Readonly<Record<string, never>>;

/** What a route answers: the JSON document, or the text of an answer that is not JSON. */
export type AnswerOf<Id extends RouteId> =
  RouteOf<Id> extends { answer: { schema: infer Schema extends TSchema } }
    ? Static<Schema>
    : string;
