import { setTimeout as after } from 'node:timers/promises';

/**
 * Asks until it holds, for half a minute.
 *
 * @returns what was answered
 */
export async function until(holds, what = 'what was waited for') {
  for (let tries = 0; tries < 600; tries++) {
    const answer = await holds();
    if (answer) return answer;
    await after(50);
  }
  throw new Error(`It did not come to hold in half a minute: ${what}`);
}
