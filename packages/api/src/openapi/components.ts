import type { TSchema } from '@sinclair/typebox';
import type { SchemaObject } from 'openapi3-ts/oas31';

type Json = Record<string, unknown>;

/**
 * Collects schemas for a document: every schema with a `title` becomes a component, and a reference to it
 * stands wherever it is used.
 */
export class SchemaComponents {
  readonly #bodies = new Map<string, SchemaObject>();
  readonly #sources = new Map<string, string>();

  /** The components so far, by name. */
  get schemas(): ReadonlyMap<string, SchemaObject> {
    return this.#bodies;
  }

  /** A schema as the document writes it at this place. Throws where two different schemas share a title. */
  refer(schema: TSchema): SchemaObject {
    return this.#place(schema);
  }

  #place(schema: Json): SchemaObject {
    const name = schema.title;
    if (typeof name !== 'string') return this.#write(schema);
    const source = JSON.stringify(schema);
    const known = this.#sources.get(name);
    if (known === undefined) {
      this.#sources.set(name, source);
      this.#bodies.set(name, this.#write(schema));
    } else if (known !== source) {
      throw new Error(`Two different schemas are titled ${name}.`);
    }
    return { $ref: `#/components/schemas/${name}` };
  }

  #write(schema: Json): SchemaObject {
    const written: Json = {};
    for (const [keyword, value] of Object.entries(schema)) {
      written[keyword] = this.#keyword(keyword, value);
    }
    const mapping = this.#mapping(schema);
    if (mapping !== undefined) written.discriminator = mapping;
    return written;
  }

  #keyword(keyword: string, value: unknown): unknown {
    if (keyword === 'properties' || keyword === 'patternProperties') {
      return mapValues(value as Record<string, Json>, (schema) => this.#place(schema));
    }
    if (keyword === 'oneOf' || keyword === 'anyOf') {
      return (value as Json[]).map((schema) => this.#place(schema));
    }
    const nested = keyword === 'items' || keyword === 'additionalProperties';
    return nested && typeof value === 'object' ? this.#place(value as Json) : value;
  }

  /** Which value of the discriminator means which component; ajv reads it from the components themselves. */
  #mapping(schema: Json): Json | undefined {
    const discriminator = schema.discriminator as { propertyName: string } | undefined;
    if (discriminator === undefined) return undefined;
    const { propertyName } = discriminator;
    const pairs = (schema.oneOf as { title: string; properties: Json }[]).flatMap((branch) => {
      const words = (branch.properties[propertyName] as { enum: string[] }).enum;
      return words.map((word) => [word, `#/components/schemas/${branch.title}`] as const);
    });
    return { propertyName, mapping: Object.fromEntries(pairs) };
  }
}

function mapValues<From, To>(
  record: Record<string, From>,
  change: (value: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
