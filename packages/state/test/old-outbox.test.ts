import { expect, test } from '@jest/globals';
import { alertOf, MADE_AT, messageOf, silenceOf } from '../src/contract/index.ts';
import { agingState } from './aging-state.ts';
import { useFolders } from './state-folder.ts';

const DAY = 24 * 3_600_000;
const folders = useFolders();

test('alerts and messages that are over are known for 90 days; what waits is never forgotten', async () => {
  const { open, openAt } = agingState(folders);
  const first = await open();
  const messages = ['sent', 'dead', 'waiting'].map((id) => messageOf({ id, key: id }));
  await first.outbox.commit([{ next: alertOf(), messages }]);
  await first.outbox.addSilence(silenceOf({ until: MADE_AT }));
  const lease = { channel: 'mail', leaseId: 'l1', leaseMs: 1000, limit: 10 };
  await first.outbox.lease(lease);
  await first.outbox.settle({ ...lease, id: 'sent' }, { result: 'sent' });
  await first.outbox.settle({ ...lease, id: 'dead' }, { result: 'dead', problem: 'http_400' });
  await first.close();
  const keptAt = async (time: number) => {
    const state = await openAt(time);
    const kept = await state.outbox.messages({ tenants: ['*'], limit: 10 });
    const alerts = await state.outbox.alerts({ tenants: ['*'], limit: 10 });
    await state.close();
    return [kept.map(({ id }) => id).sort(), alerts.length];
  };
  expect(await keptAt(MADE_AT + 90 * DAY)).toEqual([['dead', 'sent', 'waiting'], 1]);
  expect(await keptAt(MADE_AT + 90 * DAY + 1)).toEqual([['waiting'], 0]);
  expect(await keptAt(MADE_AT + 900 * DAY)).toEqual([['waiting'], 0]);
}, 30_000);
