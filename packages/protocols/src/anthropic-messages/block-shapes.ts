import type { JsonObject } from '@safeai/core';
import {
  content,
  either,
  encrypted,
  fields,
  later,
  list,
  plains,
  stringOf,
  tagged,
  type Enter,
  type Shape,
  type ShapeContext,
} from '../shape/shape.ts';

export const cacheControl = { cache_control: fields(plains('type', 'ttl')) };
const type = plains('type');
const cited = content('citation');

/** One shape for all five kinds of citations. */
export const CITATION: Shape = fields({
  ...plains(
    'type',
    'document_index',
    'start_char_index',
    'end_char_index',
    'start_page_number',
    'end_page_number',
    'start_block_index',
    'end_block_index',
    'search_result_index',
    'file_id',
  ),
  cited_text: cited,
  document_title: cited,
  title: cited,
  source: cited,
  url: cited,
  encrypted_index: encrypted,
});

const citationsConfig = either({ list: list(CITATION), object: fields(plains('enabled')) });

const image = fields({
  ...type,
  ...cacheControl,
  source: tagged({
    base64: fields({ ...plains('type', 'media_type'), data: content('image', 'binary') }),
    url: fields({ ...type, url: content('image') }),
    file: fields(plains('type', 'file_id')),
  }),
  transformations: fields(plains('oversized_image')),
});

const document = fields({
  ...type,
  ...cacheControl,
  source: tagged({
    base64: fields({ ...plains('type', 'media_type'), data: content('file', 'binary') }),
    text: fields({ ...plains('type', 'media_type'), data: content('file') }),
    content: fields({
      ...type,
      content: either({ string: content('file'), list: later(() => CONTENT_BLOCKS) }),
    }),
    url: fields({ ...type, url: content('file') }),
    file: fields(plains('type', 'file_id')),
  }),
  title: content('file'),
  context: content('file'),
  citations: fields(plains('enabled')),
});

const caller = fields(plains('type', 'tool_id'));

/** Who called what, for the input below. */
const called: Enter = (block, context) => {
  const toolName = stringOf(block, 'name');
  const toolCallId = stringOf(block, 'id');
  return {
    ...context,
    ...(toolName !== undefined && toolName !== '' && { toolName }),
    ...(toolCallId !== undefined && toolCallId !== '' && { toolCallId }),
  };
};

/** What comes back from a tool is the tool's word, whoever ran it. */
const answered: Enter = (block, context) => answeredBy(block, context);

function answeredBy(block: JsonObject, context: ShapeContext): ShapeContext {
  const toolCallId = stringOf(block, 'tool_use_id');
  return {
    ...context,
    role: 'tool',
    textKind: 'tool_result',
    ...(toolCallId !== undefined && toolCallId !== '' && { toolCallId }),
  };
}

const text = content('text');
const failed = fields({ ...plains('type', 'error_code'), error_message: text });
const outputs = list(fields(plains('type', 'file_id')));
const ran = fields({
  ...plains('type', 'return_code'),
  stdout: text,
  stderr: text,
  encrypted_stdout: encrypted,
  content: outputs,
});

/** A result of a tool that the provider runs. */
function toolResult(inner: Shape): Shape {
  return fields(
    { ...plains('type', 'tool_use_id', 'is_error'), ...cacheControl, caller, content: inner },
    answered,
  );
}

const webPage = fields({
  ...type,
  title: text,
  url: text,
  page_age: text,
  encrypted_content: encrypted,
});

const references = list(fields({ ...plains('type', 'tool_name'), ...cacheControl }));

/** Blocks of a message, in requests and answers alike. */
export function blocks(streamed: boolean): Shape {
  const flow = (name: string) => (streamed ? name : undefined);
  const call = fields(
    {
      ...plains('type', 'id', 'server_name', 'toolset_name'),
      ...cacheControl,
      caller,
      name: content('tool_name', 'text', flow('input')),
      input: content('tool_call', 'json-value'),
    },
    called,
  );
  return tagged({
    text: fields({
      ...type,
      ...cacheControl,
      text: content('text', 'text', flow('text')),
      citations: citationsConfig,
    }),
    image,
    document,
    search_result: fields({
      ...type,
      ...cacheControl,
      content: later(() => CONTENT_BLOCKS),
      source: text,
      title: text,
      citations: citationsConfig,
    }),
    thinking: fields(
      {
        ...type,
        thinking: content('reasoning', 'text', flow('thinking')),
        signature: encrypted,
      },
      (_block, context) => ({ ...context, signed: true }),
    ),
    redacted_thinking: fields({ ...type, data: encrypted }),
    tool_use: call,
    server_tool_use: call,
    mcp_tool_use: call,
    tool_result: fields(
      {
        ...plains('type', 'tool_use_id', 'is_error', 'toolset_name'),
        ...cacheControl,
        content: either({ string: text, list: later(() => CONTENT_BLOCKS) }),
      },
      answered,
    ),
    mcp_tool_result: toolResult(either({ string: text, list: later(() => CONTENT_BLOCKS) })),
    web_search_tool_result: toolResult(either({ list: list(webPage), object: failed })),
    web_fetch_tool_result: toolResult(
      tagged({
        web_fetch_result: fields({
          ...plains('type', 'retrieved_at'),
          url: text,
          content: document,
        }),
        web_fetch_tool_result_error: failed,
      }),
    ),
    code_execution_tool_result: toolResult(
      tagged({
        code_execution_result: ran,
        encrypted_code_execution_result: ran,
        code_execution_tool_result_error: failed,
      }),
    ),
    bash_code_execution_tool_result: toolResult(
      tagged({
        bash_code_execution_result: ran,
        bash_code_execution_tool_result_error: failed,
      }),
    ),
    text_editor_code_execution_tool_result: toolResult(
      tagged({
        text_editor_code_execution_view_result: fields({
          ...plains('type', 'file_type', 'num_lines', 'start_line', 'total_lines'),
          content: text,
        }),
        text_editor_code_execution_create_result: fields(plains('type', 'is_file_update')),
        text_editor_code_execution_str_replace_result: fields({
          ...plains('type', 'new_lines', 'new_start', 'old_lines', 'old_start'),
          lines: list(text),
        }),
        text_editor_code_execution_tool_result_error: failed,
      }),
    ),
    tool_search_tool_result: toolResult(
      tagged({
        tool_search_tool_search_result: fields({ ...type, tool_references: references }),
        tool_search_tool_result_error: failed,
      }),
    ),
    advisor_tool_result: toolResult(
      tagged({
        advisor_result: fields({ ...plains('type', 'stop_reason'), text }),
        advisor_redacted_result: fields({
          ...plains('type', 'stop_reason'),
          encrypted_content: encrypted,
        }),
        advisor_tool_result_error: failed,
      }),
    ),
    tool_reference: fields({ ...plains('type', 'tool_name'), ...cacheControl }),
    container_upload: fields({ ...plains('type', 'file_id'), ...cacheControl }),
    compaction: fields({
      ...type,
      ...cacheControl,
      content: content('text', 'text', flow('content')),
      encrypted_content: encrypted,
      signature: encrypted,
    }),
    mcp_tool_listing: fields({
      ...plains('type', 'mcp_server_name'),
      tools: list(
        fields({
          ...plains('name'),
          description: content('definition'),
          input_schema: content('definition', 'json-value'),
        }),
      ),
    }),
    fallback: fields({
      ...type,
      from: fields(plains('model')),
      to: fields(plains('model')),
      trigger: fields(plains('type', 'category')),
    }),
  });
}

export const BLOCK: Shape = blocks(false);
export const CONTENT_BLOCKS: Shape = list(BLOCK);
