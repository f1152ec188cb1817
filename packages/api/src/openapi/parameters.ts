import type { TObject, TSchema } from '@sinclair/typebox';
import type { ParameterObject, SchemaObject } from 'openapi3-ts/oas31';

/** Headers that routes read. */
export const HEADER_PARAMETERS: Readonly<Record<string, ParameterObject>> = {
  RequestId: {
    name: 'x-request-id',
    in: 'header',
    description: 'Names the request in the answer, logs and audit. Made if absent.',
    schema: { type: 'string', pattern: '^[A-Za-z0-9._-]{1,128}$' },
  },
  Traceparent: {
    name: 'traceparent',
    in: 'header',
    description: 'W3C trace context; it is continued.',
    schema: { type: 'string' },
  },
  Key: {
    name: 'x-safeai-key',
    in: 'header',
    description: 'An API key, or on this machine the key of the running server; also as a bearer.',
    schema: { type: 'string' },
  },
  User: {
    name: 'x-safeai-user',
    in: 'header',
    description:
      'A configured user whose roles apply. Believed from trusted loopback and trusted proxies.',
    schema: { type: 'string' },
  },
  Tenant: {
    name: 'x-safeai-tenant',
    in: 'header',
    description: "Narrows to one of the caller's tenants.",
    schema: { type: 'string' },
  },
  CsrfToken: {
    name: 'x-csrf-token',
    in: 'header',
    description: 'The `csrf_token` of the session, for requests with its cookie that are no GET.',
    schema: { type: 'string' },
  },
};

/** The names in a route's path. */
export function pathParameters(params: TObject | undefined): ParameterObject[] {
  const properties = (params?.properties ?? {}) as Record<string, SchemaObject>;
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: 'path',
    required: true,
    ...(description === undefined ? {} : { description }),
    schema,
  }));
}

/** The query keys of a route. */
export function queryParameters(query: TSchema): ParameterObject[] {
  const properties = query.properties as Record<string, SchemaObject>;
  return Object.entries(properties)
    .filter(([name]) => name !== 'idempotency_key' && name !== 'metadata')
    .map(([name, { description, ...schema }]) => ({
      name,
      in: 'query',
      ...(description === undefined ? {} : { description }),
      schema,
    }));
}

/** References to the headers that a route reads. */
export function headerReferences(isPublic: boolean): { $ref: string }[] {
  const names = isPublic ? ['RequestId', 'Traceparent'] : Object.keys(HEADER_PARAMETERS);
  return names.map((name) => ({ $ref: `#/components/parameters/${name}` }));
}
