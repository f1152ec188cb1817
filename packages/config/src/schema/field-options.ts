import type { Field, JsonSchema, Presence } from './field.ts';

/** What every setting says of itself. */
export interface FieldOptions<T> {
  /** One or two sentences for the reference page and the editor. */
  readonly description: string;
  /** The value when the key is absent. */
  readonly default?: T;
  /** The key must be written. */
  readonly required?: true;
}

/** The presence that options lead to. */
export type PresenceOf<O> = O extends { required: true }
  ? 'given'
  : O extends { default: unknown }
    ? 'filled'
    : 'optional';

/** Makes a field of what its options and its kind say. */
export function field<T, P extends Presence>(
  options: FieldOptions<unknown>,
  keywords: JsonSchema,
): Field<T, P> {
  const { description } = options;
  const filled = options.default !== undefined;
  const presence = options.required === true ? 'given' : filled ? 'filled' : 'optional';
  const schema = { description, ...keywords, ...(filled ? { default: options.default } : {}) };
  return { schema, presence: presence as P };
}
