import {
  type CallToolResult,
  ProtocolError,
  ProtocolErrorCode,
} from '@modelcontextprotocol/server';
import type { JsonObject } from '@safeai/core';
import { inspect } from '../definitions/inspection.ts';
import { Refusal, undecided } from '../judge/refusal.ts';
import { ServerFailure } from '../upstream/server-failure.ts';

/** What went wrong, as an error of the protocol. A server's own goes on where nothing is found in it. */
export function protocolErrorOf(error: unknown): Error {
  if (error instanceof ProtocolError) return error;
  if (error instanceof Refusal) {
    return new ProtocolError(ProtocolErrorCode.InvalidRequest, error.message);
  }
  if (!(error instanceof ServerFailure)) {
    const { message } = undecided(error, 'the request');
    return new ProtocolError(ProtocolErrorCode.InternalError, message);
  }
  if (error.kind !== 'error') {
    return new ProtocolError(ProtocolErrorCode.InternalError, error.message);
  }
  const { code = ProtocolErrorCode.InternalError } = error;
  const message = error.message.replace(/^MCP error -?\d+: /, '');
  const said = { message, data: (error.data ?? null) as JsonObject | null };
  if (!isClean(said)) return new ProtocolError(code, 'The server answered with an error.');
  return error.data === undefined
    ? new ProtocolError(code, message)
    : new ProtocolError(code, message, error.data);
}

/** What went wrong with a tool's call, as an answer that the model reads. */
export function toolError(text: string): CallToolResult {
  return { content: [{ type: 'text', text }], isError: true };
}

/** Whether nothing is found in it. */
export function isClean(value: JsonObject): boolean {
  try {
    return inspect(value).size === 0;
  } catch {
    return false;
  }
}
