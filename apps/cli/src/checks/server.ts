import { askLocally } from '../connection/ask.ts';
import { isAlive, readServerFile, serverFile } from '../connection/server-file.ts';
import type { Check } from './check.ts';
import { healthAt } from './health.ts';

const name = 'server';

/** Which server commands about state talk to. */
export async function checkServer(
  stateFolder: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Check> {
  const named = env.SAFEAI_URL ?? '';
  if (named !== '') return checkNamed(named);
  const file = await readServerFile(stateFolder);
  if (file === undefined) {
    return { name, status: 'ok', detail: 'none runs; commands open the state themselves' };
  }
  const path = serverFile(stateFolder);
  const process = `process ${String(file.pid)}`;
  if (!isAlive(file.pid)) {
    const detail = `none runs; ${path} was left by ${process}, which is gone`;
    return { name, status: 'warn', detail, hint: 'The next safeai serve replaces it.' };
  }
  const health = await healthAt(file.url, askLocally(file));
  if (health !== undefined) return running(`${file.url} (${process})`, health);
  return {
    name,
    status: 'warn',
    detail: `${path} names ${file.url} (${process}), which does not answer`,
    hint: 'If that server is gone, remove the file: commands about state wait for nobody then.',
  };
}

async function checkNamed(url: string): Promise<Check> {
  const from = `${url} (SAFEAI_URL)`;
  const health = await healthAt(url);
  if (health !== undefined) return running(from, health);
  const hint = 'Start it, or unset SAFEAI_URL for the server of this machine.';
  return { name, status: 'fail', detail: `${from} does not answer`, hint };
}

function running(server: string, health: string): Check {
  if (health === 'ok') return { name, status: 'ok', detail: server };
  const hint = 'GET /v1/health says why.';
  return { name, status: 'warn', detail: `${server} says of itself: ${health}`, hint };
}
