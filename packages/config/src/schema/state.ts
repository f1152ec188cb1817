import { block, choice, object, secret, text } from './builders.ts';

/** `state`: where approvals, memory and budgets are kept. */
export const state = block('Where approvals, memory, budgets and keys are kept.', {
  dir: text({
    description: 'State folder. `.safeai` beside this file if absent.',
    format: 'path',
  }),
  backend: choice(['memory', 'sqlite', 'redis'], {
    description: 'Nothing survives a restart in `memory`; `redis` serves several machines.',
    default: 'sqlite',
  }),
  redis: object(
    {
      url: secret({ description: 'Address, such as `rediss://host:6379/0`.', required: true }),
      key_prefix: text({ description: 'Beginning of every key.', default: 'safeai' }),
    },
    { description: 'Redis or Valkey.' },
  ),
});
