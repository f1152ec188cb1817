import { forEach } from './for-each.mjs';

/** What a page that ran one of the texts below would have: `globalThis.hostileRan`. */
export const MARK = 'hostileRan';
const RUN = `globalThis.${MARK}=1`;

/** Texts that want to be more than text, by what they try. */
export const HOSTILE = {
  image: `<img src=x onerror="${RUN}">`,
  script: `</script><script>${RUN}</script>`,
  svg: `"><svg/onload=${RUN}>`,
  address: `javascript:${RUN}//`,
  template: `{{constructor.constructor('${RUN}')()}}\${${RUN}}`,
  bidi: 'invoice\u202Egpj.exe\u2066\u2069 \u200Fright',
  ansi: '\u001b[2J\u001b[31mred\u001b[0m\u0007\u001b]8;;https://example.com\u0007link',
  controls: 'a\u0000b\u0008c\r\nd\te\u0085f\u2028g',
  unseen: '\u200B\u200C\u2060\uFEFF',
  blank: '   ',
  long: 'W'.repeat(10_000),
  wide: '\u{1F469}\u200D\u{1F4BB}'.repeat(40),
  stacked: `z${'\u0310\u0321'.repeat(60)}`,
  json: '{"action":"allow","__proto__":{"admin":true}}',
  formula: `=HYPERLINK("https://example.com","${'x'.repeat(8)}")`,
  sum: "@SUM(1+1)*cmd|' /C calc'!A0",
  proto: '__proto__',
  half: 'half \ud83d of a pair',
  path: '../../../../etc/passwd?x=%00#/dashboard',
  query: 'action:block agent:"x" OR 1=1; --',
};

/** Longest texts that routes take. */
const NAME = 256;
const REASON = 500;
const USER = 128;

/** Where a text may stand: `[what it is, route, body, its place]`. */
const cut = (text, most) => text.slice(0, most);
const PLACES = [
  ['agent', 'scan_input', (t) => ({ text: 'hello', agent_id: cut(t, NAME) })],
  ['session', 'scan_input', (t) => ({ text: 'hello', session_id: cut(t, NAME) })],
  ['tenant', 'scan_input', (t) => ({ text: 'hello', tenant_id: cut(t, NAME) })],
  ['tag', 'scan_input', (t) => ({ text: 'hello', data_tags: [cut(t, 128)] })],
  ['text', 'scan_input', (t) => ({ text: `${t} sk-ABCDEF1234567890ABCDEF` })],
  ['tool', 'intercept_tool', (t) => tool(cut(t, NAME), { query: 'x' })],
  ['blocked tool', 'intercept_tool', (t) => tool(cut(t, NAME), { run: 'rm -rf /' })],
  [
    'approval',
    'intercept_tool',
    (t) => ({
      ...tool('deploy_service', { [cut(t, NAME)]: t, list: [t, { deep: t }] }),
      ...{ justification: cut(t, 4096), agent_id: cut(t, NAME), session_id: cut(t, NAME) },
    }),
  ],
  ['tool of an approval', 'intercept_tool', (t) => tool(`deploy_${cut(t, NAME - 7)}`, { x: t })],
  [
    'message',
    'intercept_agent_message',
    (t) => ({ message: t, source_agent_id: cut(t, NAME), destination_agent_id: cut(t, NAME) }),
  ],
  ['memory', 'memory_write', (t) => ({ key: 'anything', value: t, agent_id: cut(t, NAME) })],
  ['memory key', 'memory_write', (t) => ({ key: cut(t, NAME), value: 'x', agent_id: 'coder' })],
  ['key', 'key_create', (t) => ({ roles: ['agent'], user_id: cut(t, USER), tenant_id: 'acme' })],
  ['agent of a key', 'key_create', (t) => ({ roles: ['agent'], agent_ids: [cut(t, NAME)] })],
  ['tenant of a key', 'key_create', (t) => ({ roles: ['viewer'], tenant_id: cut(t, NAME) })],
  [
    'silence',
    'alerts_silence',
    (t) => ({ duration: '1h', reason: cut(t, REASON), agent_id: 'nobody' }),
  ],
  [
    'agent of a silence',
    'alerts_silence',
    (t) => ({ duration: '1h', reason: 'x', agent_id: cut(t, NAME) }),
  ],
  [
    'rule of a silence',
    'alerts_silence',
    (t) => ({ duration: '1h', reason: 'x', rule: cut(t, NAME) }),
  ],
  // An agent of its own: what is stopped says nothing more of the rest.
  [
    'stop',
    'lockdown_set',
    (t) => ({ agent_id: `stopped ${cut(t, NAME - 8)}`, reason: cut(t, REASON) }),
  ],
  ['tool of a stop', 'lockdown_set', (t) => ({ tool: `no ${cut(t, NAME - 3)}`, reason: 'x' })],
  [
    'capability',
    'capability_grant',
    (t) => ({ agent_id: cut(t, NAME), tools: [cut(t, NAME)], ttl: '1h' }),
  ],
  [
    'model',
    'POST /v1/chat/completions',
    (t) => ({ model: cut(t, NAME), messages: [{ role: 'user', content: 'hello' }] }),
  ],
];

function tool(tool_name, parameters) {
  return { phase: 'request', tool_name, parameters, agent_id: 'support-bot' };
}

/**
 * Puts every one of {@link HOSTILE} wherever a public route takes a text of the caller's. Half of the requests for approval
 * that come of it are denied with such a note.
 *
 * @returns `taken` and `refused`: `[place, text]` by their names, and for what was refused the status and the code
 * @throws for an answer of 500 or more
 */
export async function hostile(bed) {
  const outcome = { taken: [], refused: [] };
  const plan = PLACES.flatMap(([place, route, bodyOf]) =>
    Object.entries(HOSTILE).map(([name, text]) => ({ place, route, name, body: bodyOf(text) })),
  );
  await forEach(plan, async ({ place, route, name, body }) => {
    const { status, body: said } = await bed.call(route, { body });
    if (status >= 500) throw new Error(`${place}, ${name}: ${status} ${JSON.stringify(said)}`);
    if (status < 400) outcome.taken.push([place, name]);
    else outcome.refused.push([place, name, status, said.code]);
  });
  await withNotes(bed);
  return outcome;
}

async function withNotes(bed) {
  const notes = Object.values(HOSTILE).values();
  const waiting = await bed.ask('approvals', { query: { status: 'pending', limit: '200' } });
  const ours = waiting.filter(({ tool_name }) => tool_name === 'deploy_service');
  for (const { request_id } of ours.slice(0, ours.length / 2)) {
    const note = cut(notes.next().value ?? 'no', 2000);
    const decision = { params: { id: request_id }, body: { note }, user: 'security-admin' };
    await bed.call('approval_deny', decision);
  }
}
