import type { JsonSchema } from '../schema/field.ts';
import { DURATION_PATTERN } from '../duration.ts';

/** A setting and the name of its row. */
export interface Row {
  readonly key: string;
  readonly schema: JsonSchema;
}

/** A Markdown table of settings and of all that stands below them. */
export function tableOf(rows: readonly Row[], required: readonly string[]): string {
  const lines = rows.flatMap((row) => linesOf(row, required.includes(row.key)));
  return ['| key | type | default | |', '|---|---|---|---|', ...lines].join('\n');
}

function linesOf({ key, schema }: Row, required: boolean): string[] {
  const own = isContainer(schema) ? [] : [lineOf(key, schema, required)];
  return [...own, ...childrenOf(key, schema)];
}

/** Blocks need no row of their own: their settings carry their name. */
function isContainer(schema: JsonSchema): boolean {
  return schema.properties !== undefined && schema.default !== undefined;
}

function childrenOf(key: string, schema: JsonSchema): string[] {
  if (schema.properties !== undefined) return blockLines(`${key}.`, schema);
  if (schema.items?.oneOf !== undefined) return variantLines(`${key}[]`, schema.items);
  if (schema.items?.properties !== undefined) return blockLines(`${key}[].`, schema.items);
  const inner = schema.additionalProperties;
  if (typeof inner === 'object' && inner.properties !== undefined) {
    return blockLines(`${key}.<name>.`, inner);
  }
  return [];
}

function blockLines(prefix: string, schema: JsonSchema): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, inner]) =>
    linesOf({ key: prefix + name, schema: inner }, schema.required?.includes(name) ?? false),
  );
}

function variantLines(prefix: string, schema: JsonSchema): string[] {
  const key = schema.discriminator?.propertyName ?? '';
  return (schema.oneOf ?? []).flatMap((variant) => {
    const word = String(variant.properties?.[key]?.const);
    return blockLines(`${prefix} (${word}).`, variant);
  });
}

function lineOf(key: string, schema: JsonSchema, required: boolean): string {
  const secret = schema.writeOnly === true ? ' *Secret.*' : '';
  return `| \`${key}\` | ${typeOf(schema)} | ${defaultOf(schema, required)} | ${schema.description ?? ''}${secret} |`;
}

function typeOf(schema: JsonSchema): string {
  if (schema.$ref !== undefined) return `[${nameOf(schema.$ref)}](#${nameOf(schema.$ref)})`;
  if (schema.const !== undefined) return `\`${schema.const}\``;
  if (schema.enum !== undefined) return schema.enum.map((word) => `\`${word}\``).join(', ');
  if (schema.pattern === DURATION_PATTERN) return 'duration';
  if (Array.isArray(schema.type)) return oneOrManyType(schema);
  if (schema.type === 'array') return `list of ${typeOf(schema.items ?? {})}`;
  if (schema.type === 'object') return schema.properties === undefined ? mapType(schema) : 'block';
  return (
    { string: 'text', integer: 'integer', number: 'number', boolean: 'true or false' }[
      String(schema.type)
    ] ?? 'value'
  );
}

function oneOrManyType(schema: JsonSchema): string {
  const one = schema.then;
  return one === undefined ? 'value' : `${typeOf(one)}; or a list`;
}

function mapType(schema: JsonSchema): string {
  const inner = schema.additionalProperties;
  return `map to ${typeOf(typeof inner === 'object' ? inner : {})}`;
}

function nameOf(reference: string): string {
  return reference.slice('#/$defs/'.length);
}

function defaultOf(schema: JsonSchema, required: boolean): string {
  if (required) return '*required*';
  return schema.default === undefined ? '' : `\`${JSON.stringify(schema.default)}\``;
}
