import {
  OpenApiBuilder,
  type ComponentsObject,
  type HeadersObject,
  type OpenAPIObject,
  type OperationObject,
} from 'openapi3-ts/oas31';
import { ROUTE_ACCESS } from '../routes/roles.ts';
import { PROVIDER_ROUTES, type ProviderRouteDescription } from '../routes/providers.ts';
import type { RouteAccess, RouteDescription } from '../routes/route.ts';
import { ROUTES } from '../routes/table.ts';
import { ProblemSchema } from '../schema/problem.ts';
import { SchemaComponents } from './components.ts';
import {
  HEADER_PARAMETERS,
  headerReferences,
  pathParameters,
  queryParameters,
} from './parameters.ts';
import { problemResponses } from './problems.ts';
import { providerOperation } from './provider-operation.ts';

const JSON_TYPE = 'application/json';

/** What a document says of the server that it describes. */
export interface DocumentOptions {
  /** The version of the server. */
  readonly version: string;
}

/** The OpenAPI 3.1.0 document of all routes. */
export function openApiDocument(options: DocumentOptions): OpenAPIObject {
  const components = new SchemaComponents();
  const builder = OpenApiBuilder.create()
    .addOpenApiVersion('3.1.0')
    .addInfo({
      title: 'SafeAI Proxy',
      version: options.version,
      description: 'A security and governance layer between AI agents and the world.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    })
    .addServer({ url: '/' });
  for (const route of ROUTES) {
    const operation = operationOf(route, ROUTE_ACCESS[route.id], components);
    builder.addPath(route.path, { [route.method.toLowerCase()]: operation });
  }
  for (const route of PROVIDER_ROUTES) {
    const { paths, method }: ProviderRouteDescription = route;
    const access = ROUTE_ACCESS[route.id];
    const roles = access === 'public' ? [] : access;
    for (const path of paths) {
      builder.addPath(path, { [method.toLowerCase()]: providerOperation(route, path, roles) });
    }
  }
  components.refer(ProblemSchema);
  for (const [name, schema] of components.schemas) builder.addSchema(name, schema);
  for (const [name, header] of Object.entries(HEADER_PARAMETERS)) {
    builder.addParameter(name, header);
  }
  const spec = builder.getSpec();
  const document = { ...spec, components: withoutEmpty(spec.components ?? {}) };
  // TypeBox marks its schemas with symbols; a document is plain JSON.
  return JSON.parse(JSON.stringify(document)) as OpenAPIObject;
}

/** Leaves the kinds of components out that there are none of: Swagger UI would offer to sign in. */
function withoutEmpty(components: ComponentsObject): ComponentsObject {
  const kinds = Object.entries(components as Record<string, object>);
  return Object.fromEntries(kinds.filter(([, named]) => Object.keys(named).length > 0));
}

function operationOf(
  route: RouteDescription,
  access: RouteAccess,
  components: SchemaComponents,
): OperationObject {
  const isPublic = access === 'public';
  return {
    operationId: route.id,
    summary: route.summary,
    description: isPublic ? 'For everybody.' : `For the roles: ${access.join(', ')}.`,
    tags: [...route.tags],
    parameters: [
      ...pathParameters(route.params),
      ...queryParameters(route.query),
      ...headerReferences(isPublic),
    ],
    ...bodyOf(route, components),
    responses: {
      [String(route.answer.status ?? 200)]: answerOf(route, components),
      ...problemResponses(route, isPublic),
    },
  };
}

function bodyOf(
  route: RouteDescription,
  components: SchemaComponents,
): Pick<OperationObject, 'requestBody'> {
  if (route.body === undefined) return {};
  const { schema, required, example } = route.body;
  return {
    requestBody: {
      required,
      content: {
        [JSON_TYPE]: {
          schema: components.refer(schema),
          ...(example === undefined ? {} : { example }),
        },
      },
    },
  };
}

function answerOf(route: RouteDescription, components: SchemaComponents) {
  const { description, schema, mediaType, example, headers } = route.answer;
  return {
    description,
    ...(headers === undefined ? {} : { headers: headerObjects(headers) }),
    content: {
      [mediaType ?? JSON_TYPE]: {
        schema: schema === undefined ? { type: 'string' as const } : components.refer(schema),
        ...(example === undefined ? {} : { example }),
      },
    },
  };
}

function headerObjects(headers: Readonly<Record<string, string>>): HeadersObject {
  return Object.fromEntries(
    Object.entries(headers).map(([name, description]) => [
      name,
      { description, schema: { type: 'string' as const } },
    ]),
  );
}
