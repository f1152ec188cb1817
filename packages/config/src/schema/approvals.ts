import { block, duration, flag, integer } from './builders.ts';

/** `approvals`: how long a request for approval stays open, and who may decide it. */
export const approvals = block('Human approval of single actions.', {
  default_ttl: duration({
    description: 'How long a request stays open. Past it, the request is rejected.',
    default: '30m',
  }),
  loopback_decisions: flag({
    description:
      'On trusted loopback the `approver_id` of a decision may name a configured approver or admin without a credential.',
    default: true,
  }),
  max_pending_per_agent: integer({
    description: 'Most open requests of one agent.',
    default: 100,
    minimum: 1,
  }),
  max_pending_per_tenant: integer({
    description: 'Most open requests of one tenant.',
    default: 1_000,
    minimum: 1,
  }),
});
