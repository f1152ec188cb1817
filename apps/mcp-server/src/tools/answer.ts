import type { CallToolResult } from '@modelcontextprotocol/server';
import { SafeAIError } from '@safeai/core';

/**
 * What a tool came to, as a host gets it: the structured answer, and its JSON as text for hosts that read no other. An
 * error is an answer too, for the model to read.
 *
 * @param onDefect told of errors that are nobody's but ours
 */
export async function answerTo(
  run: () => Promise<object>,
  onDefect: (message: string) => void,
): Promise<CallToolResult> {
  try {
    const answer = await run();
    return {
      content: [{ type: 'text', text: JSON.stringify(answer) }],
      structuredContent: answer,
    };
  } catch (error) {
    return { content: [{ type: 'text', text: toldOf(error, onDefect) }], isError: true };
  }
}

/** What is told of an error: its code and message; of a defect nothing but that there is one. */
export function toldOf(error: unknown, onDefect: (message: string) => void): string {
  if (SafeAIError.isInstance(error)) {
    const places = error.details.map(({ path, message }) =>
      path === undefined ? message : `${path}: ${message}`,
    );
    return [`${error.code}: ${error.message}`, ...places].join('\n');
  }
  // Its message may hold anything.
  onDefect(`internal error (${error instanceof Error ? error.name : typeof error})`);
  return 'internal_error: Something went wrong in the MCP server itself. Its standard error says more.';
}
