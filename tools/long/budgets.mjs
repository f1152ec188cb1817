/**
 * 4 000 calls at once from four processes against one budget on SQLite, ten times, one process killed in the middle of
 * each: never more committed and reserved than the budget allows, no call counted twice or lost, nothing reserved
 * after the lease. Build first.
 */
import { budgetRounds } from '../durability/budget-rounds.mjs';

const { problems, settled, refused, looks } = await budgetRounds({
  rounds: 10,
  calls: 4000,
  log: console.log,
});
console.log(`${settled} calls settled, ${refused} refused, looked at ${looks} times`);
for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 && refused > 0 ? 0 : 1;
