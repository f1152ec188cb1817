import type { JsonObject, JsonValue } from '@safeai/core';
import type { HookAnswer } from './event.ts';

/** Nothing is said: the host goes on as it would without the hook. */
export const SILENT: HookAnswer = { exitCode: 0, output: null, message: null };

/** A field that holds a text. */
export function textOf(envelope: JsonObject, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = envelope[name];
    if (typeof value === 'string' && value !== '') return value;
  }
  return undefined;
}

/** Longest name that SafeAI takes for a session or a tool. */
const MAX_NAME = 256;

/** The session of an envelope, where it has one that can be a name. */
export function sessionOf(envelope: JsonObject, ...names: readonly string[]): SessionPart {
  const sessionId = textOf(envelope, ...names)?.slice(0, MAX_NAME);
  return sessionId === undefined ? {} : { sessionId };
}

interface SessionPart {
  readonly sessionId?: string;
}

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The name under which parameters stand that are no object. */
const WHOLE = 'input';

/**
 * The parameters of a call. Some hosts send them as JSON in a string. Parameters that are no object are judged under
 * the name `input`.
 */
export function parametersOf(value: JsonValue | undefined): JsonObject {
  if (value === undefined || value === null) return {};
  if (isObject(value)) return value;
  if (typeof value !== 'string') return { [WHOLE]: value };
  const parsed = parsedJson(value);
  return isObject(parsed) ? parsed : { [WHOLE]: value };
}

/** Changed parameters in the form in which the host sent them. */
export function inFormOf(sent: JsonValue | undefined, changed: JsonValue): JsonValue {
  if (isObject(sent) || sent === undefined || sent === null) return changed;
  if (typeof sent === 'string' && isObject(parsedJson(sent))) return JSON.stringify(changed);
  return isObject(changed) ? (changed[WHOLE] ?? null) : changed;
}

/** What a string holds as JSON; undefined where it is none. */
export function parsedJson(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}

/** Stops the event, with a reason on standard error for hosts that read it there. */
export function stopped(output: JsonObject, reason: string): HookAnswer {
  return { exitCode: 2, output, message: reason };
}

/** Says something without stopping anything. */
export function said(output: JsonObject): HookAnswer {
  return { exitCode: 0, output, message: null };
}
