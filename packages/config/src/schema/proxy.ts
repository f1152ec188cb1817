import {
  block,
  choice,
  flag,
  integer,
  list,
  map,
  number,
  object,
  secret,
  text,
} from './builders.ts';

const apiKey = secret({ description: 'Key that is sent to the provider.' });
const provider = choice(['openai', 'anthropic', 'gemini'], {
  description: "The provider's wire format. Read from the host name if absent.",
});
const auth = choice(['config', 'caller'], {
  description:
    "Whose key goes to the provider: `config`, the one of `api_key`, or else the provider's environment variable at the provider's own address, or none; `caller`, the one that the caller sends. Never both. `config` where `api_key` is set, else `caller`, if absent.",
});

const upstream = object(
  {
    name: text({
      description: 'Unique name. `default` is the one of `proxy.target`.',
      required: true,
      pattern: '^(?!default$)[A-Za-z0-9][A-Za-z0-9._-]{0,63}$',
      expected: 'letters, digits, `.`, `_` and `-`, up to 64, and not `default`',
    }),
    target: text({
      description: 'Base address; it may end in `/v1`.',
      required: true,
      format: 'http-url',
    }),
    provider,
    auth,
    api_key: apiKey,
    models: list(text({ description: 'Model name or glob.' }), {
      description: 'Models that are sent here. All if absent.',
    }),
    order: integer({
      description:
        'Lower is tried first; a higher one only when all lower ones failed. `proxy.target` is 0.',
      default: 0,
      minimum: 0,
      maximum: 1000,
    }),
    weight: number({
      description: 'Share of the requests among the providers of the same order.',
      default: 1,
      minimum: 0,
      maximum: 1000,
    }),
    ca_file: text({
      description: 'Certificate authorities that are trusted for this provider alone, as PEM.',
      format: 'path',
    }),
    headers: map(secret({ description: 'Value.' }), {
      description: 'Further request headers.',
      default: {},
    }),
    timeout_seconds: number({
      description: "Another wait for the first byte than the proxy's.",
      minimum: 0.001,
      maximum: 86_400,
    }),
  },
  { description: 'A provider.' },
);

/** `proxy`: the providers that gateway mode forwards to. */
export const proxy = block('Forwarding to model providers in gateway mode.', {
  target: text({
    description: 'Base address of the only provider, such as `https://api.openai.com/v1`.',
    format: 'http-url',
  }),
  provider,
  auth,
  api_key: apiKey,
  timeout_seconds: number({
    description: 'Longest wait for the first byte of an answer, in each attempt.',
    default: 30,
    minimum: 0.001,
    maximum: 86_400,
  }),
  idle_seconds: number({
    description: 'Longest silence inside an answer.',
    default: 60,
    minimum: 0.001,
    maximum: 86_400,
  }),
  total_seconds: number({
    description: 'Longest time of a request, all attempts and the whole answer included.',
    default: 600,
    minimum: 0.001,
    maximum: 86_400,
  }),
  connect_seconds: number({
    description: 'Longest wait for a connection.',
    default: 10,
    minimum: 0.001,
    maximum: 600,
  }),
  max_answer_bytes: integer({
    description: 'Largest answer, unpacked.',
    default: 67_108_864,
    minimum: 1024,
    maximum: 1_073_741_824,
  }),
  max_answer_header_bytes: integer({
    description: "Largest head of a provider's answer.",
    default: 16_384,
    minimum: 1024,
    maximum: 1_048_576,
  }),
  ca_file: text({
    description: 'Certificate authorities that are trusted for `proxy.target` alone, as PEM.',
    format: 'path',
  }),
  retry: block('Repeats after a failure that is safe to repeat.', {
    max_attempts: integer({
      description: 'Attempts at the providers of one order, the first included.',
      default: 3,
      minimum: 1,
      maximum: 10,
    }),
    backoff_factor: number({
      description: 'Seconds before the first repeat; doubled before each further one.',
      default: 0.5,
      minimum: 0,
      maximum: 60,
    }),
    max_wait_seconds: number({
      description:
        'Longest wait before a repeat. An answer that asks for a longer one by `Retry-After` is passed on.',
      default: 10,
      minimum: 0,
      maximum: 600,
    }),
    unanswered: flag({
      description:
        'Repeat also what a provider may have begun, and charged, without an answer: a broken connection or no first byte in time.',
      default: false,
    }),
  }),
  breaker: block('Rest for a provider that keeps failing.', {
    failures: integer({
      description: 'Failures in a row that begin a rest. 0: never.',
      default: 5,
      minimum: 0,
      maximum: 1000,
    }),
    open_seconds: number({
      description: 'Length of a rest. After it a single request tries.',
      default: 30,
      minimum: 0.001,
      maximum: 3600,
    }),
  }),
  upstreams: list(upstream, { description: 'Several providers by name.', default: [] }),
  forward_paths: list(text({ description: 'Path or glob.' }), {
    description:
      'Paths of other formats than the known ones that `/v1/proxy/forward` may ask for. A provider key may open more than models: where `auth` is `config`, name what is needed.',
    default: ['*'],
  }),
  forward_request_headers: list(text({ description: 'Header name.' }), {
    description: 'Request headers passed on besides the known ones.',
    default: [],
  }),
  forward_response_headers: list(text({ description: 'Header name.' }), {
    description: 'Response headers passed back besides the known ones.',
    default: [],
  }),
  guard: block('How what goes to providers and comes back is guarded.', {
    mode: choice(['window', 'buffer', 'audit'], {
      description:
        'Answers that come as streams. `window`: what is certain goes on at once, what could still become a finding is held back, and a tool call until it is whole. `buffer`: everything is held until the end. `audit`: everything goes on at once, and what was found is on record.',
      default: 'window',
    }),
    refuse_unscanned: list(
      choice(
        [
          'unknown_field',
          'unknown_type',
          'unknown_event',
          'binary',
          'encrypted',
          'stored',
          'tokens',
          'comment',
          'event_line',
          'encoded',
        ],
        { description: 'Kind.' },
      ),
      {
        description:
          'Kinds of content that nobody can look into, and that is refused: `binary` are images, sound and files, `stored` is what the provider keeps and a request only names, `encoded` is what is encoded past the bound on one scan. What is not listed passes, and is counted in `x-safeai-unscanned` and on record.',
        default: [],
      },
    ),
    refusals: choice(['error', 'answer'], {
      description:
        "How a caller is told that a request, an answer or a tool call is not let through. `error`: 403 in the provider's own error shape. `answer`: an answer of the model's in which it is said, with the finish reason that the provider has for it, for agents that would end with an error.",
      default: 'error',
    }),
    approval_wait_seconds: number({
      description:
        "How long a tool call of the model's that needs approval is held until a person decides. 0: it is refused at once, with the id of the approval.",
      default: 0,
      minimum: 0,
      maximum: 3600,
    }),
  }),
  egress: block('Addresses that a connection may lead to.', {
    allow: list(
      text({
        description:
          '`loopback`, `private`, `link_local`, `shared`, `metadata`, or a range such as `10.1.0.0/16`.',
        format: 'egress-range',
      }),
      {
        description:
          'Addresses that the names of providers may lead to besides public ones. An address that a provider is itself named by is allowed where it is loopback, private, link-local or shared.',
        default: [],
      },
    ),
  }),
});
