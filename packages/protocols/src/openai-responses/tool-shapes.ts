import {
  content,
  either,
  fields,
  later,
  list,
  plain,
  plains,
  tagged,
  type Shape,
} from '../shape/shape.ts';

const described = content('definition');
const schema = content('definition', 'json-value');
const setting = content('setting');
const settingValue = content('setting', 'json-value');
const bare = fields(plains('type'));
const called = { allowed_callers: list(plain), ...plains('type', 'defer_loading') };

const webSearch = fields({
  ...plains('type', 'search_context_size', 'external_web_access'),
  search_content_types: list(plain),
  filters: settingValue,
  user_location: settingValue,
});
const computer = fields(plains('type', 'display_height', 'display_width', 'environment'));

const TOOL: Shape = tagged({
  function: fields({
    ...called,
    ...plains('name', 'strict'),
    description: described,
    parameters: schema,
    output_schema: schema,
  }),
  custom: fields({ ...called, ...plains('name'), description: described, format: schema }),
  namespace: fields({
    ...plains('type', 'name'),
    description: described,
    tools: list(later(() => TOOL)),
  }),
  tool_search: fields({
    ...plains('type', 'execution'),
    description: described,
    parameters: schema,
  }),
  file_search: fields({
    ...plains('type', 'max_num_results'),
    vector_store_ids: list(plain),
    filters: settingValue,
    ranking_options: settingValue,
  }),
  web_search: webSearch,
  web_search_2025_08_26: webSearch,
  web_search_preview: webSearch,
  web_search_preview_2025_03_11: webSearch,
  computer,
  computer_use: computer,
  computer_use_preview: computer,
  mcp: fields({
    ...called,
    ...plains('server_label', 'connector_id', 'tunnel_id'),
    server_description: described,
    server_url: setting,
    authorization: setting,
    headers: settingValue,
    allowed_tools: settingValue,
    require_approval: settingValue,
  }),
  code_interpreter: fields({
    ...called,
    container: either({ string: plain, object: settingValue }),
  }),
  image_generation: fields({
    ...plains(
      'type',
      'action',
      'background',
      'input_fidelity',
      'model',
      'moderation',
      'output_compression',
      'output_format',
      'partial_images',
      'quality',
      'size',
    ),
    input_image_mask: fields({ ...plains('file_id'), image_url: content('image') }),
  }),
  // An environment holds skills, which the model reads.
  shell: fields({ ...called, environment: schema }),
  local_shell: bare,
  apply_patch: fields(called),
  programmatic_tool_calling: bare,
});

/** What a model may call: names and settings of the protocol, descriptions and schemas that the model reads. */
export const TOOLS: Shape = list(TOOL);
