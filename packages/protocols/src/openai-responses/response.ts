import type { JsonObject } from '@safeai/core';
import type { Finish } from '../model.ts';
import { stringOf } from '../shape/shape.ts';
import { objectOf } from '../usage.ts';

/** A response that says nothing, with all that a client looks for. */
export function emptyResponse(about: {
  readonly id: string;
  readonly model: string;
  readonly created: number;
}): JsonObject {
  return {
    id: about.id,
    object: 'response',
    created_at: about.created,
    status: 'in_progress',
    error: null,
    incomplete_details: null,
    instructions: null,
    metadata: {},
    model: about.model,
    output: [],
    parallel_tool_calls: true,
    temperature: null,
    tool_choice: 'auto',
    tools: [],
    top_p: null,
    usage: null,
  };
}

/** Why a response ended: what it states, or its status. */
export function finishOf(response: JsonObject | undefined): readonly Finish[] {
  if (response === undefined) return [];
  const details = objectOf(response, 'incomplete_details');
  const reason =
    (details === undefined ? undefined : stringOf(details, 'reason')) ??
    stringOf(response, 'status');
  if (reason === undefined || reason === 'in_progress' || reason === 'queued') return [];
  return [{ choice: 0, reason }];
}
