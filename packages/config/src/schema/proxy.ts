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
    'Whose key goes to the provider: the configured one or the one that the caller sends. `config` where `api_key` is set, else `caller`, if absent.',
});

const upstream = object(
  {
    name: text({ description: 'Unique name.', required: true }),
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
    headers: map(secret({ description: 'Value.' }), {
      description: 'Further request headers.',
      default: {},
    }),
    timeout_seconds: number({
      description: "Another time limit than the proxy's.",
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
    description: 'Longest wait for the first byte of an answer.',
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
  retry: block('Repeats after a failure that is safe to repeat.', {
    max_attempts: integer({
      description: 'Attempts in all, the first included.',
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
  }),
  upstreams: list(upstream, { description: 'Several providers by name.', default: [] }),
  forward_request_headers: list(text({ description: 'Header name.' }), {
    description: 'Request headers passed on besides the known ones.',
    default: [],
  }),
  forward_response_headers: list(text({ description: 'Header name.' }), {
    description: 'Response headers passed back besides the known ones.',
    default: [],
  }),
  allow_private: flag({
    description: 'Allow upstreams in private networks other than loopback.',
    default: false,
  }),
});
