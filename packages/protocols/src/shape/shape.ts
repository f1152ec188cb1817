import type { JsonObject, JsonValue } from '@safeai/core';
import type { PartForm, PartKind, Speaker, Unscanned } from '../model.ts';

/** What is known of a place from those around it. */
export interface ShapeContext {
  readonly role: Speaker;
  /** In the place of `text`: the text blocks of a tool's result. */
  readonly textKind?: PartKind;
  readonly toolName?: string;
  readonly toolCallId?: string;
  readonly choice?: number;
  /** The stream's text that this is part of, up to the field's own name. */
  readonly channel?: string;
  readonly signed?: boolean;
}

/**
 * What a place of a body is known to hold. Shapes are data: a field that a provider adds is a line in its protocol, and
 * what has no line is reported.
 */
export type Shape =
  | PlainShape
  | OpaqueShape
  | ContentShape
  | LogprobShape
  | VectorShape
  | FieldsShape
  | ListShape
  | TaggedShape
  | EitherShape
  | AsShape
  | LaterShape;

/** A flag, number, identifier or word of the protocol's: told as a word, and where it has blanks or is longer than any as unscanned. */
export interface PlainShape {
  readonly is: 'plain';
}

/** Known, but not to be read. */
export interface OpaqueShape {
  readonly is: 'opaque';
  readonly why: Unscanned['why'];
}

export interface ContentShape {
  readonly is: 'content';
  readonly kind: PartKind;
  readonly form: PartForm;
  /** The field's own name within a stream's channel; without it, the content comes whole. */
  readonly flow?: string;
}

/** A list of tokens with their alternatives. */
export interface LogprobShape {
  readonly is: 'logprob';
  /** The name of the field that the tokens repeat. */
  readonly repeats: string;
}

/** Numbers of an embedding, as a list or as the base64 of floats: too many to look at one by one. */
export interface VectorShape {
  readonly is: 'vector';
}

export interface FieldsShape {
  readonly is: 'fields';
  readonly fields: ReadonlyMap<string, Shape>;
  readonly enter?: Enter;
}

/** A context with more to it. Each event of each stream needs some: a spread that gets further fields takes 2 µs. */
export function inside(
  context: ShapeContext,
  ...more: readonly (Partial<ShapeContext> | false)[]
): ShapeContext {
  return Object.assign({}, context, ...more) as ShapeContext;
}

/** What the fields of an object say of those within it. */
export type Enter = (object: JsonObject, context: ShapeContext, position: number) => ShapeContext;

export interface ListShape {
  readonly is: 'list';
  readonly items: Shape;
}

/** An object whose `type` says what it is. */
export interface TaggedShape {
  readonly is: 'tagged';
  readonly cases: ReadonlyMap<string, Shape>;
  /** The case of an object without a `type`. */
  readonly untagged?: string | ((object: JsonObject) => string);
}

/** Another shape for each type of JSON. */
export interface EitherShape {
  readonly is: 'either';
  readonly string?: Shape;
  readonly list?: Shape;
  /** A list of numbers alone, where it means something else. */
  readonly numbers?: Shape;
  readonly object?: Shape;
}

/** Another shape whose texts are somebody's words. */
export interface AsShape {
  readonly is: 'as';
  readonly role: Speaker;
  readonly shape: Shape;
}

/** A shape that holds itself. */
export interface LaterShape {
  readonly is: 'later';
  readonly shape: () => Shape;
}

export const plain: PlainShape = { is: 'plain' };
export const encrypted: OpaqueShape = { is: 'opaque', why: 'encrypted' };
export const stored: OpaqueShape = { is: 'opaque', why: 'stored' };
export const tokens: OpaqueShape = { is: 'opaque', why: 'tokens' };
export const vector: VectorShape = { is: 'vector' };

export function content(kind: PartKind, form: PartForm = 'text', flow?: string): ContentShape {
  return { is: 'content', kind, form, ...(flow !== undefined && { flow }) };
}

export function fields(shapes: Readonly<Record<string, Shape>>, enter?: Enter): FieldsShape {
  return {
    is: 'fields',
    fields: new Map(Object.entries(shapes)),
    ...(enter !== undefined && { enter }),
  };
}

/** Plain fields of these names. */
export function plains(...names: readonly string[]): Record<string, Shape> {
  return Object.fromEntries(names.map((name) => [name, plain]));
}

export function list(items: Shape): ListShape {
  return { is: 'list', items };
}

export function tagged(
  cases: Readonly<Record<string, Shape>>,
  untagged?: TaggedShape['untagged'],
): TaggedShape {
  return {
    is: 'tagged',
    cases: new Map(Object.entries(cases)),
    ...(untagged !== undefined && { untagged }),
  };
}

export function either(shapes: Omit<EitherShape, 'is'>): EitherShape {
  return { is: 'either', ...shapes };
}

export function later(shape: () => Shape): LaterShape {
  return { is: 'later', shape };
}

/** A string field of an object, if it is one. */
export function stringOf(object: JsonObject, key: string): string | undefined {
  const value: JsonValue | undefined = Object.hasOwn(object, key) ? object[key] : undefined;
  return typeof value === 'string' ? value : undefined;
}
