/**
 * A process that tells alerts: `alert-child.ts <folder> <url> <seconds ahead> <events>`. Writes the number of each event
 * that is in the outbox, then `over` once all alerts are over and told.
 */
import { setTimeout as sleep } from 'node:timers/promises';

import { Alerting, WebhookAlertChannel } from '@safeai/alerting';
import { openState } from '@safeai/state';

const [folder = '', url = '', ahead = '0', events = '0'] = process.argv.slice(2);
const clock = { now: () => Date.now() + Number(ahead) * 1000 };
const tell = (line: string): void => void process.stdout.write(`${line}\n`);

const keys = { current: { id: 'k1', key: new Uint8Array(32).fill(1) }, previous: [] };
const state = await openState({ folder, keys, clock });
const channel = new WebhookAlertChannel({ url, allowPrivate: true });
const alerting = new Alerting(
  {
    channels: [{ channel, ratePerMinute: 100_000 }],
    rules: [
      { name: 'all', severity: 'critical', groupBy: ['tenant'], cooldownMs: 1, windowMs: 1000 },
    ],
    inhibitions: [],
  },
  { outbox: state.outbox, clock, source: 'test' },
);
alerting.start();
for (let number = 0; number < Number(events); number++) {
  alerting.emit({
    ...{ id: String(number), decisionId: null, event: 'scan.blocked', timestamp: clock.now() },
    ...{ tenantId: `t${String(number % 5)}`, agentId: `a${String(number)}`, boundary: null },
    ...{ action: null, rule: null, detail: {} },
  });
  await alerting.flush();
  tell(String(number));
}
const isOver = async (): Promise<boolean> => {
  const open = await state.outbox.alerts({ tenants: ['*'], isOpen: true, limit: 1 });
  return open.length === 0 && (await state.outbox.backlog()).length === 0;
};
while (!(await isOver())) await sleep(20);
await alerting.close();
await state.close();
tell('over');
