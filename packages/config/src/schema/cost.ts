import { block, choice, duration, integer, list, number, object, text } from './builders.ts';

const price = (description: string) => number({ description, minimum: 0 });

const budget = object(
  {
    name: text({ description: 'Unique name.', required: true }),
    limit: number({
      description: 'Amount in the currency of `prices`.',
      required: true,
      minimum: 0,
    }),
    period: choice(['day', 'week', 'month', 'total'], {
      description: 'When it starts afresh, in UTC.',
      default: 'month',
    }),
    per: choice(['tenant', 'user', 'agent', 'model'], {
      description: 'One budget for each of these. One for all if absent.',
    }),
    tenant: text({ description: 'Tenant that it is for. All if absent.' }),
    user: text({ description: 'User that it is for. All if absent.' }),
    agent: text({ description: 'Agent that it is for. All if absent.' }),
    model: text({ description: 'Model (name or glob) that it is for. All if absent.' }),
    action: choice(['block', 'alert'], {
      description: 'What happens when it is spent.',
      default: 'block',
    }),
    alert_at_percent: list(integer({ description: 'Percent.', minimum: 1, maximum: 100 }), {
      description: 'Shares at which a warning is sent.',
      default: [80],
    }),
    on_failure: choice(['block', 'allow'], {
      description: 'What happens while the ledger cannot be reached.',
      default: 'block',
    }),
  },
  { description: 'A budget.' },
);

/** `budgets`: what may be spent. */
export const budgets = list(budget, { description: 'What may be spent.', default: [] });

const modelPrice = object(
  {
    model: text({ description: 'Model name or glob.', required: true }),
    provider: text({ description: 'Provider. Any if absent.' }),
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
  reservation_ttl: duration({
    description: 'How long an amount stays reserved for a request that never reports its end.',
    default: '15m',
  }),
});
