import type {
  OperationObject,
  ParameterObject,
  ResponsesObject,
  SchemaObject,
} from 'openapi3-ts/oas31';
import { ProviderHeaders, type ProviderRouteDescription } from '../routes/providers.ts';
import type { Role } from '@safeai/core';
import { headerReferences, pathParameters } from './parameters.ts';

const JSON_TYPE = 'application/json';

/** What the answers of a provider route say beside the provider's own words. */
const ANSWER_HEADERS: Readonly<Record<string, string>> = {
  'x-safeai-request-id': "SafeAI's own id of the request; `x-request-id` is the provider's.",
  'x-safeai-decision-id': 'The decision on the request, or the one that refused.',
  'x-safeai-answer-decision-id': 'The decision on the answer.',
  'x-safeai-redactions':
    'How many values were replaced, as far as is known when the answer begins.',
  'x-safeai-unscanned': 'How many places nobody could look into.',
  'x-safeai-cost': 'What the call cost, where its price is known when the answer begins.',
  'x-safeai-upstream': 'Which upstream answered.',
};

/**
 * A provider route in the document.
 *
 * @param path one of its paths; the first has the route's id, another its version behind it
 */
export function providerOperation(
  route: ProviderRouteDescription,
  path: string,
  roles: readonly Role[],
): OperationObject {
  const isFirst = path === route.paths[0];
  return {
    operationId: isFirst ? route.id : `${route.id}_${path.split('/')[1] ?? ''}`,
    summary: route.summary,
    description: `In gateway mode; 404 in sidecar mode. For the roles: ${roles.join(', ')}.`,
    tags: [`provider: ${route.provider}`],
    parameters: [
      ...pathParameters(route.params),
      ...headerParameters(),
      ...headerReferences(false),
    ],
    ...(route.method === 'POST' ? { requestBody: BODY } : {}),
    responses: responsesOf(route),
  };
}

const AS_DOCUMENTED = 'As the provider documents it.';

const BODY = {
  required: true,
  content: { [JSON_TYPE]: { schema: { type: 'object' as const, description: AS_DOCUMENTED } } },
};

function headerParameters(): ParameterObject[] {
  const properties = ProviderHeaders.properties as Record<string, SchemaObject>;
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: 'header',
    ...(description === undefined ? {} : { description }),
    schema,
  }));
}

function responsesOf({ streams = [] }: ProviderRouteDescription): ResponsesObject {
  const types = new Set<string>([JSON_TYPE, ...streams]);
  const content = (description: string) => ({
    schema: { type: 'object' as const, description },
  });
  const answers = [...types].map((type) => [
    type,
    type === 'text/event-stream'
      ? { schema: { type: 'string' as const, description: AS_DOCUMENTED } }
      : content(AS_DOCUMENTED),
  ]);
  return {
    200: {
      description: "The provider's answer, as it was guarded.",
      headers: Object.fromEntries(
        Object.entries(ANSWER_HEADERS).map(([name, description]) => [
          name,
          { description, schema: { type: 'string' as const } },
        ]),
      ),
      content: Object.fromEntries(answers) as Record<string, { schema: SchemaObject }>,
    },
    default: {
      description:
        "An error of the provider's, or of SafeAI's in the provider's shape: what is refused is 403 with the code `safeai_blocked` or `safeai_pending_approval`, a budget 429 `budget_exceeded`, an upstream that fails 502, 503 or 504.",
      content: { [JSON_TYPE]: content("The provider's shape of errors.") },
    },
  };
}
