/** A call of one service that was approved and made, and what the next one has that is other. */
const DEPLOYED = {
  service: 'checkout',
  version: '1.4.0',
  regions: ['eu-central', 'eu-west'],
  settings: { replicas: 3, strategy: 'rolling' },
};
const TO_DEPLOY = {
  ...DEPLOYED,
  version: '1.4.1',
  regions: ['eu-central', 'eu-west', 'us-east'],
  settings: { replicas: 4, strategy: 'rolling', drain_seconds: 30 },
};

/** Some 20 000 characters: too long for a list. */
const LONG_QUERY = [
  'DROP TABLE sessions_of_last_year;',
  ...Array.from({ length: 400 }, (_, row) => `INSERT INTO archive SELECT * FROM shard_${row};`),
].join('\n');

/**
 * Requests for approval in every state.
 *
 * @returns their ids: `expired`, `consumed`, `approved`, `denied`, `cancelled`, `twoVotes`, `oneVote`, and of those that
 *   nobody has decided `differs` (from `consumed`, of the same tool), `soon` (5 min), `late` (2 h), `long` (parameters),
 *   `git`, `acme`
 */
export async function seedApprovals(bed) {
  let sessions = 0;
  const call = (tool_name, parameters, more = {}) => ({
    ...{ phase: 'request', tool_name, parameters, agent_id: 'release-bot' },
    session_id: `release-${++sessions}`,
    ...more,
  });
  const asked = async (body) => {
    const answer = await bed.ask('intercept_tool', { body });
    if (answer.approval_request_id === undefined) throw new Error(JSON.stringify(answer.decision));
    return answer.approval_request_id;
  };
  const decide = (verb, id, user, note) =>
    bed.ask(`approval_${verb}`, { user, params: { id }, body: note === undefined ? {} : { note } });

  const expired = await asked(call('rotate_credentials', { of: 'payment-gateway' }));

  const made = call('deploy_service', DEPLOYED, { justification: 'Weekly release' });
  const consumed = await asked(made);
  await decide('approve', consumed, 'security-approver', 'Checked the change log');
  await bed.ask('intercept_tool', { body: { ...made, approval_request_id: consumed } });

  const approved = await asked(call('deploy_docs', { version: '2026.11' }));
  await decide('approve', approved, 'security-admin');

  const denied = await asked(call('deploy_site', { branch: 'feature/banner' }));
  await decide('deny', denied, 'security-approver', 'Not on a Friday evening');

  const cancelled = await asked(call('deploy_site', { branch: 'main', force: true }));
  await decide('cancel', cancelled, 'security-admin');

  const pay = { agent_id: 'billing-bot', justification: 'Due on the last day of the month' };
  const twoVotes = await asked(call('pay_invoice', { invoice: 'R-2207', amount: '1249.00' }, pay));
  await decide('approve', twoVotes, 'security-admin', 'In the budget');
  await decide('approve', twoVotes, 'finance-approver', 'Goods arrived');
  const oneVote = await asked(call('pay_invoice', { invoice: 'R-2208', amount: '310.50' }, pay));
  await decide('approve', oneVote, 'security-admin', 'Fine for me');

  return {
    ...{ expired, consumed, approved, denied, cancelled, twoVotes, oneVote },
    differs: await asked(
      call('deploy_service', TO_DEPLOY, { justification: 'Fixes the currency of refunds' }),
    ),
    soon: await asked(call('restart_worker', { worker: 'mail-3', contact: 'ops@example.com' })),
    late: await asked(call('pay_supplier', { supplier: 'Initech', amount: '18400.00' }, pay)),
    long: await asked(call('database_query', { query: LONG_QUERY }, { agent_id: 'cleaner' })),
    git: await asked(
      call('bash', { command: 'git push --force origin main' }, { agent_id: 'coder' }),
    ),
    acme: await asked(
      call('deploy_shop', { theme: 'winter' }, { agent_id: 'acme-buyer', tenant_id: 'acme' }),
    ),
  };
}
