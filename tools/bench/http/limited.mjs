/**
 * SafeAI in memory. The first argument says which limits on requests it has: `none`, the `shipped` ones, or `all`
 * kinds of them.
 */
import { parseConfig } from '../../../packages/config/dist/index.js';
import { createRuntime } from '../../../packages/runtime/dist/index.js';
import { createLog, createServer } from '../../../apps/proxy/dist/index.js';
import { report } from './answer.mjs';

const most = 1_000_000_000;
const shared = `{ requests_per_minute: ${most}, in_flight: ${most} }`;
const limits = {
  none: '',
  shipped: `{ loopback: true, requests_per_minute: ${most}, burst: ${most} }`,
  all: `{ loopback: true, requests_per_minute: ${most}, burst: ${most}, routes: { data: ${most} },
    tenant: ${shared}, agent: ${shared} }`,
}[process.argv[2]];
const loaded = parseConfig(limits === '' ? '' : `limits: { rate: ${limits} }`);
const runtime = await createRuntime({ load: () => Promise.resolve(loaded) });
const server = createServer({ runtime, log: createLog({ level: 'error' }), port: 0 });
const { url } = await server.listen();
report(Number(new URL(url).port));
