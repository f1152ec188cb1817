import {
  block,
  choice,
  duration,
  integer,
  list,
  number,
  object,
  oneOrMany,
  text,
} from './builders.ts';

const price = (description: string) => number({ description, minimum: 0 });

const budget = object(
  {
    name: text({ description: 'Unique name.', required: true }),
    limit: number({
      description: 'Amount in the currency of `prices`. Money is not limited if absent.',
      minimum: 0,
    }),
    limit_tokens: integer({
      description: 'Tokens, input and output together. Tokens are not limited if absent.',
      minimum: 0,
    }),
    period: choice(['hour', 'day', 'week', 'month', 'total'], {
      description: 'When it starts afresh. Weeks begin on Monday; `total` never does.',
      default: 'month',
    }),
    time_zone: text({
      description: 'Time zone of the period: an IANA name, such as `Europe/Berlin`.',
      default: 'UTC',
    }),
    per: oneOrMany(choice(['tenant', 'user', 'agent', 'key', 'model'], { description: 'Kind.' }), {
      description:
        'One budget for each of these, or for each combination. Users and agents are told apart by tenant. One for all if absent.',
    }),
    tenant: text({ description: 'Tenant that it is for. All if absent.' }),
    user: text({ description: 'User that it is for. All if absent.' }),
    agent: text({ description: 'Agent that it is for. All if absent.' }),
    key: text({ description: 'Id of the API key that it is for. All if absent.' }),
    model: text({ description: 'Model (name or glob) that it is for. All if absent.' }),
    action: choice(['block', 'warn'], {
      description: 'What happens to calls that do not fit.',
      default: 'block',
    }),
    warn_at_percent: list(integer({ description: 'Percent.', minimum: 1, maximum: 100 }), {
      description: 'Shares at which a warning is sent.',
      default: [80],
    }),
    on_failure: choice(['block', 'allow'], {
      description: 'What happens while the ledger cannot be reached.',
      default: 'block',
    }),
    on_unpriced: choice(['block', 'allow'], {
      description: 'What happens to calls of models without a price, where money is limited.',
      default: 'block',
    }),
  },
  { description: 'A budget.' },
);

/** `budgets`: what may be spent. */
export const budgets = list(budget, { description: 'What may be spent.', default: [] });

/** What a million tokens cost, kind by kind. */
const rates = {
  input_per_million: number({
    description: 'Price of a million input tokens.',
    required: true,
    minimum: 0,
  }),
  output_per_million: number({
    description: 'Price of a million output tokens.',
    required: true,
    minimum: 0,
  }),
  cached_input_per_million: price('Price of a million cached input tokens. As input if absent.'),
  cache_write_per_million: price(
    'Price of a million tokens written to a cache. As input if absent.',
  ),
  cache_write_hour_per_million: price(
    'Price of a million tokens written to a cache for an hour. As other cache writes if absent.',
  ),
  audio_input_per_million: price('Price of a million tokens of audio input. As input if absent.'),
  cached_audio_input_per_million: price(
    'Price of a million cached tokens of audio input. As cached input if absent.',
  ),
  reasoning_per_million: price('Price of a million reasoning tokens. As output if absent.'),
  audio_output_per_million: price(
    'Price of a million tokens of audio output. As output if absent.',
  ),
};

const modelPrice = object(
  {
    model: text({ description: 'Model name or glob.', required: true }),
    aliases: list(text({ description: 'Name.' }), {
      description: 'Further names of the model.',
      default: [],
    }),
    provider: text({ description: 'Provider. Any if absent.' }),
    ...rates,
    long_context: object(
      {
        above: integer({
          description: 'Input tokens of a request above which its tokens have these prices.',
          required: true,
          minimum: 1,
        }),
        ...rates,
      },
      { description: 'Prices of requests with a long input. As others if absent.' },
    ),
  },
  { description: 'What a model costs.' },
);

/** `prices`: what models cost. */
export const prices = block('What models cost. Entries go before the shipped price book.', {
  currency: text({
    description: 'Currency of all amounts (ISO 4217).',
    default: 'USD',
    pattern: '^[A-Z]{3}$',
    expected: 'three capital letters, such as USD',
  }),
  models: list(modelPrice, { description: 'Prices by model.', default: [] }),
  reserve_output_tokens: integer({
    description: 'Output tokens that are reserved for a request that sets no limit of its own.',
    default: 16_384,
    minimum: 0,
  }),
  reservation_ttl: duration({
    description: 'How long an amount stays reserved for a request that never reports its end.',
    default: '15m',
  }),
});
