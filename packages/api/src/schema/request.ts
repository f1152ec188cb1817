import { Type, type TObject, type TProperties } from '@sinclair/typebox';
import { AnyJsonObject } from './json.ts';

/** Longest identifier (agent, tenant, session, tool, model), in UTF-16 code units. */
export const MAX_IDENTIFIER_LENGTH = 256;
/** Most tags that a request may declare. */
export const MAX_DATA_TAGS = 64;

/** A name of something: an agent, a tenant, a tool. */
export function Identifier(description: string) {
  return Type.String({ minLength: 1, maxLength: MAX_IDENTIFIER_LENGTH, description });
}

/** Fields that every body of SafeAI's own routes takes. */
const EVERYWHERE = {
  idempotency_key: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 128,
      description:
        'Repeating a request with the same key within 60 s replays the stored answer; with another body: 409.',
    }),
  ),
  metadata: Type.Optional(
    AnyJsonObject({ description: "The caller's own notes. Neither read nor recorded." }),
  ),
};

/** What a request may say of its circumstances. */
export const CONTEXT_FIELDS = {
  agent_id: Type.Optional(Identifier('The agent that acts.')),
  tenant_id: Type.Optional(Identifier("Narrows to one of the caller's tenants.")),
  session_id: Type.Optional(Identifier('The conversation or run that this belongs to.')),
  data_tags: Type.Optional(
    Type.Array(Type.String({ maxLength: 128 }), {
      maxItems: MAX_DATA_TAGS,
      description: 'Tags that the caller knows of. They make a decision stricter, never milder.',
    }),
  ),
  model: Type.Optional(Identifier('The model that the content is for or from.')),
};

/** Names beginning with `x_` are anyone's, and ignored. */
const EXTENSIONS = { '^x_': {} };

/** A request body: the given fields and those accepted everywhere; anything else is an error. */
export function RequestBody<Properties extends TProperties>(
  title: string,
  properties: Properties,
): TObject<Properties & typeof EVERYWHERE> {
  return Type.Object(
    { ...properties, ...EVERYWHERE },
    { title, additionalProperties: false, patternProperties: EXTENSIONS },
  );
}

/** A query string. Booleans are written `true` or `false`. */
export function Query<Properties extends TProperties>(properties: Properties) {
  return Type.Object(
    {
      ...properties,
      idempotency_key: Type.Optional(Type.String({ description: 'Accepted and ignored.' })),
      metadata: Type.Optional(Type.String({ description: 'Accepted and ignored.' })),
    },
    { additionalProperties: false, patternProperties: EXTENSIONS },
  );
}

/** The query of routes that take none. */
export const NoQuery = Query({});

/** The query of routes that can tell why they decided as they did. */
export const ExplainQuery = Query({
  explain: Type.Optional(
    Type.Boolean({
      description: 'Add the trace of the policy decision. For the roles admin and auditor.',
    }),
  ),
});

/** The query of a route that can explain its decision. */
export interface ExplainFlag {
  readonly explain?: boolean;
}
