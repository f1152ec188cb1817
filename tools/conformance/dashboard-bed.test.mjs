/** What the tests of the dashboard's views stand on: a server full of data, and a browser that tells of every fault. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  axe,
  describeInBrowser,
  expectQuiet,
  launch,
  newContext,
  signedIn,
  theme,
  watch,
} from './dashboard/browser.mjs';
import { MODELS, USERS } from './dashboard/configuration.mjs';
import { startFilledBed } from './dashboard/filled-bed.mjs';
import { hostile } from './dashboard/hostile.mjs';
import { until } from './dashboard/until.mjs';

const admin = { user: 'security-admin' };
let bed;
let seeded;

beforeAll(async () => {
  bed = await startFilledBed({ records: 20_000 });
  seeded = bed.seeded;
});

afterAll(() => bed?.stop());

const counted = (items, keyOf) => {
  const counts = {};
  for (const item of items) counts[keyOf(item)] = (counts[keyOf(item)] ?? 0) + 1;
  return counts;
};

describe('a seeded bed', () => {
  test('has users of every role, and of one tenant alone', async () => {
    const users = await bed.ask('dashboard_users', admin);
    expect(users.map(({ user_id }) => user_id)).toEqual(Object.keys(USERS));
    expect(Object.keys(counted(users, ({ role }) => role)).sort()).toEqual(
      ['admin', 'approver', 'auditor', 'billing', 'viewer'].sort(),
    );
    const tenants = await bed.ask('tenants', admin);
    expect(JSON.stringify(tenants)).toMatch(/acme.*globex/);
  });

  test('has decisions with every action, at every boundary, in three tenants', async () => {
    const query = { since: bed.seededAt.toISOString(), limit: '1000' };
    const records = await bed.ask('audit', { ...admin, query });
    const decisions = records.filter(({ boundary, tenant_id }) => boundary && tenant_id !== '*');
    const actions = counted(decisions, ({ action }) => action);
    const { decisions: made } = seeded;
    for (const action of Object.keys(made)) {
      expect(actions[action]).toBeGreaterThanOrEqual(made[action]);
    }
    expect(actions.pending_approval).toBeGreaterThanOrEqual(13);
    const of = (key) => Object.keys(counted(decisions, (record) => record[key])).sort();
    expect(of('boundary')).toEqual(['action', 'input', 'memory', 'output']);
    expect(of('tenant_id')).toEqual(['acme', 'default', 'globex']);
    expect(of('agent_id').length).toBeGreaterThan(10);
    expect(of('tool_name').length).toBeGreaterThan(10);
  });

  test('has them in the overview and the facets, with what a shadow rule would have done', async () => {
    const overview = await bed.ask('dashboard_overview', { ...admin, query: { last: '1h' } });
    expect(overview.by_action.block).toBeGreaterThanOrEqual(seeded.decisions.block);
    expect(overview.approvals.pending).toBeGreaterThanOrEqual(7);
    const { facets } = await bed.ask('audit_facets', { ...admin, query: { last: '1h' } });
    expect(facets.tenant_id.values.length).toBeGreaterThanOrEqual(3);
    expect(facets.shadow_policy_name.values).toContainEqual(
      expect.objectContaining({ value: 'shadow-personal-input' }),
    );
  });

  test('has a history of thirty days, which verifies', async () => {
    expect(await bed.ask('audit_verify', admin)).toMatchObject({ ok: true });
    const [first, last] = await Promise.all(
      [bed.former.first, bed.former.last].map((decision_id) =>
        bed.ask('audit_record', { ...admin, params: { decision_id } }),
      ),
    );
    const days = (Date.parse(last.ts) - Date.parse(first.ts)) / (24 * 60 * 60_000);
    expect(days).toBeCloseTo(30, 1);
  });

  test('has requests for approval in every state', async () => {
    const requests = await bed.ask('approvals', { ...admin, query: { limit: '100' } });
    expect(counted(requests, ({ status }) => status)).toEqual({
      ...{ pending: 7, approved: 2, consumed: 1, denied: 1, cancelled: 1, expired: 1 },
    });
    const of = Object.fromEntries(
      Object.entries(seeded.approvals).map(([name, id]) => [
        name,
        requests.find(({ request_id }) => request_id === id),
      ]),
    );
    expect([of.oneVote.votes.length, of.twoVotes.votes.length]).toEqual([1, 2]);
    expect(of.long).toMatchObject({ parameters: null, parameters_omitted: true });
    expect(of.differs.tool_name).toBe(of.consumed.tool_name);
    expect(of.differs.parameters).not.toEqual(of.consumed.parameters);
    expect(of.differs.session_id).not.toBe(of.consumed.session_id);
    expect(of.acme.tenant_id).toBe('acme');
    const waits = ({ created_at, expires_at }) => Date.parse(expires_at) - Date.parse(created_at);
    expect([waits(of.soon), waits(of.late)]).toEqual([5 * 60_000, 2 * 60 * 60_000]);
    expect(JSON.stringify(of.soon.parameters)).toContain('[EMAIL_REDACTED]');
  });

  test('has spending, budgets nearly used and used up, and a model without a price', async () => {
    const summary = await bed.ask('cost_summary', admin);
    expect(summary.by_tenant).toEqual({ acme: 8.25, default: 5.304, globex: 2.43 });
    expect(Object.keys(summary.by_model).sort()).toEqual([MODELS.priced, MODELS.shipped].sort());
    expect(Object.keys(summary.by_user).sort()).toEqual(['dana', 'erin', 'gus']);
    expect(summary.unpriced).toMatchObject([{ model: MODELS.unpriced, calls: 3 }]);
    const left = Object.fromEntries(summary.budgets.map((each) => [each.name, each.remaining]));
    expect(left).toMatchObject({ 'acme-month': 1.75, 'globex-trial': 0 });
    expect(summary.budgets.some((each) => each.limit_tokens !== null)).toBe(true);
  });

  test('has keys, stops, a silence, a plugin, and alerts that were told', async () => {
    const keys = await bed.ask('keys', admin);
    expect(keys).toHaveLength(4);
    expect(keys.filter((key) => key.revoked_at !== null)).toHaveLength(1);
    const stops = await bed.ask('lockdowns', admin);
    expect(stops.map((each) => each.agent_id)).toEqual(['retired-bot', 'crawler']);
    expect(await bed.ask('alerts_silences', admin)).toMatchObject([{ agent_id: 'load-test' }]);
    expect(await bed.ask('plugins', admin)).toMatchObject({ plugins: [{ state: 'loaded' }] });
    await until(async () => {
      const alerts = await bed.ask('alerts', admin);
      const rules = new Set(alerts.map(({ rule }) => rule));
      return rules.size === 5 && alerts.some((each) => each.held_by === 'silence');
    });
    await until(() => bed.webhook.received.length > 5);
  });

  test('takes hostile texts in every place, and stays whole', async () => {
    const { taken, refused } = await hostile(bed);
    const places = new Set(taken.map(([place]) => place));
    // The id of a tenant is a plain name: a configuration could not name others.
    const closed = new Set(refused.map(([place]) => place).filter((place) => !places.has(place)));
    expect([...closed].sort()).toEqual(['tenant', 'tenant of a key']);
    expect(taken.length).toBeGreaterThan(350);
    expect(await bed.ask('audit_verify', admin)).toMatchObject({ ok: true });
  });

  test('starts again where it was, without its sessions', async () => {
    const opened = await bed.call('session_open', { body: { user_id: 'security-viewer' } });
    const cookie = opened.headers.get('set-cookie').split(';')[0];
    const whoIs = () => bed.call('session', { headers: { cookie } });
    expect((await whoIs()).status).toBe(200);
    await bed.restart();
    expect((await whoIs()).status).toBe(401);
    const { status } = await bed.ask('approval', {
      ...{ user: 'acme-approver', params: { id: seeded.approvals.acme } },
    });
    expect(status).toBe('pending');
  });
});

describeInBrowser('the browser', () => {
  let browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser?.close());

  test('signs in, in both themes, and finds nothing', async () => {
    const context = await signedIn(await newContext(browser, bed), 'security-admin');
    const page = await context.newPage();
    const seen = await watch(page);
    await page.goto('/dashboard');
    await page.getByRole('navigation').first().waitFor();
    for (const name of ['light', 'dark']) {
      await theme(page, name);
      expect(await axe(page)).toEqual([]);
    }
    await expectQuiet(seen);
    await context.close();
  });

  test('finds what leaves the origin, breaks the policy, or has no name', async () => {
    const context = await newContext(browser, bed);
    const page = await context.newPage();
    const seen = await watch(page);
    await page.goto('/dashboard');
    await page.evaluate(() => {
      const image = globalThis.document.createElement('img');
      image.src = 'https://example.com/x.png';
      globalThis.document.body.append(image);
      globalThis.setTimeout(() => globalThis.nothingOfThisName());
      globalThis.console.error('something is wrong');
    });
    await until(() => seen.policy.length > 1 && seen.errors.length > 1);
    expect(seen.foreign).toEqual(['https://example.com/x.png']);
    expect(seen.errors.sort()).toEqual([
      expect.stringContaining('nothingOfThisName'),
      'something is wrong',
    ]);
    await expect(expectQuiet(seen)).rejects.toThrow('example.com');
    expect((await axe(page)).join()).toContain('image-alt');
    await context.close();
  });
});
