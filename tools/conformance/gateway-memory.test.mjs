import { expect, test } from '@jest/globals';
import { gatewaySoak } from '../soak/gateway-soak.mjs';

test('neither requests nor streams with slow readers stay in the memory of the gateway', async () => {
  const { problems } = await gatewaySoak({ requests: 2_000, streams: 50, stuck: 4 });
  expect(problems).toEqual([]);
}, 180_000);
