import { parseStrictJson, type JsonObject, type JsonValue } from '@safeai/core';
import type { Lock, Pin, ServerPins } from './lock.ts';

/** A lock that cannot be used: nothing is offered then. */
export class LockError extends Error {
  override readonly name = 'LockError';
}

/**
 * Reads a lock. Everything in it must be as {@link formatLock} writes it: a field that is not known could mean
 * something to whoever wrote it.
 *
 * @throws LockError
 */
export function parseLock(text: string): Lock {
  let value: JsonValue;
  try {
    value = parseStrictJson(text, BOUNDS, 'The lock');
  } catch (cause) {
    throw new LockError('it is not JSON, or names something twice', { cause });
  }
  const root = objectAt(value, 'the lock', ['version', 'servers']);
  if (root.version !== 1) throw new LockError('its version is not 1');
  return new Map(
    Object.entries(objectAt(root.servers, 'servers')).map(([name, server]) => [
      name,
      parseServer(server, name),
    ]),
  );
}

/** Writes a lock: sorted, one field a line, so that a change can be reviewed. */
export function formatLock(lock: Lock): string {
  const servers = Object.fromEntries(
    sorted(lock).map(([name, { instructions, tools }]) => [
      name,
      {
        instructions: instructions === null ? null : formatPin(instructions),
        tools: Object.fromEntries(sorted(tools).map(([tool, pin]) => [tool, formatPin(pin)])),
      },
    ]),
  );
  return `${JSON.stringify({ version: 1, servers }, null, 2)}\n`;
}

function sorted<T>(map: ReadonlyMap<string, T>): (readonly [string, T])[] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : 1));
}

function formatPin({ sha256, parts, date, accepted, approvedBy, findings }: Pin): JsonObject {
  return {
    sha256,
    parts: { ...parts },
    date,
    accepted,
    ...(approvedBy === undefined ? {} : { approved_by: approvedBy }),
    ...(findings.length === 0 ? {} : { findings: [...findings] }),
  };
}

function parseServer(value: JsonValue | undefined, name: string): ServerPins {
  const server = objectAt(value, name, ['instructions', 'tools']);
  const tools = Object.entries(objectAt(server.tools, `${name}.tools`)).map(
    ([tool, pin]) => [tool, parsePin(pin, `${name}.tools.${tool}`)] as const,
  );
  const { instructions } = server;
  return {
    instructions: instructions === null ? null : parsePin(instructions, `${name}.instructions`),
    tools: new Map(tools),
  };
}

const BOUNDS = { jsonDepth: 8, jsonLeaves: 1_000_000 };

const PIN_FIELDS = ['sha256', 'parts', 'date', 'accepted', 'approved_by', 'findings'];

function parsePin(value: JsonValue | undefined, place: string): Pin {
  const pin = objectAt(value, place, PIN_FIELDS);
  const { sha256, date, accepted, approved_by: approvedBy, findings = [] } = pin;
  const parts = objectAt(pin.parts, `${place}.parts`);
  if (typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(sha256)) throw wrong(place, 'sha256');
  if (typeof date !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(date)) throw wrong(place, 'date');
  if (typeof accepted !== 'boolean') throw wrong(place, 'accepted');
  if (approvedBy !== undefined && typeof approvedBy !== 'string') throw wrong(place, 'approved_by');
  if (!isTexts(findings)) throw wrong(place, 'findings');
  if (!isTexts(Object.values(parts))) throw wrong(place, 'parts');
  return {
    sha256,
    parts: parts as Readonly<Record<string, string>>,
    date,
    accepted,
    ...(approvedBy === undefined ? {} : { approvedBy }),
    findings,
  };
}

function isTexts(value: JsonValue | undefined): value is string[] {
  return Array.isArray(value) && value.every((entry: JsonValue) => typeof entry === 'string');
}

function objectAt(
  value: JsonValue | undefined,
  place: string,
  fields?: readonly string[],
): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new LockError(`${place} is not an object`);
  }
  const unknown = Object.keys(value).find((field) => fields?.includes(field) === false);
  if (unknown !== undefined) throw new LockError(`${place} has the unknown field ${unknown}`);
  return value as JsonObject;
}

function wrong(place: string, field: string): LockError {
  return new LockError(`${field} of ${place} is wrong`);
}
