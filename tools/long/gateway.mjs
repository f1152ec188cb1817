/**
 * The gateway's memory stays flat: 100 000 requests, 1 000 streams at once whose readers are slow, and 32 whose readers
 * stop. No stream is lost, and nothing stays reserved on a budget. Build first.
 */
import { gatewaySoak } from '../soak/gateway-soak.mjs';

const { problems } = await gatewaySoak({
  requests: 100_000,
  streams: 1_000,
  stuck: 32,
  log: console.log,
});
for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;
