import { bodyValidator, ROUTES, type FieldError, type RouteId } from '@safeai/api';
import type { StandardSchemaWithJSON } from '@modelcontextprotocol/server';

/** A JSON Schema, as tools publish it. */
export interface JsonSchema {
  readonly [keyword: string]: unknown;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly oneOf?: readonly JsonSchema[];
}

/** The description of a route, as far as tools are made from it. */
interface Described {
  readonly query: JsonSchema;
  readonly body?: { readonly schema: JsonSchema };
  readonly answer: { readonly schema?: JsonSchema };
}

/** Every route takes these; to a model they say nothing. */
const UNSAID: ReadonlySet<string> = new Set(['idempotency_key', 'metadata']);

/** What a route takes in its body. Both forms of one that takes either stand side by side. */
export function bodyOf(routeId: RouteId): Readonly<Record<string, JsonSchema>> {
  const schema = described(routeId).body?.schema ?? {};
  return said(Object.assign({}, ...formsOf(schema).map(propertiesOf)) as Properties);
}

/** What a route takes in its query. */
export function queryOf(routeId: RouteId): Properties {
  return said(propertiesOf(described(routeId).query));
}

/** What a route answers. */
export function answerOf(routeId: RouteId): JsonSchema {
  return described(routeId).answer.schema ?? {};
}

/** What a route answers, by its fields; those of both forms where there are two. */
export function answerFieldsOf(routeId: RouteId): Properties {
  return Object.assign({}, ...formsOf(answerOf(routeId)).map(propertiesOf)) as Properties;
}

/** Named schemas of an object's fields. */
export type Properties = Readonly<Record<string, JsonSchema>>;

/** The schema of a tool's arguments: what is not named is refused. */
export function inputSchema(
  properties: Properties,
  required: readonly string[] = [],
): StandardSchemaWithJSON<Arguments, Arguments> {
  return standard<Arguments>({
    ...{ type: 'object', properties: clean(properties), required },
    additionalProperties: false,
  });
}

/** The schema of what a tool answers. A newer gateway may answer more than it names. */
export function outputSchema(
  properties: Properties,
  required: readonly string[] = [],
): StandardSchemaWithJSON<object, object> {
  return standard<object>({
    type: 'object',
    properties: open(clean(properties)) as Properties,
    required,
  });
}

/** What a tool is called with. Checked by its schema. */
export type Arguments = Readonly<Record<string, unknown>>;

function described(routeId: RouteId): Described {
  const route = ROUTES.find(({ id }) => id === routeId);
  if (route === undefined) throw new Error(`There is no route ${routeId}.`);
  return route as Described;
}

function formsOf(schema: JsonSchema): readonly JsonSchema[] {
  return schema.oneOf ?? [schema];
}

function propertiesOf({ properties = {} }: JsonSchema): Properties {
  return properties;
}

function said(properties: Properties): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([name]) => !UNSAID.has(name)));
}

/** Plain JSON: without what TypeBox keeps beside it. */
function clean<T>(schema: T): T {
  return JSON.parse(JSON.stringify(schema)) as T;
}

/** The same, with room for more fields in every object. */
function open(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(open);
  if (typeof schema !== 'object' || schema === null) return schema;
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([keyword, value]) => keyword !== 'additionalProperties' || value !== false)
      .map(([keyword, value]) => [keyword, open(value)]),
  );
}

function standard<T>(schema: JsonSchema): StandardSchemaWithJSON<T, T> {
  const check = bodyValidator(schema as Parameters<typeof bodyValidator>[0]);
  const converted = () => ({ ...schema });
  return {
    '~standard': {
      ...{ version: 1, vendor: 'safeai' },
      validate: (value) => {
        const errors = check(value);
        return errors.length === 0 ? { value: value as T } : { issues: errors.map(issue) };
      },
      jsonSchema: { input: converted, output: converted },
    },
  };
}

function issue({ path, message }: FieldError): { message: string } {
  return { message: path === '$' ? message : `${path.replace(/^\$\./, '')} ${message}` };
}
