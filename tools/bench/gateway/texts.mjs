/** What goes to the provider and comes back in the measurements. Nothing in it is to be found. */
import { prose } from '../texts.mjs';

/** Tokens of a streamed answer. */
export const TOKENS = 200;

const common = {
  id: 'chatcmpl-AbCdEf0123456789',
  created: 1_764_000_000,
  model: 'gpt-4o-mini-2024-07-18',
  system_fingerprint: 'fp_0123456789',
};
const usage = {
  prompt_tokens: 210,
  completion_tokens: TOKENS,
  total_tokens: 210 + TOKENS,
  prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
  completion_tokens_details: { reasoning_tokens: 0, audio_tokens: 0 },
};

/**
 * A request of about 1.2 KB.
 *
 * @param stream how the answer is to come, see {@link STREAMS}; whole if absent
 */
export function requestBody(stream) {
  return JSON.stringify({
    model: 'gpt-4o-mini',
    messages: [
      { role: 'system', content: 'You answer in short sentences.' },
      { role: 'user', content: prose(1024) },
    ],
    max_tokens: 512,
    ...(stream !== undefined && {
      user: stream,
      stream: true,
      stream_options: { include_usage: true },
    }),
  });
}

/** A chat completion of about 1.4 KB. */
export const completion = JSON.stringify({
  object: 'chat.completion',
  ...common,
  choices: [
    {
      index: 0,
      message: { role: 'assistant', content: prose(860), refusal: null, annotations: [] },
      logprobs: null,
      finish_reason: 'stop',
    },
  ],
  usage,
  service_tier: 'default',
});

function chunk(choices, rest = {}) {
  return `data: ${JSON.stringify({ object: 'chat.completion.chunk', ...common, choices, usage: null, ...rest })}\n\n`;
}

function delta(content) {
  return chunk([{ index: 0, delta: { content }, logprobs: null, finish_reason: null }]);
}

/** The events of a streamed chat completion, one for each piece of text. */
function events(pieces) {
  return [
    chunk([
      { index: 0, delta: { role: 'assistant', content: '', refusal: null }, finish_reason: null },
    ]),
    ...pieces.map(delta),
    chunk([{ index: 0, delta: {}, logprobs: null, finish_reason: 'stop' }]),
    chunk([], { usage }),
    'data: [DONE]\n\n',
  ].map((event) => Buffer.from(event));
}

const words = prose(TOKENS * 8)
  .split(' ')
  .slice(0, TOKENS)
  .map((word) => `${word} `);

/** Streams by name: their events, the milliseconds between two of them, and before which the provider stops until it is told. */
export const STREAMS = {
  /** An event in each turn of the provider's event loop. */
  burst: { events: events(words), pause: 0 },
  paced: { events: events(words), pause: 5 },
  /** As many are open at once as are asked for. */
  held: { events: events(words), pause: 0, holdAt: TOKENS / 2 },
  /** To see how soon it begins. */
  short: { events: events(words.slice(0, 8)), pause: 1 },
  /** More than what waits on the way between two ends of a connection: 60 MB, if somebody takes them. */
  endless: { events: new Array(7_500).fill(Buffer.from(delta(prose(8_000)))), pause: 0 },
};
