import type { ErrorObject } from 'ajv';
import { expectedForm } from './formats.ts';
import { HIDDEN_NAME, shownName } from './shown-name.ts';
import { closestWord } from './suggestion.ts';

/** What is wrong with one field. */
export interface FieldError {
  /** `$.data_tags[0]` in a body, `?explain` in a query. */
  readonly path: string;
  /** What is wrong and what to do; never a value that was sent. */
  readonly message: string;
}

/** How the fields of a document are named in errors. */
export type PathStyle = 'body' | 'query';

/** An ajv error (made with `verbose: true`) in plain words. */
export function fieldError(error: ErrorObject, style: PathStyle): FieldError {
  const at = pathOf(error.instancePath, style);
  const params = error.params as Record<string, unknown>;
  switch (error.keyword) {
    case 'required':
      return { path: child(at, String(params.missingProperty), style), message: 'is required' };
    case 'additionalProperties':
      return unknownField(at, String(params.additionalProperty), knownFields(error), style);
    case 'enum':
      return { path: at, message: `must be one of: ${list(params.allowedValues)}` };
    case 'discriminator':
      return {
        path: child(at, String(params.tag), style),
        message: `must be one of: ${list(discriminatorValues(error))}`,
      };
    case 'type':
      return { path: at, message: `must be ${article(params.type)}` };
    case 'format': {
      const expected = expectedForm(String(params.format)) ?? `a ${String(params.format)}`;
      return { path: at, message: `must be ${expected}` };
    }
    default:
      return { path: at, message: (error.message ?? 'is not valid').replace(/ NOT /g, ' not ') };
  }
}

function unknownField(
  parent: string,
  name: string,
  known: readonly string[],
  style: PathStyle,
): FieldError {
  const meant = closestWord(name, known);
  const shown = meant === undefined ? shownName(name) : name;
  const what = style === 'query' ? 'query key' : 'field';
  const hint = meant === undefined ? `known: ${known.join(', ')}` : `did you mean "${meant}"?`;
  return {
    path: shown === HIDDEN_NAME ? parent : child(parent, shown, style),
    message: `unknown ${what}; ${hint}`,
  };
}

function knownFields(error: ErrorObject): string[] {
  const schema = error.parentSchema as { properties?: object } | undefined;
  return Object.keys(schema?.properties ?? {});
}

function discriminatorValues(error: ErrorObject): string[] {
  const schema = error.parentSchema as {
    discriminator: { propertyName: string };
    oneOf: { properties: Record<string, { enum?: string[] }> }[];
  };
  const { propertyName } = schema.discriminator;
  return schema.oneOf.flatMap((branch) => branch.properties[propertyName]?.enum ?? []);
}

function pathOf(pointer: string, style: PathStyle): string {
  const names = pointer.split('/').slice(1);
  return names.reduce(
    (path, name) => child(path, name.replaceAll('~1', '/').replaceAll('~0', '~'), style),
    style === 'query' ? '?' : '$',
  );
}

function child(parent: string, name: string, style: PathStyle): string {
  if (style === 'query') return `?${name}`;
  return /^\d+$/.test(name) ? `${parent}[${name}]` : `${parent}.${name}`;
}

function list(values: unknown): string {
  return Array.isArray(values) ? values.join(', ') : '';
}

function article(type: unknown): string {
  const names = (Array.isArray(type) ? type : [type]).map((name) =>
    /^[aio]/.test(String(name)) ? `an ${String(name)}` : `a ${String(name)}`,
  );
  return names.join(' or ').replaceAll('a null', 'null');
}
