import { seedApprovals } from './seed-approvals.mjs';
import { seedDecisions } from './seed-decisions.mjs';
import { seedSpending } from './seed-spending.mjs';

export { hostile } from './hostile.mjs';

/**
 * Fills a bed through its public routes: some hundred decisions, requests for approval in every state, keys, calls that
 * cost, a silence, a stop, alerts. Takes about five seconds.
 *
 * @returns what views and their tests may rely on: `decisions` (how many were made), `approvals` (ids by what they are),
 *   `keys` (API keys by their user), `silence`, `stop`
 */
export async function seed(bed) {
  const stop = await bed.ask('lockdown_set', {
    user: 'security-admin',
    body: { agent_id: 'crawler', reason: 'Fetched the same page four thousand times' },
  });
  const silence = await bed.ask('alerts_silence', {
    user: 'security-admin',
    body: { agent_id: 'load-test', duration: '2h', reason: 'Load test until noon' },
  });
  const approvals = await seedApprovals(bed);
  const decisions = await seedDecisions(bed);
  const { keys } = await seedSpending(bed);
  return { decisions, approvals, keys, silence, stop };
}
