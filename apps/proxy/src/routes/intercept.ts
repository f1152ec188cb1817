import {
  fromAgentMessageResult,
  fromToolRequestResult,
  fromToolResponseResult,
  toAgentMessage,
  toToolRequest,
  toToolResponse,
} from '@safeai/api';
import type { Dependencies } from './dependencies.ts';
import type { Handler } from './handler.ts';

/** POST /v1/intercept/tool, both phases */
export function interceptTool({ runtime, metrics }: Dependencies): Handler<'intercept_tool'> {
  return async ({ body, query, tenant, call, values }) => {
    if (body.phase === 'request') {
      const result = await runtime.boundary.interceptTool(toToolRequest(body, query), call);
      metrics.decision('action', tenant, result);
      return fromToolRequestResult(result, { values });
    }
    const result = await runtime.boundary.interceptTool(toToolResponse(body, query), call);
    metrics.decision('action', tenant, result);
    return fromToolResponseResult(result, { values });
  };
}

/** POST /v1/intercept/agent-message */
export function interceptMessage({
  runtime,
  metrics,
}: Dependencies): Handler<'intercept_agent_message'> {
  return async ({ body, query, tenant, call, values }) => {
    const result = await runtime.boundary.interceptMessage(toAgentMessage(body, query), call);
    metrics.decision('action', tenant, result);
    return fromAgentMessageResult(result, { values });
  };
}
