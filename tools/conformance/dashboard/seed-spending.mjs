import { MODELS } from './configuration.mjs';

/** Keys for programs: whose they are, and for which tenant. */
const KEYS = [
  { user_id: 'dana', tenant_id: 'default' },
  { user_id: 'erin', tenant_id: 'acme', agent_ids: ['acme-buyer'] },
  { user_id: 'gus', tenant_id: 'globex', expires_in: '30d' },
];

/** Calls of a user: `[user, agent, model, input tokens, output tokens, how often]`. */
const CALLS = [
  ['dana', 'support-bot', MODELS.priced, 90_000, 4_000, 6],
  ['dana', 'research-bot', MODELS.priced, 240_000, 12_000, 3],
  ['dana', 'research-bot', MODELS.shipped, 800_000, 60_000, 4],
  ['dana', 'coder', MODELS.unpriced, 30_000, 9_000, 3],
  // Of acme's ten: 8.25, so that nearly all is used.
  ['erin', 'acme-buyer', MODELS.priced, 200_000, 10_000, 11],
  // Of globex's two: 2.43, more than there was.
  ['gus', 'globex-analyst', MODELS.priced, 400_000, 1_000, 2],
];

/**
 * API keys, one of them revoked, and calls to the provider that cost; the last one is refused, for its budget is used up.
 *
 * @returns `keys`: the keys by their user
 */
export async function seedSpending(bed) {
  const keys = {};
  for (const body of [...KEYS, { user_id: 'left-in-may', tenant_id: 'default' }]) {
    const made = await bed.ask('key_create', {
      user: 'security-admin',
      body: { roles: ['agent'], ...body },
    });
    keys[body.user_id] = made.key;
    if (body.user_id === 'left-in-may') {
      await bed.ask('key_revoke', { user: 'security-admin', params: { id: made.id } });
    }
  }
  const complete = ([user, agent, model, input, output]) =>
    bed.call('POST /v1/chat/completions', {
      key: keys[user],
      headers: { 'x-safeai-agent': agent },
      body: {
        model,
        messages: [{ role: 'user', content: 'Write the summary.' }],
        max_tokens: 500,
        metadata: { prompt_tokens: String(input), completion_tokens: String(output) },
      },
    });
  for (const call of CALLS) {
    for (let count = 0; count < call[5]; count++) {
      const { status, body } = await complete(call);
      if (status !== 200) throw new Error(`${call.join(' ')}: ${status} ${JSON.stringify(body)}`);
    }
  }
  const refused = await complete(CALLS.at(-1));
  if (refused.status !== 429)
    throw new Error(`A used up budget let a call pass: ${refused.status}`);
  return { keys };
}
