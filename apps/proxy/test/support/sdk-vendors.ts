import type { JsonObject } from '@safeai/core';
import {
  says as candidate,
  chunk,
  sse as geminiEvents,
} from '../../../../packages/protocols/test/gemini-streams.ts';
import { message, messageStream, messageToolStream } from './anthropic-answers.ts';
import { geminiStream } from './gemini-answers.ts';
import {
  chat,
  chatStream,
  chatToolStream,
  choice,
  functionCall,
  outputMessage,
  responseStream,
  responseToolStream,
  toolCall,
  wholeResponse,
} from './openai-answers.ts';
import { json, paced, type Pause, type Scripted } from './scripted-provider.ts';
import { anthropicAt, geminiAt, openAiAt } from './sdk-clients.ts';

/** What an official client shows of an answer. */
export interface ShownAnswer {
  readonly text: string;
  readonly finish: unknown;
  /** Tools that the model called. */
  readonly calls: readonly (readonly [name: string, args: unknown])[];
}

/** What a test asks. */
export interface Question {
  readonly prompt?: string;
  readonly headers?: Record<string, string>;
  /** Of a stream: called with each piece, with the text of the answer so far. */
  readonly onPiece?: (text: string) => void;
}

/** What a client tells of an error answer. */
export interface ToldError {
  readonly threw: string;
  readonly status: unknown;
  readonly code: unknown;
  readonly message: string;
}

/** One format, as its official client speaks it, with the client's own number of tries. */
export interface SdkVendor {
  readonly name: string;
  /** Answers and streams of the provider's. */
  readonly whole: (text: string) => Scripted;
  /** @param pause comes after the second piece of the text: a guard lets the first one go by then */
  readonly stream: (pieces: readonly string[], pause?: Pause) => Scripted;
  readonly call: (tool: string, args: JsonObject) => Scripted;
  /** @param pause comes when an event has been sent that a guard lets go before it sees the call */
  readonly callStream: (tool: string, args: JsonObject, pause?: Pause) => Scripted;
  /** The client asks for a whole answer, and for a stream that it puts together. */
  readonly ask: (url: string, question?: Question) => Promise<ShownAnswer>;
  readonly askStream: (url: string, question?: Question) => Promise<ShownAnswer>;
  /** Our code, where this client shows it. */
  readonly codeOf: (error: object) => unknown;
  /** The class of its errors, by status. */
  readonly errors: Readonly<Record<403 | 429 | 502, string>>;
  /** How it says that an answer ended because it was withheld. */
  readonly withheld: unknown;
}

/** A stream that pauses after the event of this index. */
function pausing(text: string, at: number, pause?: Pause): Scripted {
  return paced(text, (index) => (pause !== undefined && index === at ? [pause] : []));
}

/** The JSON of some arguments, in two pieces. */
function halves(args: JsonObject): [string, string] {
  const text = JSON.stringify(args);
  const middle = text.length >> 1;
  return [text.slice(0, middle), text.slice(middle)];
}

const prompted = (question: Question | undefined) => [
  { role: 'user' as const, content: question?.prompt ?? 'Hi' },
];
const OPTIONS = { maxRetries: 2 };
const optionsOf = (question: Question | undefined) => ({
  ...OPTIONS,
  headers: question?.headers ?? {},
});
const STATUS_CLASSES = {
  403: 'PermissionDeniedError',
  429: 'RateLimitError',
  502: 'InternalServerError',
};

interface Chat {
  readonly choices: readonly {
    readonly finish_reason: unknown;
    readonly message: {
      readonly content: string | null;
      readonly tool_calls?: readonly object[] | undefined;
    };
  }[];
}

function shownChat({ choices: [first] }: Chat): ShownAnswer {
  const calls = (first?.message.tool_calls ?? []) as {
    function: { name: string; arguments: string };
  }[];
  return {
    text: first?.message.content ?? '',
    finish: first?.finish_reason,
    calls: calls.map(({ function: { name, arguments: args } }) => [name, JSON.parse(args)]),
  };
}

const chats: SdkVendor = {
  name: 'chat completions',
  whole: (text) => json(chat([choice({ content: text })])),
  stream: (pieces, pause) => pausing(chatStream(pieces), 2, pause),
  call: (tool, args) =>
    json(
      chat([
        choice({ tool_calls: [toolCall('call_1', tool, JSON.stringify(args))] }, 'tool_calls'),
      ]),
    ),
  callStream: (tool, args, pause) =>
    pausing(chatToolStream([{ name: tool, pieces: halves(args) }]), 0, pause),
  ask: async (url, question) =>
    shownChat(
      await openAiAt(url, optionsOf(question)).chat.completions.create({
        model: 'gpt-4o-mini',
        messages: prompted(question),
      }),
    ),
  askStream: async (url, question) => {
    const asked = { model: 'gpt-4o-mini', messages: prompted(question) };
    const stream = openAiAt(url, optionsOf(question)).chat.completions.stream(asked);
    stream.on('chunk', (_chunk, { choices: [first] }) =>
      question?.onPiece?.(first?.message.content ?? ''),
    );
    return shownChat(await stream.finalChatCompletion());
  },
  codeOf: (error) => (error as { code?: unknown }).code,
  errors: STATUS_CLASSES,
  withheld: 'content_filter',
};

interface Response {
  readonly status?: unknown;
  readonly incomplete_details?: { readonly reason?: unknown } | null;
  readonly output_text: string;
  readonly output: readonly { readonly type: string }[];
}

function shownResponse({ status, incomplete_details, output_text, output }: Response): ShownAnswer {
  const calls = output.filter(({ type }) => type === 'function_call') as unknown as {
    name: string;
    arguments: string;
  }[];
  return {
    text: output_text,
    finish: incomplete_details?.reason ?? status,
    calls: calls.map(({ name, arguments: args }) => [name, JSON.parse(args)]),
  };
}

const responses: SdkVendor = {
  ...chats,
  name: 'responses',
  whole: (text) => json(wholeResponse([outputMessage(text)])),
  stream: (pieces, pause) => pausing(responseStream(pieces), 5, pause),
  call: (tool, args) => json(wholeResponse([functionCall(1, tool, JSON.stringify(args))])),
  callStream: (tool, args, pause) => pausing(responseToolStream(tool, halves(args)), 0, pause),
  ask: async (url, question) =>
    shownResponse(
      await openAiAt(url, optionsOf(question)).responses.create({
        model: 'gpt-4o-mini',
        input: question?.prompt ?? 'Hi',
      }),
    ),
  askStream: async (url, question) => {
    const client = openAiAt(url, optionsOf(question));
    const asked = { model: 'gpt-4o-mini', input: question?.prompt ?? 'Hi' };
    const stream = client.responses.stream(asked);
    let text = '';
    stream.on('event', (event) => {
      if (event.type === 'response.output_text.delta') text += event.delta;
      question?.onPiece?.(text);
    });
    return shownResponse(await stream.finalResponse());
  },
};

interface Message {
  readonly stop_reason: unknown;
  readonly content: readonly object[];
}

function shownMessage({ stop_reason, content }: Message): ShownAnswer {
  const blocks = content as { type: string; text?: string; name: string; input: unknown }[];
  return {
    text: blocks.map(({ text = '' }) => text).join(''),
    finish: stop_reason,
    calls: blocks.filter(({ type }) => type === 'tool_use').map(({ name, input }) => [name, input]),
  };
}

const messages: SdkVendor = {
  name: 'messages',
  whole: (text) => json(message([{ type: 'text', text }])),
  stream: (pieces, pause) => pausing(messageStream(pieces), 3, pause),
  call: (name, input) =>
    json(message([{ type: 'tool_use', id: 'toolu_1', name, input }], 'tool_use')),
  callStream: (tool, args, pause) =>
    pausing(messageToolStream([{ name: tool, pieces: halves(args) }]), 0, pause),
  ask: async (url, question) =>
    shownMessage(
      await anthropicAt(url, optionsOf(question)).messages.create({
        model: 'claude-x',
        max_tokens: 1024,
        messages: prompted(question),
      }),
    ),
  askStream: async (url, question) => {
    const asked = { model: 'claude-x', max_tokens: 1024, messages: prompted(question) };
    const stream = anthropicAt(url, optionsOf(question)).messages.stream(asked);
    stream.on('streamEvent', (_event, { content }) => {
      question?.onPiece?.(content.map((block) => ('text' in block ? block.text : '')).join(''));
    });
    return shownMessage(await stream.finalMessage());
  },
  codeOf: (error) => (error as { errorCode?: unknown }).errorCode,
  errors: STATUS_CLASSES,
  withheld: 'refusal',
};

interface Generated {
  readonly candidates?: readonly {
    readonly finishReason?: unknown;
    readonly content?: {
      readonly parts?: readonly {
        readonly text?: string;
        readonly functionCall?: { readonly name?: string; readonly args?: unknown };
      }[];
    };
  }[];
}

function shownGenerated(chunks: readonly Generated[]): ShownAnswer {
  const candidates = chunks.flatMap(({ candidates: [first] = [] }) => first ?? []);
  const parts = candidates.flatMap(({ content }) => content?.parts ?? []);
  return {
    text: parts.map(({ text = '' }) => text).join(''),
    finish: candidates.at(-1)?.finishReason,
    calls: parts.flatMap(({ functionCall: call }) =>
      call === undefined ? [] : [[call.name ?? '', call.args]],
    ),
  };
}

const calling = (name: string, args: JsonObject): JsonObject =>
  chunk([candidate(0, [{ functionCall: { name, args } }], { finishReason: 'STOP' })], 3);

const gemini: SdkVendor = {
  name: 'generate content',
  whole: (text) => json(chunk([candidate(0, [{ text }], { finishReason: 'STOP' })], 3)),
  stream: (pieces, pause) => pausing(geminiStream(pieces), 1, pause),
  call: (tool, args) => json(calling(tool, args)),
  callStream: (tool, args, pause) =>
    pausing(
      geminiEvents(
        ...['I am going to see. ', 'One moment. '].map((text) =>
          chunk([candidate(0, [{ text }])], 1),
        ),
        calling(tool, args),
      ),
      1,
      pause,
    ),
  ask: async (url, question) => {
    const { models } = await geminiAt(url, { headers: question?.headers ?? {} });
    const contents = question?.prompt ?? 'Hi';
    return shownGenerated([await models.generateContent({ model: 'gemini-2.5-flash', contents })]);
  },
  askStream: async (url, question) => {
    const { models } = await geminiAt(url, { headers: question?.headers ?? {} });
    const contents = question?.prompt ?? 'Hi';
    const asked = { model: 'gemini-2.5-flash', contents };
    const chunks: Generated[] = [];
    for await (const shown of await models.generateContentStream(asked)) {
      chunks.push(shown);
      question?.onPiece?.(shownGenerated(chunks).text);
    }
    return shownGenerated(chunks);
  },
  codeOf: (error) => {
    const body = JSON.parse((error as Error).message) as {
      error: { details?: { reason: unknown }[] };
    };
    return body.error.details?.[0]?.reason;
  },
  errors: { 403: 'ApiError', 429: 'ApiError', 502: 'ApiError' },
  withheld: 'SAFETY',
};

/** The formats whose clients can be shown a refusal, an answer and a stream. */
export const SDK_VENDORS: readonly SdkVendor[] = [chats, responses, messages, gemini];

/** What a client tells of a call that fails. */
export async function toldError(vendor: SdkVendor, call: Promise<unknown>): Promise<ToldError> {
  const error = await call.then(
    (answer) => {
      throw new Error(`It was answered: ${JSON.stringify(answer)}`);
    },
    (thrown: unknown) => thrown as Error & { status?: unknown },
  );
  return {
    threw: error.constructor.name,
    status: error.status,
    code: vendor.codeOf(error),
    message: error.message,
  };
}
