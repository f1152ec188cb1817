import type { CallToolResult } from '@modelcontextprotocol/server';
import { AjvJsonSchemaValidator } from '@modelcontextprotocol/server/validators/ajv';
import type { JsonObject, JsonValue } from '@safeai/core';
import type { Answer } from '../judge/judged-call.ts';

/**
 * A tool's result as the host gets it. Where redaction has made its structured content another one than the tool's
 * schema describes, a host would refuse the whole: the content that is for the model goes on, as an error.
 */
export function fittingResult(answer: Answer, schema: JsonValue | undefined): CallToolResult {
  const result = toldResult(answer);
  const { structuredContent, ...rest } = result;
  if (
    !answer.isRedacted ||
    structuredContent === undefined ||
    schema === undefined ||
    fits(structuredContent, schema)
  ) {
    return result as unknown as CallToolResult;
  }
  const content = Array.isArray(rest.content) ? (rest.content as readonly JsonValue[]) : [];
  const said = { ...rest, content: [...content, { type: 'text', text: NO_FIT }], isError: true };
  return said as unknown as CallToolResult;
}

/** A result that says how many of its parts nobody looked into. */
export function toldResult({ result, unscanned }: Answer): JsonObject {
  if (unscanned === 0) return result;
  const meta = result._meta as JsonObject | undefined;
  return { ...result, _meta: { ...meta, 'safeai/unscanned': unscanned } };
}

const NO_FIT =
  'SafeAI redacted this answer. Its structured content no longer fits the schema of the tool and is left out.';

function fits(content: JsonValue, schema: JsonValue): boolean {
  if (typeof schema !== 'object' || schema === null) return true;
  try {
    const validate = new AjvJsonSchemaValidator().getValidator(schema as Record<string, unknown>);
    return validate(content).valid;
  } catch {
    return false;
  }
}
