import { fromExplainResult } from '@safeai/api';
import type { ExplainRequest, JsonObject } from '@safeai/core';
import { EMBEDDED_CALL, withUnrecorded } from '../configuration/embedded.ts';
import type { ConfigOptions } from '../configuration/load-configuration.ts';
import type { CommandContext } from '../context.ts';
import { UsageError } from '../errors/usage-error.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { readContent } from '../input/content.ts';
import { parseJson } from '../input/parse-json.ts';
import { judgementLines } from '../output/judgement.ts';
import { type RequestOptions, requestContext, sizeLimit } from './judge.ts';

/** Options of `safeai policy explain`. */
export interface PolicyExplainOptions extends ConfigOptions, RequestOptions {
  readonly boundary: ExplainRequest['boundary'];
  readonly direction?: NonNullable<ExplainRequest['direction']>;
  readonly tool?: string;
  readonly text?: string;
  readonly parameters?: string;
  readonly json?: true;
}

/** Prints what policy would decide and which rules were considered. Succeeds whatever the decision. */
export async function policyExplain(
  options: PolicyExplainOptions,
  { host, output }: CommandContext,
): Promise<ExitCode> {
  return withUnrecorded(options, host, async (embedded) => {
    const text =
      options.text === undefined
        ? undefined
        : await readContent(
            { text: options.text, file: undefined },
            'explain',
            sizeLimit(embedded),
            host,
          );
    const request: ExplainRequest = {
      boundary: options.boundary,
      ...(options.direction === undefined ? {} : { direction: options.direction }),
      ...(options.tool === undefined ? {} : { toolName: options.tool }),
      ...(text === undefined ? {} : { text: text.text }),
      ...(options.parameters === undefined ? {} : { parameters: objectOf(options.parameters) }),
      ...requestContext(options),
    };
    const result = await embedded.runtime.boundary.explain(request, EMBEDDED_CALL);
    const answer = fromExplainResult(result, { values: 'masked' });
    if (options.json === true) {
      await output.json(answer);
      return EXIT.ok;
    }
    const place = text === undefined ? {} : { text: text.text };
    const lines = judgementLines(answer, { ...place, colours: output.colours });
    for (const line of lines) await output.line(line);
    return EXIT.ok;
  });
}

function objectOf(json: string): JsonObject {
  const value = parseJson(json, '--parameters');
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new UsageError('--parameters must be a JSON object, such as {"command": "ls"}');
  }
  return value as JsonObject;
}
