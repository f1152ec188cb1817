import { block, choice, duration, flag, integer, list, number, object, text } from './builders.ts';

const MIB = 1_048_576;

const bytes = (description: string, value: number) =>
  integer({ description, default: value, minimum: 1, maximum: 1024 * MIB });
const count = (description: string, value: number) =>
  integer({ description, default: value, minimum: 1 });
const maybe = (description: string) => integer({ description, minimum: 1 });
const seconds = (description: string, value: number) =>
  number({ description, default: value, minimum: 0.001, maximum: 86_400 });

const ACTIONS = ['block', 'require_approval', 'flag'] as const;

const NAME = { pattern: String.raw`\S`, expected: 'a name or glob' } as const;

const toolLimit = object(
  {
    tool: text({
      description:
        'Name or glob, on the full name and its last segment. The calls of all tools that it names count together.',
      required: true,
      ...NAME,
    }),
    agents: list(text({ description: 'Agent (name or glob).', ...NAME }), {
      description: 'Agents that it holds for. All if absent.',
      minItems: 1,
    }),
    calls: integer({
      description: 'Most calls that are let through in a window.',
      required: true,
      minimum: 1,
    }),
    window: duration({
      description: 'From the first call of a window to its end.',
      default: '1m',
    }),
    per: choice(['agent', 'tenant', 'session'], {
      description: "Whose calls count together. A call without a session counts as the agent's.",
      default: 'agent',
    }),
    action: choice(ACTIONS, { description: 'What happens to a call past it.', default: 'block' }),
  },
  { description: 'How often tools may be called.' },
);

/** `limits`: bounds of what a request may hold, how long it may take, and how often tools are called. */
export const limits = block('Bounds of requests and of tool calls.', {
  body_bytes: bytes("Largest body on SafeAI's own routes.", MIB),
  forward_body_bytes: bytes('Largest body that is forwarded.', 16 * MIB),
  json_depth: integer({
    description: 'Deepest nesting of a JSON body.',
    default: 64,
    minimum: 1,
    maximum: 512,
  }),
  json_leaves: count("Most values in a JSON body on SafeAI's own routes.", 10_000),
  forward_json_leaves: count('Most values in a JSON body that is forwarded.', 250_000),
  header_bytes: bytes('Largest request head.', 16_384),
  header_count: count('Most request headers.', 100),
  header_seconds: seconds('Longest time for the request head to arrive.', 10),
  request_seconds: seconds('Longest time for a whole request to arrive.', 60),
  answer_seconds: seconds('Longest time for the caller to take a whole answer.', 60),
  keep_alive_seconds: seconds('How long an idle connection stays open.', 5),
  connections: count('Most connections at once.', 10_000),
  rate: block('Requests per credential, or per address where there is none.', {
    requests_per_minute: count('Most requests in a minute.', 6_000),
    burst: count('Most requests in a second.', 600),
    in_flight: count('Most requests that are being answered at once.', 256),
    failures_per_minute: count(
      'Most credentials of one address in a minute that do not hold; then it waits.',
      30,
    ),
    loopback: flag({ description: 'Limit trusted loopback callers too.', default: false }),
    routes: block(
      'Further bounds on the requests of one credential in a minute, by kind of route.',
      {
        data: maybe('What agents call: scans, guards, tool calls, memory.'),
        read: maybe('What only looks: GET, and queries.'),
        control: maybe('What people and operators change.'),
      },
    ),
    tenant: block('All requests for one tenant, whoever makes them.', {
      requests_per_minute: maybe('Most requests in a minute.'),
      in_flight: maybe('Most requests that are being answered at once.'),
    }),
    agent: block('All requests of one agent of one tenant, whoever makes them.', {
      requests_per_minute: maybe('Most requests in a minute.'),
      in_flight: maybe('Most requests that are being answered at once.'),
    }),
  }),
  tools: list(toolLimit, { description: 'Limits on tool calls.', default: [] }),
  loops: block('Calls of a tool that are made again and again in a session.', {
    repeats: integer({
      description:
        'Which call of the same tool with the same parameters is one too many. Loops go unnoticed if absent.',
      minimum: 2,
    }),
    window: duration({ description: 'From the first of the calls on.', default: '10m' }),
    action: choice(ACTIONS, {
      description: 'What happens to this call and each further one.',
      default: 'flag',
    }),
  }),
});
