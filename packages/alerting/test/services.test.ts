import { afterEach, expect, test } from '@jest/globals';
import {
  JsmAlertChannel,
  OpsgenieAlertChannel,
  PagerDutyAlertChannel,
  SlackAlertChannel,
} from '../src/index.ts';
import { bed, EVERYTHING, HOUR, MINUTE } from './bed.ts';
import { API_KEY, genie } from './stand-ins/genie.ts';
import { pagerDuty, ROUTING_KEY } from './stand-ins/pagerduty.ts';
import { HOOK, slack } from './stand-ins/slack.ts';

const closing: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const one of closing.splice(0).reverse()) await one.close();
});

test('services that are down for an hour have one alert for each key after it, in the state that it is in', async () => {
  const [pager, ops, jsm, chat] = [
    await pagerDuty(),
    await genie(),
    await genie('/jsm/ops/integration'),
    await slack(),
  ];
  const services = [pager, ops, jsm, chat];
  const wait = (): Promise<void> => Promise.resolve();
  const channels = [
    new PagerDutyAlertChannel({ routingKey: ROUTING_KEY, baseUrl: pager.url }),
    new OpsgenieAlertChannel({ apiKey: API_KEY, baseUrl: ops.url, wait }),
    new JsmAlertChannel({ apiKey: API_KEY, baseUrl: `${jsm.url}/jsm/ops/integration`, wait }),
    new SlackAlertChannel({ webhookUrl: `${chat.url}${HOOK}` }),
  ];
  closing.push(...services, ...channels);
  const { alerting, clock, emit, pass, outbox } = bed({
    channels: channels.map((channel) => ({ channel, ratePerMinute: 300 })),
    rules: [{ ...EVERYTHING, groupBy: ['tenant'], windowMs: 2 * HOUR }],
  });
  chat.now = () => clock.time;
  let down = 0;
  for (const service of services) {
    service.instead = () => {
      down++;
      return down % 3 === 0 ? undefined : { status: 503, headers: { 'retry-after': '2' } };
    };
  }
  const tenants = Array.from({ length: 12 }, (_, number) => `t${String(number)}`);
  for (let minute = 0; minute < 60; minute++) {
    emit({ tenantId: tenants[minute % 12] ?? '', agentId: `a${String(minute % 3)}` });
    await pass(MINUTE);
  }
  // Somebody ends half of them before anybody was told that they began.
  const open = await outbox.alerts({ tenants: ['*'], isOpen: true, limit: 100 });
  const ended = open.filter(({ tenantId }) => Number(tenantId.slice(1)) % 2 === 0);
  for (const { key } of ended) expect(await alerting.resolve(['*'], key)).toBe(true);
  for (const service of services) service.instead = undefined;
  await pass(15 * MINUTE);

  expect(await outbox.backlog()).toEqual([]);
  const states = (alerts: ReadonlyMap<string, { readonly state: string }>) =>
    [...alerts].map(([key, { state }]) => `${key} ${state}`).sort();
  const expected = (isOpen: string, isEnded: string) =>
    open.map((alert) => `${alert.key} ${ended.includes(alert) ? isEnded : isOpen}`).sort();
  expect(states(pager.incidents)).toEqual(expected('triggered', 'resolved'));
  expect(states(ops.alerts)).toEqual(expected('open', 'closed'));
  expect(states(jsm.alerts)).toEqual(expected('open', 'closed'));
  // The same messages, each once.
  const posts = chat.posts.map(({ text }) => text);
  expect(posts.length).toBe(
    (await outbox.messages({ tenants: ['*'], channel: 'slack', state: 'sent', limit: 1000 }))
      .length,
  );
  for (const service of services) {
    expect(service.log.some(({ status }) => status >= 400 && status < 500 && status !== 404)).toBe(
      false,
    );
  }
}, 60_000);
