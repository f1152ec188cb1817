/**
 * Kills the real server 20 times at random moments under 32 concurrent clients: every answered decision is in
 * the log, the chain verifies, no approval is used twice, no remembered value is lost. Build first.
 */
import { killRounds } from '../durability/kill-rounds.mjs';

const seed = Date.now() % 1_000_000;
console.log(`seed ${seed}`);
const { problems, decisions, approvals } = await killRounds({
  rounds: 20,
  clients: 32,
  seed,
  log: console.log,
});
console.log(`${decisions} decisions answered, ${approvals} approvals used`);
for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;
