import type { JsonValue } from '@safeai/core';

/** What the texts of a framework are filled with. */
export interface Filling {
  readonly agentId: string;
  readonly gatewayUrl: string;
}

/** Data with `{{agent_id}}` and `{{gateway_url}}` filled in, in every text. */
export function fill<T>(data: T, filling: Filling): T {
  return fillValue(data as JsonValue, filling) as T;
}

function fillValue(value: JsonValue, filling: Filling): JsonValue {
  if (typeof value === 'string') {
    return value
      .replaceAll('{{agent_id}}', () => filling.agentId)
      .replaceAll('{{gateway_url}}', () => filling.gatewayUrl);
  }
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return (value as JsonValue[]).map((each) => fillValue(each, filling));
  const members = Object.entries(value).map(([key, each]) => [key, fillValue(each, filling)]);
  return Object.fromEntries(members) as JsonValue;
}
