/** Places of streams: each a whole stream in its provider's exact form, with a text in one place of it. */
import type { JsonObject } from '@safeai/core';
import {
  anthropicMessages,
  geminiGenerate,
  openAiChat,
  openAiCompletions,
  openAiResponses,
  type PartKind,
  type Protocol,
  type Speaker,
  type Unscanned,
} from '@safeai/protocols';
import {
  chunk as geminiChunk,
  says,
  sse as geminiSse,
} from '../../../../packages/protocols/test/gemini-streams.ts';
import {
  begun,
  ended,
  events,
  response,
} from '../../../../packages/protocols/test/response-streams.ts';
import {
  begin,
  chunk,
  delta,
  DONE,
  event,
  finish,
  piece,
  start,
  stop,
} from '../../../../packages/protocols/test/streams.ts';
import { geminiArray } from '../support/gemini-answers.ts';
import type { Carrier, Place } from './place.ts';

type Json = JsonObject;
type Write = (pieces: readonly string[]) => string;

/** The places of a format that are written down here. */
class Book {
  readonly places: Place[] = [];
  readonly #protocol: Protocol;
  readonly #carrier: Carrier;

  constructor(protocol: Protocol, carrier: Carrier = 'sse') {
    this.#protocol = protocol;
    this.#carrier = carrier;
  }

  /** Content that comes in pieces. */
  flows(kind: PartKind, where: string, write: Write, role: Speaker = 'assistant'): void {
    this.#add(kind, where, write, true, role);
  }

  /** Content that comes in one piece. */
  whole(
    kind: PartKind,
    where: string,
    write: (text: string) => string,
    role: Speaker = 'assistant',
  ): void {
    this.#add(kind, where, (pieces) => write(pieces.join('')), false, role);
  }

  /** What is not content. */
  told(why: Unscanned['why'], where: string, write: (text: string) => string): void {
    this.#add(why, where, (pieces) => write(pieces.join('')), false);
  }

  #add(kind: Place['kind'], where: string, write: Write, flows: boolean, role?: Speaker): void {
    this.places.push({
      protocol: this.#protocol,
      carrier: this.#carrier,
      direction: 'answer',
      kind,
      ...(role !== undefined && { role }),
      where,
      status: 200,
      flows,
      write,
    });
  }
}

/** The pieces of a JSON object that has a text in it. */
const json = (pieces: readonly string[]): string[] => {
  const [first = '', ...rest] = pieces;
  const last = rest.pop();
  if (last === undefined) return [`{"note":"${first}"}`];
  return [`{"note":"${first}`, ...rest, `${last}"}`];
};
const SURPRISE = 'surprise';

function chatPlaces(): Place[] {
  const book = new Book(openAiChat);
  const stream = (choices: readonly Json[], before = '', more: Json = {}): string =>
    chunk([delta(0, { role: 'assistant', content: '' })]) +
    before +
    choices.map((choice) => chunk([choice], more)).join('') +
    chunk([delta(0, {}, { finish_reason: 'stop' })]) +
    DONE;
  const flow = (say: (text: string) => Json): Write => {
    return (pieces) => stream(pieces.map((text) => delta(0, say(text))));
  };
  book.flows(
    'text',
    'delta.content',
    flow((content) => ({ content })),
  );
  book.flows(
    'text',
    'delta.content[].text',
    flow((text) => ({ content: [{ type: 'text', text }] })),
  );
  book.flows('text', 'delta.content of the second choice', (pieces) =>
    stream(pieces.flatMap((content) => [delta(1, { content }), delta(0, { content: 'fine ' })])),
  );
  book.flows(
    'refusal',
    'delta.refusal',
    flow((refusal) => ({ refusal })),
  );
  book.flows(
    'reasoning',
    'delta.reasoning_content',
    flow((text) => ({ reasoning_content: text })),
  );
  book.flows(
    'reasoning',
    'delta.reasoning',
    flow((reasoning) => ({ reasoning })),
  );
  book.flows(
    'reasoning',
    'delta.reasoning_details[].text',
    flow((text) => ({ reasoning_details: [{ type: 'reasoning.text', index: 0, text }] })),
  );
  book.flows(
    'audio',
    'delta.audio.transcript',
    flow((transcript) => ({ audio: { transcript } })),
  );
  const called = (said: readonly Json[]): string =>
    stream(said.map((call) => delta(0, { tool_calls: [{ index: 0, ...call }] })));
  book.flows('tool_call', 'delta.tool_calls[].function.arguments', (pieces) =>
    called([
      { id: 'call_1', type: 'function', function: { name: 'send_mail', arguments: '' } },
      ...json(pieces).map((text) => ({ function: { arguments: text } })),
    ]),
  );
  book.flows('tool_call', 'delta.tool_calls[].custom.input', (pieces) =>
    called([
      { id: 'call_1', type: 'custom', custom: { name: 'note', input: '' } },
      ...pieces.map((input) => ({ custom: { input } })),
    ]),
  );
  book.flows('tool_call', 'delta.function_call.arguments', (pieces) =>
    stream([
      delta(0, { function_call: { name: 'send_mail', arguments: '' } }),
      ...json(pieces).map((text) => delta(0, { function_call: { arguments: text } })),
    ]),
  );
  book.whole('tool_name', 'delta.tool_calls[].function.name', (name) =>
    called([{ id: 'call_1', type: 'function', function: { name, arguments: '{}' } }]),
  );
  book.whole('citation', 'delta.annotations[].url_citation.title', (title) =>
    stream([
      delta(0, {
        annotations: [{ type: 'url_citation', url_citation: { title, url: 'https://x.test/' } }],
      }),
    ]),
  );
  book.whole('citation', 'citations[]', (url) =>
    stream([delta(0, { content: 'fine' })], '', { citations: [url] }),
  );
  for (const list of ['content', 'refusal']) {
    book.flows('logprob', `logprobs.${list}[].token`, (pieces) =>
      stream(
        pieces.map((token) =>
          delta(
            0,
            { content: 'fine ' },
            { logprobs: { [list]: [{ token, logprob: -0.1, bytes: null, top_logprobs: [] }] } },
          ),
        ),
      ),
    );
  }
  book.whole(
    'error',
    'error.message',
    (message) =>
      chunk([delta(0, { content: 'Half' })]) +
      `data: ${JSON.stringify({ error: { message, type: 'server_error' } })}\n\n`,
  );
  book.told('unknown_field', 'delta.surprise', (text) => stream([delta(0, { [SURPRISE]: text })]));
  book.told('unknown_field', 'surprise', (text) =>
    stream([delta(0, {})], '', { [SURPRISE]: text }),
  );
  book.told('unknown_type', 'delta.content', (text) =>
    stream([delta(0, { content: [{ type: 'hologram', beam: text }] })]),
  );
  book.told('unknown_event', 'an event with a name', (text) =>
    stream([], `event: ${text}\n${chunk([delta(0, { content: 'fine' })])}`),
  );
  book.told('comment', 'a comment', (text) => stream([], `: ${text}\n\n`));
  book.told('event_line', 'a line', (text) =>
    stream([], `${SURPRISE}: ${text}\n${chunk([delta(0, { content: 'fine' })])}`),
  );
  book.told('binary', 'delta.audio.data', (data) => stream([delta(0, { audio: { data } })]));
  book.told('encrypted', 'delta.reasoning_details[].data', (data) =>
    stream([delta(0, { reasoning_details: [{ type: 'reasoning.encrypted', index: 0, data }] })]),
  );
  return book.places;
}

function completionPlaces(): Place[] {
  const book = new Book(openAiCompletions);
  const head = {
    id: 'cmpl-1',
    object: 'text_completion',
    created: 1,
    model: 'gpt-3.5-turbo-instruct',
  };
  const said = (choices: readonly Json[], more: Json = {}): string =>
    `data: ${JSON.stringify({ ...head, choices, ...more })}\n\n`;
  const choice = (text: string, more: Json = {}): Json => ({
    text,
    index: 0,
    logprobs: null,
    finish_reason: null,
    ...more,
  });
  const end = said([choice('', { finish_reason: 'stop' })]) + DONE;
  book.flows('text', 'text', (pieces) => pieces.map((text) => said([choice(text)])).join('') + end);
  book.flows(
    'logprob',
    'logprobs.tokens[]',
    (pieces) =>
      pieces
        .map((token) =>
          said([
            choice('fine ', {
              logprobs: { tokens: [token], token_logprobs: [-0.1], text_offset: [0] },
            }),
          ]),
        )
        .join('') + end,
  );
  book.whole(
    'error',
    'error.message',
    (message) => said([choice('Half')]) + `data: ${JSON.stringify({ error: { message } })}\n\n`,
  );
  book.told('unknown_field', 'surprise', (text) => said([choice('')], { [SURPRISE]: text }) + end);
  book.told('comment', 'a comment', (text) => `: ${text}\n\n${end}`);
  return book.places;
}

function responsePlaces(): Place[] {
  const book = new Book(openAiResponses);
  const at = { item_id: 'it_1', output_index: 0 };
  const added = (item: Json): Json => ({
    type: 'response.output_item.added',
    output_index: 0,
    item,
  });
  const done = (item: Json): Json => ({ type: 'response.output_item.done', output_index: 0, item });
  const stream = (bodies: readonly Json[], output: readonly Json[]): string =>
    events(...begun, ...bodies, ended(output));

  const message = (status: string, content: readonly Json[]): Json => ({
    id: 'it_1',
    type: 'message',
    role: 'assistant',
    status,
    content,
  });
  const inPart = { ...at, content_index: 0 };
  /** A message of one part, whose text comes in pieces; at each repetition it says what it is told to. */
  const spoken = (
    field: 'text' | 'refusal',
    pieces: readonly string[],
    repeated: readonly [string, string, string, string],
    more: Json = {},
  ): string => {
    const name = field === 'text' ? 'output_text' : 'refusal';
    const part = (said: string): Json => ({
      type: name,
      [field]: said,
      ...(field === 'text' && { annotations: [], logprobs: [] }),
    });
    const [byText, byPart, byItem, byResponse] = repeated;
    return stream(
      [
        added(message('in_progress', [])),
        { type: 'response.content_part.added', ...inPart, part: part('') },
        ...pieces.map((delta) => ({ type: `response.${name}.delta`, ...inPart, delta, ...more })),
        { type: `response.${name}.done`, ...inPart, [field]: byText },
        { type: 'response.content_part.done', ...inPart, part: part(byPart) },
        done(message('completed', [part(byItem)])),
      ],
      [message('completed', [part(byResponse)])],
    );
  };
  for (const field of ['text', 'refusal'] as const) {
    book.flows(field, `${field}.delta, and its repetitions`, (pieces) => {
      const text = pieces.join('');
      return spoken(field, pieces, [text, text, text, text]);
    });
    for (const [index, by] of ['text', 'part', 'item', 'response'].entries()) {
      book.whole(field, `${field} of the repetition by the ${by} alone`, (text) => {
        const said = ['fine', 'fine', 'fine', 'fine'] as [string, string, string, string];
        said[index] = text;
        return spoken(field, ['fine'], said);
      });
    }
  }
  book.flows('logprob', 'output_text.delta: logprobs[].token', (pieces) => {
    const text = pieces.map(() => 'fine').join('');
    const parts = pieces.map((token) => ({
      type: 'response.output_text.delta',
      ...inPart,
      delta: 'fine',
      logprobs: [{ token, logprob: -0.1, top_logprobs: [] }],
    }));
    const part = { type: 'output_text', text, annotations: [], logprobs: [] };
    return stream(
      [
        added(message('in_progress', [])),
        { type: 'response.content_part.added', ...inPart, part: { ...part, text: '' } },
        ...parts,
        { type: 'response.output_text.done', ...inPart, text, logprobs: [] },
        { type: 'response.content_part.done', ...inPart, part },
        done(message('completed', [part])),
      ],
      [message('completed', [part])],
    );
  });
  book.whole('citation', 'output_text.annotation.added', (title) => {
    const annotation = {
      type: 'url_citation',
      start_index: 0,
      end_index: 4,
      title,
      url: 'https://x.test/',
    };
    const part = { type: 'output_text', text: 'fine', annotations: [annotation], logprobs: [] };
    return stream(
      [
        added(message('in_progress', [])),
        {
          type: 'response.content_part.added',
          ...inPart,
          part: { ...part, text: '', annotations: [] },
        },
        { type: 'response.output_text.delta', ...inPart, delta: 'fine', logprobs: [] },
        {
          type: 'response.output_text.annotation.added',
          ...inPart,
          annotation_index: 0,
          annotation,
        },
        { type: 'response.output_text.done', ...inPart, text: 'fine', logprobs: [] },
        { type: 'response.content_part.done', ...inPart, part },
        done(message('completed', [part])),
      ],
      [message('completed', [part])],
    );
  });

  const thinking = (list: 'summary' | 'content', text: string): Json => ({
    id: 'it_1',
    type: 'reasoning',
    summary: [],
    [list]: [{ type: list === 'summary' ? 'summary_text' : 'reasoning_text', text }],
  });
  for (const [list, index, name] of [
    ['summary', 'summary_index', 'reasoning_summary_text'],
    ['content', 'content_index', 'reasoning_text'],
  ] as const) {
    book.flows('reasoning', `${name}.delta, and its repetitions`, (pieces) => {
      const text = pieces.join('');
      const place = { ...at, [index]: 0 };
      return stream(
        [
          added({ id: 'it_1', type: 'reasoning', summary: [] }),
          ...pieces.map((delta) => ({ type: `response.${name}.delta`, ...place, delta })),
          { type: `response.${name}.done`, ...place, text },
          done(thinking(list, text)),
        ],
        [thinking(list, text)],
      );
    });
  }

  /** A call whose input comes in pieces. */
  const called = (
    type: string,
    field: string,
    name: string,
    pieces: readonly string[],
    more: Json,
  ): string => {
    const whole = pieces.join('');
    const item = (said: string): Json => ({ id: 'it_1', type, ...more, [field]: said });
    return stream(
      [
        added({ ...item(''), status: 'in_progress' }),
        ...pieces.map((delta) => ({ type: `response.${name}.delta`, ...at, delta })),
        { type: `response.${name}.done`, ...at, [field]: whole },
        done({ ...item(whole), status: 'completed' }),
      ],
      [{ ...item(whole), status: 'completed' }],
    );
  };
  const call = { call_id: 'call_1', name: 'send_mail' };
  book.flows('tool_call', 'function_call_arguments.delta, and its repetitions', (pieces) =>
    called('function_call', 'arguments', 'function_call_arguments', json(pieces), call),
  );
  book.flows('tool_call', 'custom_tool_call_input.delta, and its repetitions', (pieces) =>
    called('custom_tool_call', 'input', 'custom_tool_call_input', pieces, call),
  );
  book.flows('tool_call', 'mcp_call_arguments.delta, and its repetitions', (pieces) =>
    called('mcp_call', 'arguments', 'mcp_call_arguments', json(pieces), {
      name: 'read',
      server_label: 'files',
    }),
  );
  book.flows('tool_call', 'code_interpreter_call_code.delta, and its repetitions', (pieces) =>
    called('code_interpreter_call', 'code', 'code_interpreter_call_code', pieces, {
      container_id: 'cntr_1',
    }),
  );
  book.whole('tool_call', 'arguments of the repetition by the item alone', (text) => {
    const item = (said: string): Json => ({
      id: 'it_1',
      type: 'function_call',
      ...call,
      arguments: said,
    });
    return stream(
      [
        added({ ...item(''), status: 'in_progress' }),
        { type: 'response.function_call_arguments.delta', ...at, delta: '{}' },
        { type: 'response.function_call_arguments.done', ...at, arguments: '{}' },
        done(item(json([text]).join(''))),
      ],
      [item('{}')],
    );
  });
  book.whole('tool_call', 'web_search_call.action.query', (query) => {
    const item = { id: 'it_1', type: 'web_search_call', action: { type: 'search', query } };
    return stream([added({ ...item, status: 'in_progress' }), done(item)], [item]);
  });
  book.whole('tool_name', 'function_call.name', (name) =>
    called('function_call', 'arguments', 'function_call_arguments', ['{}'], { ...call, name }),
  );
  book.whole(
    'tool_result',
    'mcp_call.output',
    (output) => {
      const item = {
        id: 'it_1',
        type: 'mcp_call',
        name: 'read',
        server_label: 'files',
        arguments: '{}',
        output,
        error: null,
      };
      return stream([added({ ...item, arguments: '', output: null }), done(item)], [item]);
    },
    'tool',
  );
  book.whole(
    'tool_result',
    'code_interpreter_call.outputs[].logs',
    (logs) => {
      const item = {
        id: 'it_1',
        type: 'code_interpreter_call',
        container_id: 'cntr_1',
        code: '1',
        outputs: [{ type: 'logs', logs }],
      };
      return stream([added({ ...item, code: '', outputs: null }), done(item)], [item]);
    },
    'tool',
  );
  book.whole(
    'image',
    'code_interpreter_call.outputs[].url',
    (url) => {
      const item = {
        id: 'it_1',
        type: 'code_interpreter_call',
        container_id: 'cntr_1',
        code: '1',
        outputs: [{ type: 'image', url: `https://x.test/${url}` }],
      };
      return stream([added({ ...item, code: '', outputs: null }), done(item)], [item]);
    },
    'tool',
  );
  book.whole(
    'definition',
    'mcp_list_tools.tools[].description',
    (description) => {
      const item = {
        id: 'it_1',
        type: 'mcp_list_tools',
        server_label: 'files',
        tools: [{ name: 'read', description, input_schema: {} }],
      };
      return stream([added({ ...item, tools: [] }), done(item)], [item]);
    },
    'tool',
  );
  const own = (more: Json): string =>
    events(
      { type: 'response.created', response: { ...response, ...more } },
      { ...ended([]), response: { ...response, status: 'completed', ...more } },
    );
  book.whole('text', 'response.instructions', (instructions) => own({ instructions }), 'system');
  book.whole('setting', 'response.metadata', (purpose) => own({ metadata: { purpose } }));
  book.whole('error', 'error.message', (message) =>
    events(...begun, { type: 'error', error: { type: 'server_error', code: 'x', message } }),
  );
  book.whole('error', 'response.failed: error.message', (message) =>
    events(...begun, {
      type: 'response.failed',
      response: { ...response, status: 'failed', error: { code: 'server_error', message } },
    }),
  );
  book.flows('audio', 'audio.transcript.delta', (pieces) =>
    stream(
      [
        ...pieces.map((delta) => ({ type: 'response.audio.transcript.delta', delta })),
        { type: 'response.audio.transcript.done' },
      ],
      [],
    ),
  );
  book.whole(
    'tool_result',
    'file_search_call.results[].text',
    (text) => {
      const item = {
        id: 'it_1',
        type: 'file_search_call',
        queries: ['fine'],
        results: [{ file_id: 'file-1', filename: 'a', text }],
      };
      return stream([added({ ...item, results: null }), done(item)], [item]);
    },
    'tool',
  );
  book.told('unknown_field', 'surprise', (text) =>
    stream([{ type: 'response.web_search_call.searching', ...at, [SURPRISE]: text }], []),
  );
  book.told('unknown_type', 'an item', (text) => {
    const item = { id: 'it_1', type: 'hologram', beam: text };
    return stream([added({ id: 'it_1', type: 'hologram' }), done(item)], []);
  });
  book.told('unknown_type', 'an event', (text) =>
    stream([{ type: 'response.hologram', ...at, beam: text }], []),
  );
  book.told('comment', 'a comment', (text) => `: ${text}\n\n${stream([], [])}`);
  book.told('binary', 'image_generation_call.partial_image', (data) =>
    stream(
      [{ type: 'response.image_generation_call.partial_image', ...at, partial_image_b64: data }],
      [],
    ),
  );
  book.told('encrypted', 'reasoning.encrypted_content', (text) => {
    const item = { id: 'it_1', type: 'reasoning', summary: [], encrypted_content: text };
    return stream([added({ ...item, encrypted_content: null }), done(item)], [item]);
  });
  return book.places;
}

function messagePlaces(): Place[] {
  const book = new Book(anthropicMessages);
  const stream = (block: Json, pieces: readonly Json[], reason = 'end_turn'): string =>
    start +
    begin(0, block) +
    pieces.map((said) => piece(0, said)).join('') +
    stop(0) +
    finish(reason);
  const text = { type: 'text', text: '' };
  book.flows('text', 'text_delta', (pieces) =>
    stream(
      text,
      pieces.map((said) => ({ type: 'text_delta', text: said })),
    ),
  );
  book.whole('text', 'content_block_start: text', (said) =>
    stream({ type: 'text', text: said }, []),
  );
  book.flows('reasoning', 'thinking_delta', (pieces) =>
    stream({ type: 'thinking', thinking: '', signature: '' }, [
      ...pieces.map((thinking) => ({ type: 'thinking_delta', thinking })),
      { type: 'signature_delta', signature: 'EqQBCgIYAhIM' },
    ]),
  );
  const call = { type: 'tool_use', id: 'toolu_1', name: 'send_mail', input: {} };
  book.flows('tool_call', 'input_json_delta', (pieces) =>
    stream(
      call,
      json(pieces).map((said) => ({ type: 'input_json_delta', partial_json: said })),
      'tool_use',
    ),
  );
  book.whole('tool_call', 'content_block_start: input', (note) =>
    stream({ ...call, input: { note } }, [], 'tool_use'),
  );
  book.flows('tool_call', 'input_json_delta of server_tool_use', (pieces) =>
    stream(
      { type: 'server_tool_use', id: 'srvtoolu_1', name: 'web_search', input: {} },
      json(pieces).map((said) => ({ type: 'input_json_delta', partial_json: said })),
    ),
  );
  book.whole('tool_name', 'content_block_start: name', (name) =>
    stream({ ...call, name }, [], 'tool_use'),
  );
  book.whole(
    'tool_result',
    'web_search_tool_result[].title',
    (title) =>
      stream(
        {
          type: 'web_search_tool_result',
          tool_use_id: 'srvtoolu_1',
          content: [
            {
              type: 'web_search_result',
              title,
              url: 'https://x.test/',
              encrypted_content: 'QUJD',
              page_age: null,
            },
          ],
        },
        [],
      ),
    'tool',
  );
  book.whole(
    'file',
    'web_fetch_tool_result: document',
    (data) =>
      stream(
        {
          type: 'web_fetch_tool_result',
          tool_use_id: 'srvtoolu_1',
          content: {
            type: 'web_fetch_result',
            url: 'https://x.test/',
            content: { type: 'document', source: { type: 'text', media_type: 'text/plain', data } },
          },
        },
        [],
      ),
    'tool',
  );
  book.whole('citation', 'citations_delta', (cited) =>
    stream({ ...text, citations: [] }, [
      { type: 'text_delta', text: 'fine' },
      {
        type: 'citations_delta',
        citation: {
          type: 'web_search_result_location',
          cited_text: cited,
          url: 'https://x.test/',
          title: 'A page',
          encrypted_index: 'QUJD',
        },
      },
    ]),
  );
  book.whole('refusal', 'message_delta: stop_details.explanation', (explanation) => {
    const said = { type: 'refusal', category: null, explanation };
    return (
      start +
      begin(0, text) +
      stop(0) +
      event({
        type: 'message_delta',
        delta: { stop_reason: 'refusal', stop_sequence: null, stop_details: said },
        usage: { output_tokens: 1 },
      }) +
      event({ type: 'message_stop' })
    );
  });
  book.whole(
    'text',
    'message_delta: stop_sequence',
    (sequence) =>
      start +
      begin(0, text) +
      stop(0) +
      event({
        type: 'message_delta',
        delta: { stop_reason: 'stop_sequence', stop_sequence: sequence },
        usage: { output_tokens: 1 },
      }) +
      event({ type: 'message_stop' }),
  );
  book.whole(
    'error',
    'error.message',
    (message) =>
      start +
      begin(0, text) +
      event({ type: 'error', error: { type: 'overloaded_error', message } }),
  );
  book.told('encrypted', 'signature_delta', (signature) =>
    stream({ type: 'thinking', thinking: '', signature: '' }, [
      { type: 'signature_delta', signature },
    ]),
  );
  book.told('encrypted', 'redacted_thinking', (data) =>
    stream({ type: 'redacted_thinking', data }, []),
  );
  book.told('unknown_field', 'delta.surprise', (said) =>
    stream(text, [{ type: 'text_delta', text: 'fine', [SURPRISE]: said }]),
  );
  book.told('unknown_type', 'a block', (beam) => stream({ type: 'hologram', beam }, []));
  book.told('unknown_type', 'a delta', (beam) => stream(text, [{ type: 'hologram_delta', beam }]));
  book.told(
    'unknown_type',
    'an event',
    (beam) =>
      start + event({ type: 'hologram', beam }) + begin(0, text) + stop(0) + finish('end_turn'),
  );
  book.told(
    'unknown_event',
    'an event of another name',
    (said) =>
      start +
      `event: ${said}\ndata: {"type":"ping"}\n\n` +
      begin(0, text) +
      stop(0) +
      finish('end_turn'),
  );
  book.told('comment', 'a comment', (said) => `: ${said}\n\n${stream(text, [])}`);
  return book.places;
}

function geminiPlaces(carrier: Carrier): Place[] {
  const book = new Book(geminiGenerate, carrier);
  const written = (chunks: readonly Json[]): string =>
    carrier === 'sse' ? geminiSse(...chunks) : geminiArray(chunks);
  const end = geminiChunk([says(0, [{ text: '' }], { finishReason: 'STOP' })], 9);
  const stream = (parts: readonly Json[], more: Json = {}): string =>
    written([...parts.map((part) => geminiChunk([says(0, [part], more)], 4)), end]);
  book.flows('text', 'parts[].text', (pieces) => stream(pieces.map((text) => ({ text }))));
  book.flows('text', 'parts[].text of one chunk', (pieces) =>
    written([
      geminiChunk(
        [
          says(
            0,
            pieces.map((text) => ({ text })),
          ),
        ],
        4,
      ),
      end,
    ]),
  );
  book.flows('reasoning', 'parts[].text of a thought', (pieces) =>
    stream(pieces.map((text) => ({ text, thought: true }))),
  );
  book.whole('tool_call', 'parts[].functionCall.args', (note) =>
    stream([{ functionCall: { name: 'send_mail', args: { note } } }]),
  );
  book.whole('tool_call', 'parts[].executableCode.code', (code) =>
    stream([{ executableCode: { language: 'PYTHON', code } }]),
  );
  book.whole('tool_name', 'parts[].functionCall.name', (name) =>
    stream([{ functionCall: { name, args: {} } }]),
  );
  book.whole(
    'tool_result',
    'parts[].codeExecutionResult.output',
    (output) => stream([{ codeExecutionResult: { outcome: 'OUTCOME_OK', output } }]),
    'tool',
  );
  book.whole('file', 'parts[].fileData.fileUri', (uri) =>
    stream([{ fileData: { mimeType: 'text/plain', fileUri: `https://x.test/${uri}` } }]),
  );
  book.whole('citation', 'citationMetadata', (uri) =>
    stream([{ text: 'fine' }], { citationMetadata: { citationSources: [{ uri }] } }),
  );
  book.whole('citation', 'groundingMetadata', (query) =>
    stream([{ text: 'fine' }], { groundingMetadata: { webSearchQueries: [query] } }),
  );
  book.flows('logprob', 'logprobsResult', (pieces) =>
    written([
      ...pieces.map((token) =>
        geminiChunk(
          [
            says(0, [{ text: 'fine ' }], {
              logprobsResult: { chosenCandidates: [{ token, logProbability: -0.1 }] },
            }),
          ],
          4,
        ),
      ),
      end,
    ]),
  );
  book.whole('refusal', 'finishMessage', (finishMessage) =>
    written([geminiChunk([says(0, [], { finishReason: 'SAFETY', finishMessage })], 4)]),
  );
  book.whole('error', 'error.message', (message) =>
    written([
      geminiChunk([says(0, [{ text: 'Half' }])], 1),
      { error: { code: 503, message, status: 'UNAVAILABLE' } },
    ]),
  );
  book.told('unknown_field', 'parts[].surprise', (text) => stream([{ [SURPRISE]: text }]));
  book.told('unknown_field', 'candidates[].surprise', (text) =>
    stream([{ text: 'fine' }], { [SURPRISE]: text }),
  );
  book.told('binary', 'parts[].inlineData.data', (data) =>
    stream([{ inlineData: { mimeType: 'image/png', data } }]),
  );
  book.told('encrypted', 'parts[].thoughtSignature', (signature) =>
    stream([{ text: 'fine', thoughtSignature: signature }]),
  );
  if (carrier === 'sse') book.told('comment', 'a comment', (text) => `: ${text}\n\n${stream([])}`);
  return book.places;
}

/** Every place of every stream. */
export const STREAM_PLACES: readonly Place[] = [
  ...chatPlaces(),
  ...completionPlaces(),
  ...responsePlaces(),
  ...messagePlaces(),
  ...geminiPlaces('sse'),
  ...geminiPlaces('json-array'),
];
