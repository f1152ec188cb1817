import { join } from 'node:path';
import { parseConfig } from '../../../packages/config/dist/index.js';
import { keysFolder } from '../../../packages/runtime/dist/index.js';
import { installationKeys } from '../../../packages/runtime/dist/keys/installation-keys.js';
import { openState } from '../../../packages/state/dist/index.js';
import { forEach } from './for-each.mjs';

const DAY_MS = 24 * 60 * 60_000;

/** Models of the history and what a day of each costs, in cents; more than a chart has colours for. */
const MODELS = [
  ['acme-large', 640],
  ['gpt-5', 310],
  ['claude-opus-4-5', 220],
  ['gpt-4o', 140],
  ['claude-haiku-4-5', 90],
  ['gemini-2.5-pro', 70],
  ['mistral-large', 40],
  ['gpt-4o-mini', 20],
];

/** Whose calls they were, in turn: `[tenant, user, agent]`. */
const CALLERS = [
  ['default', 'dana', 'support-bot'],
  ['default', 'dana', 'research-bot'],
  ['acme', 'erin', 'acme-buyer'],
  ['globex', 'gus', 'globex-analyst'],
  ['default', null, null],
];

/**
 * Writes what calls have cost on each of the days before today, into the folder of an installation whose server does not
 * run. Budgets know nothing of it.
 *
 * @param days how many, the last one yesterday in UTC
 */
export async function writeSpending(folder, { days = 29 } = {}) {
  const state = join(folder, '.safeai');
  const now = Date.now();
  const { memory } = await installationKeys(parseConfig(''), keysFolder(state), now);
  const opened = await openState({ folder: state, keys: memory });
  const noon = now - (now % DAY_MS) + DAY_MS / 2;
  const spends = Array.from({ length: days }, (_, index) => index + 1).flatMap((ago) =>
    MODELS.map(([model, cents], place) => {
      const [tenantId, userId, agentId] = CALLERS[(ago + place) % CALLERS.length];
      // Weeks have their ups and downs.
      const share = 60 + ((ago * 37 + place * 11) % 50);
      return {
        ...{ tenantId, userId, agentId, model, currency: 'USD', at: noon - ago * DAY_MS },
        ...{ micros: cents * share * 100, inputTokens: 900_000, outputTokens: 40_000 },
        isPriced: true,
      };
    }),
  );
  try {
    await forEach(spends, (spend) => opened.budgets.record(spend));
  } finally {
    await opened.close();
  }
}
