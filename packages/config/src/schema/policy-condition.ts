import type { Condition } from '@safeai/core';
import { flag, integer, list, text } from './builders.ts';
import type { Field, JsonSchema } from './field.ts';

const described = (description: string, schema: JsonSchema): Field<never, 'optional'> => ({
  schema: { description, ...schema },
  presence: 'optional',
});

const SCALAR = { type: ['string', 'number', 'boolean', 'null'] } as const;
const ORDERED = { type: ['string', 'number'] } as const;

const operators = {
  eq: described('Equal to.', SCALAR),
  in: described('One of.', { type: 'array', items: SCALAR, minItems: 1 }),
  lt: described('Less than.', ORDERED),
  lte: described('Less than or equal to.', ORDERED),
  gt: described('Greater than.', ORDERED),
  gte: described('Greater than or equal to.', ORDERED),
  between: described('From the first to the second, both included.', {
    type: 'array',
    items: ORDERED,
    minItems: 2,
    maxItems: 2,
  }),
  within: text({ description: 'The path lies, once resolved, in this folder.' }),
  host_in: list(text({ description: 'Host name; `*.example.com` stands for its subdomains.' }), {
    description: 'The host, or the host of the address, is one of these.',
    minItems: 1,
  }),
  cidr_in: list(text({ description: 'Range.', format: 'cidr' }), {
    description: 'The IP address, or the one in the address, lies in one of these ranges.',
    minItems: 1,
  }),
  matches: text({ description: 'A regular expression without back references is found in it.' }),
  size_lte: integer({ description: 'At most so many characters or items.', minimum: 0 }),
  has: described('The list holds it, the object has the key, or the text contains it.', {
    type: ['string', 'number', 'boolean'],
  }),
  required: flag({ description: 'A missing field makes the condition true.' }),
};

/** What must hold for one field of a `when`. */
export const policyCondition: Field<Condition, 'optional'> = {
  schema: {
    description: 'Operators and their operands; all must hold.',
    type: 'object',
    properties: Object.fromEntries(
      Object.entries(operators).map(([name, operator]) => [name, operator.schema]),
    ),
    additionalProperties: false,
    minProperties: 1,
  },
  presence: 'optional',
};
