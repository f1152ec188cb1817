import { block, flag, integer, number } from './builders.ts';

const MIB = 1_048_576;

const bytes = (description: string, value: number) =>
  integer({ description, default: value, minimum: 1, maximum: 1024 * MIB });
const count = (description: string, value: number) =>
  integer({ description, default: value, minimum: 1 });
const seconds = (description: string, value: number) =>
  number({ description, default: value, minimum: 0.001, maximum: 86_400 });

/** `limits`: bounds of what a request may hold and how long it may take. */
export const limits = block('Bounds of what a request may hold and how long it may take.', {
  body_bytes: bytes("Largest body on SafeAI's own routes.", MIB),
  forward_body_bytes: bytes('Largest body that is forwarded.', 16 * MIB),
  json_depth: integer({
    description: 'Deepest nesting of a JSON body.',
    default: 64,
    minimum: 1,
    maximum: 512,
  }),
  json_leaves: count('Most values in a JSON body.', 10_000),
  header_bytes: bytes('Largest request head.', 16_384),
  header_count: count('Most request headers.', 100),
  header_seconds: seconds('Longest time for the request head to arrive.', 10),
  request_seconds: seconds('Longest time for a whole request to arrive.', 60),
  keep_alive_seconds: seconds('How long an idle connection stays open.', 5),
  connections: count('Most connections at once.', 10_000),
  rate: block('Requests per credential, or per address where there is none.', {
    requests_per_minute: count('Most requests in a minute, on average.', 6_000),
    burst: count('Most requests at once beyond the average.', 600),
    loopback: flag({ description: 'Limit trusted loopback callers too.', default: false }),
  }),
});
