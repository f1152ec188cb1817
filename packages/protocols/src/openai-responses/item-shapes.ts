import type { JsonObject } from '@safeai/core';
import type { Speaker } from '../model.ts';
import {
  content,
  either,
  encrypted,
  fields,
  inside,
  list,
  plain,
  plains,
  stored,
  stringOf,
  tagged,
  type AsShape,
  type Enter,
  type Shape,
  type ShapeContext,
} from '../shape/shape.ts';
import { callArguments } from '../openai-chat/call-arguments.ts';
import { contentParts } from './content-shapes.ts';
import { TOOLS } from './tool-shapes.ts';

const ROLES: ReadonlyMap<string, Speaker> = new Map<string, Speaker>([
  ['system', 'system'],
  ['developer', 'system'],
  ['user', 'user'],
  ['assistant', 'assistant'],
]);

const frame = {
  ...plains('id', 'type', 'status', 'call_id', 'created_by', 'agent'),
  caller: fields(plains('type', 'caller_id')),
};
const callValue = content('tool_call', 'json-value');
const resultText = content('tool_result');
const resultValue = content('tool_result', 'json-value');
const byTool = (shape: Shape): AsShape => ({ is: 'as', role: 'tool', shape });
const safetyChecks = list(fields({ ...plains('id', 'code'), message: content('text') }));

/** Items of a conversation: what was said, called and answered, in requests and answers alike. */
export function itemOf(streamed: boolean): Shape {
  const flow = (name: string) => (streamed ? name : undefined);

  /** An item of a list is its place's; that of an event is told which by the event. */
  const placed = (context: ShapeContext, position: number): ShapeContext =>
    streamed && context.channel === undefined
      ? inside(context, { channel: `${String(position)}/` })
      : context;
  const says: Enter = (message, context, position) => ({
    ...placed(context, position),
    role: ROLES.get(stringOf(message, 'role') ?? '') ?? context.role,
  });
  const thinks: Enter = (item, context, position) => ({
    ...placed(context, position),
    role: 'assistant',
    ...(typeof item.encrypted_content === 'string' && { signed: true }),
  });
  /** The model calls: a tool that the item names, or one of the provider's. */
  const calls =
    (provided?: string): Enter =>
    (item, context, position) => ({
      ...placed(context, position),
      role: 'assistant',
      ...callOf(item, provided ?? stringOf(item, 'name')),
    });
  const answers =
    (provided?: string): Enter =>
    (item, context, position) => ({
      ...placed(context, position),
      role: 'tool',
      textKind: 'tool_result',
      ...callOf(item, provided),
    });

  const name = (channel: string) => content('tool_name', 'text', flow(channel));
  const args = callArguments(streamed);
  const output = either({ string: resultText, list: contentParts(false, '') });
  const mcp = {
    ...frame,
    ...plains('server_label', 'approval_request_id'),
    name: name('arguments'),
  };
  const shape = tagged(
    {
      message: fields(
        {
          ...frame,
          ...plains('role', 'phase'),
          content: either({ string: content('text'), list: contentParts(streamed, 'content') }),
        },
        says,
      ),
      reasoning: fields(
        {
          ...frame,
          summary: contentParts(streamed, 'summary'),
          content: contentParts(streamed, 'content'),
          encrypted_content: encrypted,
        },
        thinks,
      ),
      function_call: fields(
        { ...frame, ...plains('namespace'), name: name('arguments'), arguments: args },
        calls(),
      ),
      function_call_output: fields({ ...frame, output }, answers()),
      custom_tool_call: fields(
        {
          ...frame,
          ...plains('namespace'),
          name: name('input'),
          input: content('tool_call', 'text', flow('input')),
        },
        calls(),
      ),
      custom_tool_call_output: fields({ ...frame, output }, answers()),
      mcp_call: fields(
        { ...mcp, arguments: args, output: byTool(resultText), error: byTool(resultValue) },
        calls(),
      ),
      mcp_approval_request: fields({ ...mcp, arguments: args }, calls()),
      mcp_approval_response: fields({
        ...frame,
        ...plains('approval_request_id', 'approve', 'request_id'),
        reason: content('text'),
      }),
      mcp_list_tools: fields(
        {
          ...frame,
          ...plains('server_label'),
          error: resultValue,
          tools: list(
            fields({
              ...plains('name'),
              description: content('definition'),
              input_schema: content('definition', 'json-value'),
              annotations: content('definition', 'json-value'),
            }),
          ),
        },
        answers(),
      ),
      file_search_call: fields(
        {
          ...frame,
          queries: callValue,
          results: byTool(
            list(
              fields({
                ...plains('file_id', 'score', 'vector_store_id'),
                filename: resultText,
                text: resultText,
                attributes: resultValue,
              }),
            ),
          ),
        },
        calls('file_search'),
      ),
      // Where it looks is what it calls with; the pages that it found stand there too.
      web_search_call: fields({ ...frame, action: callValue }, calls('web_search')),
      computer_call: fields(
        {
          ...frame,
          action: callValue,
          actions: callValue,
          pending_safety_checks: safetyChecks,
        },
        calls('computer'),
      ),
      computer_call_output: fields(
        {
          ...frame,
          output: fields({ ...plains('type', 'file_id'), image_url: content('image') }),
          acknowledged_safety_checks: safetyChecks,
        },
        answers('computer'),
      ),
      image_generation_call: fields(
        {
          ...frame,
          ...plains('action', 'background', 'output_format', 'quality', 'size', 'model'),
          revised_prompt: content('tool_call'),
          result: byTool(content('image', 'binary')),
        },
        calls('image_generation'),
      ),
      code_interpreter_call: fields(
        {
          ...frame,
          ...plains('container_id'),
          code: content('tool_call', 'text', flow('code')),
          outputs: byTool(
            list(
              tagged({
                logs: fields({ ...plains('type'), logs: resultText }),
                image: fields({ ...plains('type'), url: content('image') }),
              }),
            ),
          ),
        },
        calls('code_interpreter'),
      ),
      local_shell_call: fields({ ...frame, action: callValue }, calls('local_shell')),
      local_shell_call_output: fields({ ...frame, output: resultText }, answers('local_shell')),
      shell_call: fields(
        { ...frame, action: callValue, environment: content('definition', 'json-value') },
        calls('shell'),
      ),
      shell_call_output: fields(
        {
          ...frame,
          ...plains('max_output_length'),
          output: list(
            fields({
              ...plains('created_by'),
              outcome: fields(plains('type', 'exit_code')),
              stdout: resultText,
              stderr: resultText,
            }),
          ),
        },
        answers('shell'),
      ),
      apply_patch_call: fields({ ...frame, operation: callValue }, calls('apply_patch')),
      apply_patch_call_output: fields({ ...frame, output: resultText }, answers('apply_patch')),
      tool_search_call: fields(
        { ...frame, ...plains('execution'), arguments: callValue },
        calls('tool_search'),
      ),
      tool_search_output: fields(
        { ...frame, ...plains('execution'), tools: TOOLS },
        answers('tool_search'),
      ),
      additional_tools: fields({ ...frame, ...plains('role'), tools: TOOLS }),
      program: fields(
        { ...frame, ...plains('fingerprint'), code: content('tool_call') },
        calls('program'),
      ),
      program_output: fields({ ...frame, result: resultText }, answers('program')),
      compaction: fields({ ...frame, encrypted_content: encrypted }),
      compaction_trigger: fields({ type: plain }),
      item_reference: fields({ type: plain, id: stored }),
    },
    (item) => (Object.hasOwn(item, 'role') ? 'message' : 'item_reference'),
  );
  return shape;
}

function callOf(item: JsonObject, toolName: string | undefined): Partial<ShapeContext> {
  const toolCallId = stringOf(item, 'call_id') ?? stringOf(item, 'id');
  return {
    ...(toolName !== undefined && toolName !== '' && { toolName }),
    ...(toolCallId !== undefined && toolCallId !== '' && { toolCallId }),
  };
}
