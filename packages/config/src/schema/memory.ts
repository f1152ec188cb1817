import { block, choice, duration, flag, integer, list, object, text } from './builders.ts';

const memoryField = object(
  {
    name: text({
      description: 'Key.',
      pattern: String.raw`^[\s\S]{1,256}$`,
      expected: '1 to 256 characters',
      required: true,
    }),
    type: choice(['string', 'integer', 'number', 'boolean', 'list', 'object', 'any'], {
      description: 'Type of the value.',
      required: true,
    }),
    tag: text({ description: 'Tag of the value, for policies and clearances.', format: 'tag' }),
    retention: duration({ description: "Another time to live than the schema's." }),
    encrypted: flag({ description: 'Encrypt the value at rest.', default: true }),
    required: flag({
      description: "The schema's other fields can be written only while this one has a value.",
      default: false,
    }),
  },
  { description: 'A field.' },
);

const memorySchema = object(
  {
    name: text({ description: 'Unique name.', required: true }),
    scope: choice(['session', 'agent', 'user', 'global'], {
      description: 'Who shares the values.',
      default: 'agent',
    }),
    fields: list(memoryField, { description: 'Fields.', required: true, minItems: 1 }),
    max_entries: integer({ description: 'Most values of one owner.', default: 100, minimum: 1 }),
    default_retention: duration({
      description: 'How long values live. `memory.default_retention` if absent.',
    }),
  },
  { description: 'What agents may remember.' },
);

/** `memory`: what agents may remember. */
export const memory = block('What agents may remember, and for how long.', {
  schemas: list(memorySchema, {
    description:
      'What may be remembered. A schema with `user_preference` is there if none is given.',
    default: [],
  }),
  default_retention: duration({
    description: 'How long values live that no schema speaks of.',
    default: '24h',
  }),
  max_value_bytes: integer({
    description: 'Largest value, as JSON in UTF-8.',
    default: 65_536,
    minimum: 1,
  }),
  purge_interval: duration({ description: 'How often expired values are removed.', default: '1h' }),
});
