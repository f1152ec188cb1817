import { checkOwnApproval, markedJustification } from '../approvals/own-request.ts';
import { DEFAULT_AGENT, forOwnAgent } from './agent.ts';
import { masked } from './masked.ts';
import { answerFieldsOf, bodyOf, inputSchema, outputSchema } from './schema.ts';
import type { Tool } from './tool.ts';

/** The route takes and answers either of two forms, told apart by this. Many hosts take no `oneOf`. */
const PHASE = {
  type: 'string',
  enum: ['request', 'response'],
  description:
    '`request` before the tool runs, with `parameters`; `response` after, with `response`.',
};

export const interceptTool: Tool = {
  name: 'intercept_tool',
  title: 'Ask before a tool call',
  description:
    'Ask whether a tool call may run (phase `request`, before it) or whether its output may be read (phase `response`, ' +
    'after it). On `allow`, `flag` or `redact` go on with `filtered_parameters` or `filtered_response` only. On ' +
    '`pending_approval` a person has to decide on `approval_request_id`: tell the user, wait, then ask again with exactly ' +
    'the same arguments and that id. On `block` do not run it and do not look for a way around it.',
  input: inputSchema({ ...bodyOf('intercept_tool'), phase: PHASE }, ['phase', 'tool_name']),
  output: outputSchema({ ...answerFieldsOf('intercept_tool'), phase: PHASE }, [
    ...['decision', 'detections', 'phase', 'stripped_fields', 'unauthorized_tags'],
  ]),
  annotations: {
    ...{ readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: false },
  },
  run: async (args, context) => {
    const { routes, standing, signal } = context;
    if (args.phase === 'response') {
      const body = forOwnAgent(args, standing);
      return masked((await routes.call('intercept_tool', { body, signal })).body);
    }
    await checkOwnApproval(args.approval_request_id, context);
    const agent = standing.agent ?? (standing.hasKey ? undefined : DEFAULT_AGENT);
    const body = {
      ...forOwnAgent(args, { ...standing, agent }),
      justification: markedJustification(args.justification, standing),
    };
    return masked((await routes.call('intercept_tool', { body, signal })).body);
  },
};
