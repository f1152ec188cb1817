/** A JSON Schema (2020-12), as data. */
export interface JsonSchema {
  readonly [keyword: string]: unknown;
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
  readonly title?: string;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly patternProperties?: Readonly<Record<string, JsonSchema>>;
  readonly propertyNames?: JsonSchema;
  readonly items?: JsonSchema;
  readonly oneOf?: readonly JsonSchema[];
  readonly discriminator?: { readonly propertyName: string };
  readonly then?: JsonSchema;
  readonly else?: JsonSchema;
  readonly const?: string;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly format?: string;
  readonly writeOnly?: boolean;
}

/**
 * Whether a key is there once the configuration is loaded: `given` must be written, `filled` has a
 * default, `optional` may be absent.
 */
export type Presence = 'given' | 'filled' | 'optional';

declare const VALUE: unique symbol;

/** A setting: its JSON Schema, and the type that it has in a loaded configuration. */
export interface Field<T = unknown, P extends Presence = Presence> {
  readonly schema: JsonSchema;
  readonly presence: P;
  /** Holds the type alone; never there at run time. */
  readonly [VALUE]?: T;
}

/** The settings of a block by their YAML names. */
export type Shape = Readonly<Record<string, Field>>;

/** The type of a setting in a loaded configuration. */
export type ValueOf<F> = F extends Field<infer T> ? T : never;

/** `max_size_mb` → `maxSizeMb`, on types. */
export type CamelCase<K> = K extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : K;

type OptionalKeys<S extends Shape> = {
  [K in keyof S]: S[K]['presence'] extends 'optional' ? K : never;
}[keyof S];

type Flatten<T> = { [K in keyof T]: T[K] };

/** The type of a block in a loaded configuration: camelCase keys, all read-only. */
export type ShapeValue<S extends Shape> = Flatten<
  {
    readonly [K in Exclude<keyof S, OptionalKeys<S>> as CamelCase<K>]: ValueOf<S[K]>;
  } & { readonly [K in OptionalKeys<S> as CamelCase<K>]?: ValueOf<S[K]> }
>;

const camelCased = new Map<string, string>();

/** `max_size_mb` → `maxSizeMb`. For names of the schema, of which there are few. */
export function camelCase(key: string): string {
  let name = camelCased.get(key);
  if (name === undefined) {
    name = key.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
    camelCased.set(key, name);
  }
  return name;
}
