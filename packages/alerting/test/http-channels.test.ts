import { afterEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Agent, type buildConnector } from 'undici';
import { Webhook } from 'standardwebhooks';
import {
  type Alert,
  type AlertChannel,
  createChannel,
  DeliveryError,
  JsmAlertChannel,
  newAlert,
  OpsgenieAlertChannel,
  PagerDutyAlertChannel,
  SlackAlertChannel,
  WebhookAlertChannel,
} from '../src/index.ts';
import { bed, EVERYTHING, MINUTE } from './bed.ts';
import { API_KEY, genie } from './stand-ins/genie.ts';
import { pagerDuty, ROUTING_KEY } from './stand-ins/pagerduty.ts';
import { type Asked, type Service, startService } from './stand-ins/service.ts';
import { HOOK, slack } from './stand-ins/slack.ts';

const closing: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const one of closing.splice(0).reverse()) await one.close();
});

function closed<One extends { close(): Promise<void> }>(one: One): One {
  closing.push(one);
  return one;
}

/** How sending ended: undefined where the channel took it. */
async function problemOf(channel: AlertChannel, alert: Alert): Promise<DeliveryError | undefined> {
  return channel.send(alert).then(
    () => undefined,
    (error: unknown) => {
      if (error instanceof DeliveryError) return error;
      throw error;
    },
  );
}

const ALERT = newAlert({
  ...{ rule: 'default-secret-blocked', severity: 'critical', tenantId: 'acme', source: 'gw-1' },
  ...{ at: Date.UTC(2026, 10, 22, 9), count: 12, newCount: 3, otherCount: 2 },
  members: [
    {
      ...{ event: 'scan.blocked', boundary: 'input', action: 'block', policy: 'default-x' },
      ...{ agentId: 'billing', toolName: null, detectionType: 'secret', count: 10 },
    },
  ],
  decisionIds: ['019aa3f2-0000-7000-8000-000000000001'],
});

const noWait = () => Promise.resolve();

/** Every kind of channel that speaks HTTP, with a strict service behind it. */
const KINDS: Readonly<Record<string, () => Promise<{ channel: AlertChannel; service: Service }>>> =
  {
    pagerduty: async () => {
      const service = closed(await pagerDuty());
      return {
        service,
        channel: new PagerDutyAlertChannel({ routingKey: ROUTING_KEY, baseUrl: service.url }),
      };
    },
    opsgenie: async () => {
      const service = closed(await genie());
      const options = { apiKey: API_KEY, baseUrl: `${service.url}/`, wait: noWait };
      return { service, channel: new OpsgenieAlertChannel(options) };
    },
    jsm: async () => {
      const service = closed(await genie('/jsm/ops/integration'));
      const baseUrl = `${service.url}/jsm/ops/integration`;
      return { service, channel: new JsmAlertChannel({ apiKey: API_KEY, baseUrl, wait: noWait }) };
    },
    slack: async () => {
      const service = closed(await slack());
      return { service, channel: new SlackAlertChannel({ webhookUrl: `${service.url}${HOOK}` }) };
    },
    webhook: async () => {
      const service = closed(await startService(() => ({ status: 204, body: '' })));
      return {
        service,
        channel: new WebhookAlertChannel({ url: service.url, allowPrivate: true }),
      };
    },
  };

/** Any name that there is, and some that are more. */
const name = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom(
    '',
    '<!channel>',
    '&',
    '"',
    'a\r\nBcc: x',
    '\u202e',
    'x'.repeat(5000),
    '😀'.repeat(900),
  ),
);

const anyAlert = fc.record({
  rule: name,
  tenantId: name,
  source: name,
  action: fc.constantFrom(
    'trigger' as const,
    'update' as const,
    'acknowledge' as const,
    'resolve' as const,
  ),
  severity: fc.constantFrom(
    'info' as const,
    'warning' as const,
    'error' as const,
    'critical' as const,
  ),
  count: fc.nat(),
  newCount: fc.nat(),
  otherCount: fc.nat(),
  decisionIds: fc.array(name, { maxLength: 5 }),
  members: fc.array(
    fc.record({
      event: name,
      boundary: fc.option(name),
      action: fc.option(name),
      policy: fc.option(name),
      agentId: fc.option(name),
      toolName: fc.option(name),
      detectionType: fc.option(name),
      count: fc.nat(),
    }),
    { maxLength: 20 },
  ),
});

describe.each(Object.entries(KINDS))('%s', (_, make) => {
  test('takes every alert there can be, and nothing of it breaks a rule of the service', async () => {
    const { channel, service } = await make();
    closed(channel);
    await fc.assert(
      fc.asyncProperty(anyAlert, async (request) => {
        await channel.send(newAlert(request));
      }),
      { numRuns: 60 },
    );
    for (const { status, asked } of service.log) {
      if (asked.method === 'POST') expect(status).toBeLessThan(300);
    }
  });

  test.each([
    [500, 'unavailable'],
    [502, 'unavailable'],
    [503, 'unavailable'],
    [408, 'unavailable'],
    [400, 'rejected'],
    [413, 'rejected'],
    [422, 'rejected'],
    [302, 'rejected'],
    [429, 'throttled'],
  ] as const)('that answers %i is %s', async (status, failure) => {
    const { channel, service } = await make();
    closed(channel);
    service.instead = () => ({ status, headers: { location: `${service.url}/elsewhere` } });
    const problem = await problemOf(channel, ALERT);
    expect([problem?.failure, problem?.problem]).toEqual([failure, `http_${String(status)}`]);
    expect(service.log.length).toBe(1);
  });

  test('is believed how long it wants to be left alone', async () => {
    const { channel, service } = await make();
    closed(channel);
    service.instead = () => ({ status: 429, headers: { 'retry-after': '17' } });
    expect((await problemOf(channel, ALERT))?.retryAfterMs).toBe(17_000);
    const date = new Date(Date.now() + 60_000).toUTCString();
    service.instead = () => ({ status: 503, headers: { 'retry-after': date } });
    const after = (await problemOf(channel, ALERT))?.retryAfterMs ?? 0;
    expect(after).toBeGreaterThan(50_000);
    expect(after).toBeLessThanOrEqual(61_000);
    service.instead = () => ({ status: 429, headers: { 'retry-after': 'soon' } });
    expect((await problemOf(channel, ALERT))?.retryAfterMs).toBe(undefined);
  });

  test('that hangs up, or is not there, is unavailable', async () => {
    const { channel, service } = await make();
    closed(channel);
    service.instead = () => undefined;
    expect((await problemOf(channel, ALERT))?.problem).toBe('connection_lost');
    await service.close();
    const problem = await problemOf(channel, ALERT);
    expect([problem?.failure, problem?.problem]).toEqual(['unavailable', 'connection_refused']);
  });

  test('that says very much is not listened to for ever', async () => {
    const { channel, service } = await make();
    closed(channel);
    service.instead = () => ({ status: 503, body: 'x'.repeat(5_000_000) });
    expect((await problemOf(channel, ALERT))?.problem).toBe('http_503');
  });

  test('is given up when somebody says so', async () => {
    const { channel } = await make();
    closed(channel);
    await expect(channel.send(ALERT, AbortSignal.abort())).rejects.toThrow(DeliveryError);
  });
});

describe('PagerDuty', () => {
  test('opens an incident once, acknowledges it, resolves it, and opens another one after that', async () => {
    const service = closed(await pagerDuty());
    const channel = closed(
      new PagerDutyAlertChannel({ routingKey: ROUTING_KEY, baseUrl: service.url }),
    );
    await channel.send(ALERT);
    await channel.send({ ...ALERT, action: 'update' });
    const incident = service.incidents.get(ALERT.key);
    expect([incident?.state, incident?.triggers]).toEqual(['triggered', 2]);
    expect(incident?.payload).toMatchObject({
      summary: 'default-secret-blocked: 12 events in acme',
      ...{ source: 'gw-1', severity: 'critical', group: 'acme', class: 'default-secret-blocked' },
      custom_details: {
        ...{ count: 12, new_count: 3, decision_ids: ALERT.decisionIds },
        events: [
          '10 × scan.blocked, block, policy default-x, agent billing, found secret',
          '2 events of other kinds',
        ],
      },
    });
    await channel.send({ ...ALERT, action: 'acknowledge' });
    expect(incident?.state).toBe('acknowledged');
    await channel.send({ ...ALERT, action: 'resolve' });
    expect(incident?.state).toBe('resolved');
    await channel.send(ALERT);
    expect(service.incidents.get(ALERT.key)).not.toBe(incident);
  });

  test('refuses a wrong key for good; nothing says the key', async () => {
    const service = closed(await pagerDuty());
    const routingKey = 'f'.repeat(32);
    const channel = closed(new PagerDutyAlertChannel({ routingKey, baseUrl: service.url }));
    const problem = await problemOf(channel, ALERT);
    expect(problem?.failure).toBe('rejected');
    expect(JSON.stringify([problem, problem?.message, problem?.stack])).not.toContain(routingKey);
  });
});

describe.each([
  ['Opsgenie', '', OpsgenieAlertChannel],
  ['Jira Service Management', '/jsm/ops/integration', JsmAlertChannel],
] as const)('%s', (_, base, Channel) => {
  const setUp = async (apiKey = API_KEY) => {
    const service = closed(await genie(base));
    const waits: number[] = [];
    const wait = (ms: number) => Promise.resolve(void waits.push(ms));
    const channel = closed(new Channel({ apiKey, baseUrl: `${service.url}${base}`, wait }));
    return { service, channel, waits };
  };

  test('opens an alert once, counts it, acknowledges and closes it', async () => {
    const { service, channel } = await setUp();
    await channel.send(ALERT);
    await channel.send({ ...ALERT, action: 'update' });
    const alert = service.alerts.get(ALERT.key);
    expect([alert?.state, alert?.count]).toEqual(['open', 2]);
    expect(alert?.body).toMatchObject({
      message: 'default-secret-blocked: 12 events in acme',
      ...{ priority: 'P1', source: 'gw-1', entity: 'acme' },
      tags: ['safeai', 'critical', 'default-secret-blocked'],
    });
    await channel.send({ ...ALERT, action: 'acknowledge' });
    expect(alert?.state).toBe('acknowledged');
    await channel.send({ ...ALERT, action: 'resolve' });
    expect(alert?.state).toBe('closed');
    // Nobody can close it twice, and nothing is wrong with that.
    await channel.send({ ...ALERT, action: 'resolve' });
  });

  test('is asked whether what it accepted came true', async () => {
    const { service, channel, waits } = await setUp();
    service.notYet = 2;
    await channel.send(ALERT);
    expect(waits).toEqual([500, 1000, 2000]);
    service.fails = true;
    const problem = await problemOf(channel, { ...ALERT, key: 'another' });
    expect([problem?.failure, problem?.problem]).toEqual(['rejected', 'request_failed']);
    service.notYet = 1000;
    await channel.send({ ...ALERT, key: 'unknown end' });
  });

  test('is not asked on and on where it does not say: what it accepted would be sent again', async () => {
    const { service, channel } = await setUp();
    service.instead = ({ method }) =>
      method === 'GET' ? undefined : { status: 202, body: { requestId: 'r', result: 'ok' } };
    await channel.send(ALERT);
    expect(service.log.map(({ asked }) => asked.method)).toEqual(['POST', 'GET']);
  });

  test('takes no key that no header can have', () => {
    for (const apiKey of ['', 'key\n', 'key\r\nx-evil: 1', 'schlüssel']) {
      const make = () => new Channel({ apiKey });
      expect(make).toThrow(expect.objectContaining({ code: 'invalid_config' }));
    }
  });

  test('does not take a wrong key; it may be put right while the message waits', async () => {
    const { channel } = await setUp('wrong-key');
    const problem = await problemOf(channel, ALERT);
    expect([problem?.failure, problem?.problem]).toEqual(['unavailable', 'http_401']);
    expect(JSON.stringify([problem, problem?.stack])).not.toContain('wrong-key');
  });
});

test('Opsgenie says that it ends, and then that it has ended', () => {
  const channel = new OpsgenieAlertChannel({ apiKey: 'k' });
  expect(channel.notes(Date.UTC(2027, 3, 4))[0]).toMatch(/Opsgenie ends on 5 April 2027.*jsm/);
  expect(channel.notes(Date.UTC(2027, 3, 5))[0]).toMatch(/Opsgenie has ended/);
  expect(new JsmAlertChannel({ apiKey: 'k' }).notes(0)).toEqual([]);
});

test.each([
  [{ type: 'pagerduty', routingKey: ROUTING_KEY }, 'https://events.pagerduty.com/v2/enqueue'],
  [
    { type: 'pagerduty', routingKey: ROUTING_KEY, region: 'eu' },
    'https://events.eu.pagerduty.com/v2/enqueue',
  ],
  [{ type: 'opsgenie', apiKey: API_KEY, region: 'us' }, 'https://api.opsgenie.com/v2/alerts'],
  [{ type: 'opsgenie', apiKey: API_KEY, region: 'eu' }, 'https://api.eu.opsgenie.com/v2/alerts'],
  [{ type: 'jsm', apiKey: API_KEY }, 'https://api.atlassian.com/jsm/ops/integration/v2/alerts'],
] as const)('%j posts to %s', async (options, url) => {
  const asked: string[] = [];
  const dispatcher = closed(new Agent());
  dispatcher.dispatch = ({ origin = '', path }) => {
    asked.push(`${String(origin)}${path}`);
    throw new Error('There is no network here.');
  };
  const channel = closed(createChannel(options, { dispatcher }));
  await problemOf(channel, ALERT);
  expect(asked).toEqual([url]);
});

describe('Slack', () => {
  test('shows names as they are, and calls nobody', async () => {
    const service = closed(await slack());
    const channel = closed(new SlackAlertChannel({ webhookUrl: `${service.url}${HOOK}` }));
    await channel.send({ ...ALERT, rule: '<!channel> *x* & `y`_z_' });
    const [post] = service.posts;
    expect(post?.text).toBe('[critical] &lt;!channel&gt; *x* &amp; `y`_z_: 12 events in acme');
    expect(JSON.stringify(post?.blocks)).not.toContain('mrkdwn');
  });

  test.each([403, 404, 410])('that answers %i never takes it', async (status) => {
    const service = closed(await slack());
    const channel = closed(new SlackAlertChannel({ webhookUrl: `${service.url}${HOOK}` }));
    service.instead = () => ({ status, body: 'no_service' });
    expect((await problemOf(channel, ALERT))?.failure).toBe('rejected');
  });

  test('gets a message a second, whatever the rate is', async () => {
    const service = closed(await slack());
    const channel = closed(new SlackAlertChannel({ webhookUrl: `${service.url}${HOOK}` }));
    const { clock, pass, emit } = bed({
      channels: [{ channel, ratePerMinute: 1000 }],
      rules: [{ ...EVERYTHING, groupBy: ['tenant'] }],
    });
    service.now = () => clock.time;
    for (let number = 0; number < 20; number++) emit({ tenantId: `t${String(number)}` });
    await pass(MINUTE);
    expect(service.posts.length).toBe(20);
    expect(service.log.every(({ status }) => status === 200)).toBe(true);
  });
});

describe('a webhook', () => {
  const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
  const receiver = async () => closed(await startService(() => ({ status: 200 })));
  const firstOf = ({ log }: Service): Asked => {
    const [first] = log;
    if (first === undefined) throw new Error('Nothing was asked.');
    return first.asked;
  };
  const headersOf = ({ headers }: Asked) => headers as Record<string, string>;

  test('is signed as Standard Webhooks says; an attempt has the id of the one before', async () => {
    const service = await receiver();
    const channel = closed(
      new WebhookAlertChannel({
        url: `${service.url}/hook?a=b`,
        secret: SECRET,
        allowPrivate: true,
      }),
    );
    await channel.send(ALERT);
    await channel.send(ALERT);
    const [first, second] = service.log.map(({ asked }) => asked);
    if (first === undefined || second === undefined) throw new Error('There are two.');
    const webhook = new Webhook(SECRET);
    expect(webhook.verify(first.body, headersOf(first))).toMatchObject({
      type: 'alert.triggered',
      timestamp: '2026-11-22T09:00:00.000Z',
      data: {
        ...{ id: ALERT.id, key: ALERT.key, rule: ALERT.rule, severity: 'critical' },
        ...{ tenant_id: 'acme', source: 'gw-1', count: 12, new_count: 3, other_count: 2 },
        members: [{ event: 'scan.blocked', agent_id: 'billing', tool_name: null, count: 10 }],
      },
    });
    expect(headersOf(first)['webhook-id']).toBe(ALERT.id);
    expect(headersOf(second)['webhook-id']).toBe(ALERT.id);
    expect(`${first.path}?${first.query.toString()}`).toBe('/hook?a=b');
    expect(() => webhook.verify(`${first.body} `, headersOf(first))).toThrow();
    const another = new Webhook(`whsec_${Buffer.alloc(32, 8).toString('base64')}`);
    expect(() => another.verify(first.body, headersOf(first))).toThrow();
  });

  test('takes any text for its key; a short one is told', async () => {
    const service = await receiver();
    const secret = 'no base64 at all, but long enough';
    const channel = closed(
      new WebhookAlertChannel({ url: service.url, secret, allowPrivate: true }),
    );
    await channel.send(ALERT);
    const asked = firstOf(service);
    const webhook = new Webhook(secret, { format: 'raw' });
    expect(webhook.verify(asked.body, headersOf(asked))).toBeDefined();
    expect(channel.notes()).toEqual([]);
    const short = new WebhookAlertChannel({ url: service.url, secret: 'abc', allowPrivate: true });
    expect(short.notes()[0]).toMatch(/3 bytes/);
    expect(short.notes()[0]).not.toContain('abc');
  });

  test('has further headers, and none of those that say what it is', async () => {
    const service = await receiver();
    const options = { url: service.url, allowPrivate: true };
    const channel = closed(
      new WebhookAlertChannel({ ...options, headers: { 'x-team': 'security' } }),
    );
    await channel.send(ALERT);
    const asked = firstOf(service);
    expect([asked.headers['x-team'], asked.headers['webhook-signature']]).toEqual([
      ...['security', undefined],
    ]);
    for (const headers of [
      { 'Webhook-Id': 'x' },
      { host: 'x' },
      { 'Content-Type': 'x' },
      { 'a b': 'x' },
      { a: 'x\r\ny: z' },
      { a: '\u0100' },
    ]) {
      expect(() => new WebhookAlertChannel({ ...options, headers })).toThrow(/header/);
    }
  });

  test('says who it is where its address does', async () => {
    const service = await receiver();
    const url = service.url.replace('//', '//us%20er:p%40ss@');
    const channel = closed(new WebhookAlertChannel({ url, allowPrivate: true }));
    await channel.send(ALERT);
    expect(firstOf(service).headers.authorization).toBe(
      `Basic ${Buffer.from('us er:p@ss').toString('base64')}`,
    );
    await service.close();
    const problem = await problemOf(channel, ALERT);
    expect(JSON.stringify([problem, problem?.stack])).not.toMatch(/p@ss|p%40ss/);
  });

  test('without a connector that looks at addresses is refused, unless private ones will do', () => {
    const url = 'https://hooks.example.com/';
    expect(() => new WebhookAlertChannel({ url })).toThrow(/dispatcher.*allowPrivate/);
    expect(
      () => new WebhookAlertChannel({ url: 'file:///etc/passwd', allowPrivate: true }),
    ).toThrow(/http/);
  });

  test('whose address a connector refuses never gets there, on no attempt', async () => {
    const service = await receiver();
    class EgressRefusal extends Error {
      override readonly name = 'EgressRefusal';
    }
    let refused = 0;
    const connect: buildConnector.connector = (_, callback) => {
      refused++;
      callback(new EgressRefusal(), null);
    };
    const dispatcher = closed(new Agent({ connect }));
    const channel = closed(new WebhookAlertChannel({ url: service.url, dispatcher }));
    for (const attempt of [1, 2]) {
      const problem = await problemOf(channel, ALERT);
      expect([problem?.failure, problem?.problem]).toEqual(['rejected', 'address_refused']);
      expect(refused).toBe(attempt);
    }
    expect(service.log).toEqual([]);
  });

  test('that wants no more of them is not asked again', async () => {
    const service = closed(await startService(() => ({ status: 410 })));
    const channel = closed(new WebhookAlertChannel({ url: service.url, allowPrivate: true }));
    expect((await problemOf(channel, ALERT))?.failure).toBe('rejected');
  });
});
