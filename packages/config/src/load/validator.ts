import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import type { JsonSchema } from '../schema/field.ts';
import { rootSchema } from '../schema/root.ts';
import { accepts } from './accepts.ts';
import { FORMATS } from './formats.ts';

/** What a validated document is. */
export type DocumentKind = 'config' | 'policies' | 'policy_map' | 'contracts' | 'contract_map';

const listOf = (name: string): JsonSchema => ({
  type: 'array',
  items: { $ref: `#/$defs/${name}` },
});

const mapWith = (key: string, name: string): JsonSchema => ({
  type: 'object',
  properties: { [key]: listOf(name) },
  required: [key],
  patternProperties: { '^x-': {} },
  additionalProperties: false,
});

/** The schema of each kind of document: the main file, and what other files may hold. */
export const DOCUMENT_SCHEMAS: Readonly<Record<DocumentKind, JsonSchema>> = {
  config: rootSchema,
  policies: withDefinitions(listOf('policy_rule')),
  policy_map: withDefinitions(mapWith('policies', 'policy_rule')),
  contracts: withDefinitions(listOf('tool_contract')),
  contract_map: withDefinitions(mapWith('tools', 'tool_contract')),
};

const compiled = new Map<DocumentKind, ValidateFunction>();

/** Everything that a value violates in the schema of its kind. */
export function violations(kind: DocumentKind, value: unknown): readonly ErrorObject[] {
  if (accepts(DOCUMENT_SCHEMAS[kind], value)) return [];
  return validatorViolations(kind, value);
}

/** The same from the validator alone. */
export function validatorViolations(kind: DocumentKind, value: unknown): readonly ErrorObject[] {
  let validate = compiled.get(kind);
  if (validate === undefined) {
    validate = newValidator().compile(DOCUMENT_SCHEMAS[kind]);
    compiled.set(kind, validate);
  }
  return validate(value) ? [] : (validate.errors ?? []);
}

/** A validator that knows the formats of the schema. */
export function newValidator(): Ajv2020 {
  const formats = Object.entries(FORMATS).map(([name, { test }]) => [name, test] as const);
  return new Ajv2020({
    allErrors: true,
    verbose: true,
    strict: true,
    allowUnionTypes: true,
    discriminator: true,
    formats: Object.fromEntries(formats),
    // Messages are made elsewhere, and the code is run a few times only: making it better costs more. A schema that is
    // called by reference copies all errors before its own: with a list of faulty rules that is quadratic.
    messages: false,
    inlineRefs: true,
    code: { optimize: false },
  });
}

function withDefinitions(schema: JsonSchema): JsonSchema {
  const { $defs = {} } = rootSchema;
  return { ...schema, $defs };
}
