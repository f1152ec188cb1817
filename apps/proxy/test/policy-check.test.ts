import { MAX_DRAFT_CHARACTERS } from '@safeai/api';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { answerProblems } from './support/answer-problems.ts';
import { realRuntime } from './support/real-runtime.ts';
import { startServer, type TestServer } from './support/server.ts';

const CONFIG = `
policies:
  - { name: old, boundary: input, data_tags: [personal.pii], action: flag }
  - { name: kept, boundary: output, data_tags: [personal.pii], action: redact, priority: 100 }
tenants:
  acme: { policies: [{ name: mine, boundary: input, data_tags: [pii], action: flag }] }
  bravo: { policies: [{ name: of-bravo, boundary: input, data_tags: [pii], action: flag }] }
dashboard:
  users:
    - { user_id: everybody, role: admin, tenants: ['*'] }
    - { user_id: acme-auditor, role: auditor, tenants: [acme] }
    - { user_id: vic, role: viewer, tenants: [acme] }
`;
const DRAFT = `
policies:
  - { name: kept, boundary: [output], condition: { data_tag: pii }, action: redact }
  - { name: new, boundary: input, data_tags: [secert], action: block }
tenants:
  acme: { policies: [{ name: mine, boundary: input, data_tags: [pii], action: block }] }
  bravo: { policies: [{ name: also-bravo, boundary: input, data_tags: [pii], action: flag }] }
`;
/** Most characters of a draft. */
const MOST = MAX_DRAFT_CHARACTERS;

let server: TestServer;

beforeEach(async () => {
  server = await startServer(await realRuntime(CONFIG));
});

afterEach(() => server.server.close());

async function ask(path: string, body: object, user = 'everybody') {
  const headers = { 'x-safeai-user': user };
  const received = await server.send(path, { headers, body });
  return { status: received.status, text: received.text, answer: received.json() };
}

const check = (draft: string, user?: string) => ask('/v1/policies/check', { draft }, user);

interface Checked {
  readonly rules: readonly { name: string; origin: string; tenant_id?: string }[];
  readonly problems: readonly object[];
}

describe('POST /v1/policies/check', () => {
  test('tells what a draft says, and how it differs from the rules in force', async () => {
    const { status, answer } = await check(DRAFT);
    expect(status).toBe(200);
    expect(answerProblems('policies_check', answer)).toEqual([]);
    const inForce = (await server.send('/v1/policies')).json();
    expect(answer).toMatchObject({
      ...{ ok: true, revision: expect.stringMatching(/^[0-9a-f]{64}$/), problems: [] },
      revision_now: inForce.revision,
      lint: expect.arrayContaining([expect.objectContaining({ code: 'unknown_tag', rule: 'new' })]),
      changes: {
        added: ['new', 'bravo/also-bravo'],
        removed: ['old', 'bravo/of-bravo'],
        changed: ['acme/mine'],
      },
    });
    const { rules } = answer as unknown as Checked;
    expect(rules.find(({ name }) => name === 'new')).toMatchObject({ origin: 'operator' });
    expect(rules.find(({ name }) => name === 'mine')).toMatchObject({ origin: 'tenant' });
    expect(rules.some(({ origin }) => origin === 'shipped')).toBe(true);
  });

  test('knows the rules in force again', async () => {
    const { answer } = await check(CONFIG);
    expect(answer).toMatchObject({ changes: { added: [], removed: [], changed: [] } });
    expect(answer.revision).toBe(answer.revision_now);
  });

  test('changes nothing, and records nothing', async () => {
    const before = (await server.send('/v1/policies')).text;
    await check(DRAFT);
    await check('policies: [');
    expect((await server.send('/v1/policies')).text).toBe(before);
    expect((await server.send('/v1/audit')).json()).toEqual([]);
  });

  test("shows an auditor of one tenant nothing of another's", async () => {
    const { status, answer, text } = await check(DRAFT, 'acme-auditor');
    expect(status).toBe(200);
    expect(answer.changes).toEqual({ added: ['new'], removed: ['old'], changed: ['acme/mine'] });
    expect(text).not.toContain('bravo');
  });

  test('is for those who may read the rules', async () => {
    expect((await check(DRAFT, 'vic')).status).toBe(403);
  });

  test.each([
    [
      'a wrong rule',
      'policies:\n  - { name: x, boundary: input, acton: block }',
      { line: 2, column: 5, path: 'policies[0].action' },
    ],
    ['no YAML', 'policies: [', { line: 1, path: null }],
    [
      'a variable',
      'policies: [{ name: "${HOME}", boundary: input, action: block }]',
      { line: 1, path: 'policies[0].name' },
    ],
  ])('answers 200 for %s, with its place', async (_, draft, problem) => {
    const { status, answer, text } = await check(draft);
    expect(status).toBe(200);
    expect(answerProblems('policies_check', answer)).toEqual([]);
    expect(answer).toMatchObject({ ok: false, revision: null, rules: [], lint: [] });
    expect((answer as unknown as Checked).problems).toContainEqual(
      expect.objectContaining(problem),
    );
    expect(text).not.toContain(process.env.HOME ?? '-');
  });

  const tens = (letters: string) =>
    Array.from(letters, (letter, at) =>
      at === 0
        ? `a: &a [${'x,'.repeat(10)}]`
        : `${letter}: &${letter} [${`*${letters[at - 1] ?? ''},`.repeat(10)}]`,
    ).join('\n');

  test.each([
    ['anchors of anchors', tens('abcdefghijkl'), /500000 values/],
    [
      'a list of aliases',
      `a: &a [${'1,'.repeat(100)}]\nb: [${'*a,'.repeat(MOST / 3 - 100)}]`,
      /500000 values/,
    ],
    ['deep lists', '['.repeat(MOST), /maxDepth/],
    ['deep maps', '{a: '.repeat(MOST / 4), /maxDepth/],
    ['deep blocks', '- '.repeat(MOST / 2), /maxDepth/],
    ['one long key', 'a'.repeat(MOST), /./],
    [
      'the same rule again and again',
      `policies:\n- &r {name: r, boundary: input, action: flag}\n${'- *r\n'.repeat(MOST / 5 - 20)}`,
      /another rule has this name/,
    ],
    ['faulty rules', `policies:\n${'- {nam: r}\n'.repeat(MOST / 12 - 10)}`, /is required/],
  ])('the largest draft with %s is answered', async (_, draft, told) => {
    const { status, answer } = await check(draft);
    expect(status).toBe(200);
    expect(answer.ok).toBe(false);
    const { problems } = answer as unknown as Checked;
    expect(problems.length).toBeLessThanOrEqual(100);
    expect(JSON.stringify(problems)).toMatch(told);
  });

  test('a larger one is refused', async () => {
    const { status, answer } = await check('#'.repeat(MOST + 1));
    expect(status).toBe(422);
    expect(answer).toMatchObject({ code: 'invalid_request' });
  });

  test('nobody waits for a draft that takes its time', async () => {
    const answered: string[] = [];
    const draft = `policies:\n${'- {nam: r}\n'.repeat(MOST / 11 - 2)}`;
    const checked = check(draft).then(() => answered.push('draft'));
    await server.send('/v1/health/live');
    answered.push('health');
    await checked;
    expect(answered).toEqual(['health', 'draft']);
  });
});

describe('POST /v1/policies/explain with a draft', () => {
  const asked = { boundary: 'input', text: 'Write to alice@example.com', tenant_id: 'acme' };
  const explain = (body: object, user?: string) => ask('/v1/policies/explain', body, user);

  test('is decided by the draft, with what the detectors in force find', async () => {
    const now = (await explain(asked)).answer;
    expect(now).toMatchObject({ decision: { action: 'flag', policy_name: 'mine' } });
    const { status, answer } = await explain({ ...asked, draft: DRAFT });
    expect(status).toBe(200);
    const revision = (await check(DRAFT)).answer.revision;
    expect(answer).toMatchObject({
      decision: { action: 'block', policy_name: 'mine', policy_revision: revision },
      explanation: { action: 'block', policy_name: 'mine', policy_revision: revision },
    });
    expect(answer.detections).toEqual(now.detections);
    expect((await explain(asked)).answer).toMatchObject({ decision: { action: 'flag' } });
    expect((await server.send('/v1/audit')).json()).toEqual([]);
  });

  test('is refused with the places of what is wrong in it', async () => {
    const draft = 'policies:\n  - { name: x, boundary: input, acton: block }';
    const { status, answer } = await explain({ ...asked, draft }, 'acme-auditor');
    expect(status).toBe(422);
    expect(answer).toMatchObject({ code: 'invalid_config', detail: /draft:2:\d+/ });
  });
});
