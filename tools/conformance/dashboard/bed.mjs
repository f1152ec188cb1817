import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROUTES } from '../../../packages/api/dist/index.js';
import { startSafeAI } from '../server.mjs';
import { configuration } from './configuration.mjs';
import { startProvider, startWebhook } from './stand-ins.mjs';

const PLUGIN = fileURLToPath(new URL('../../../docs/examples/safeai-plugin-acme', import.meta.url));

/** What the environment says to SafeAI is not for this server. */
const ENVIRONMENT = {
  ...Object.fromEntries(
    Object.keys(process.env)
      .filter((name) => name.startsWith('SAFEAI'))
      .map((name) => [name, undefined]),
  ),
  BED_PROVIDER_KEY: 'provider-key-of-the-bed',
};

/**
 * A real server in gateway mode, in a folder of its own, with a provider and a receiver of alerts beside it.
 *
 * - `url`, `folder`, `webhook` (what it `received`)
 * - `call(route, { params, query, body, user, key, tenant, headers })`: asks a route by its id, or by
 *   `'POST /v1/chat/completions'`; the answer is `{ status, body, headers }`, whatever the status
 * - `ask(…)`: the same, but the body alone; throws for a status of 400 or more
 * - `restart()`: ends the server and starts it again on the same port and folder; sessions end with it
 * - `stop()`: ends everything and removes the folder
 *
 * @param before is given the folder before the server starts, with its configuration in place
 */
export async function startBed({ before = () => undefined, more = '' } = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'safeai-dashboard-'));
  const [provider, webhook] = await Promise.all([startProvider(), startWebhook()]);
  let server;
  const start = () => startSafeAI({ folder, port: server?.port, env: ENVIRONMENT });
  const stop = async () => {
    await server?.stop();
    await Promise.all([provider.close(), webhook.close()]);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await mkdir(join(folder, 'plugins'));
    await cp(PLUGIN, join(folder, 'plugins', 'acme'), { recursive: true });
    const config = configuration({ provider: provider.url, webhook: webhook.url });
    await writeFile(join(folder, 'safeai.yaml'), config + more);
    await writeFile(join(folder, 'notes.txt'), 'Water the plants on Monday.\n');
    await before(folder);
    server = await start();
  } catch (error) {
    await stop();
    throw error;
  }
  const { url } = server;
  const call = (route, options) => callRoute(url, route, options);
  return {
    ...{ url, folder, webhook, call, stop },
    ask: async (route, options) => {
      const { status, body } = await call(route, options);
      if (status >= 400) throw new Error(`${route}: ${status} ${JSON.stringify(body)}`);
      return body;
    },
    said: () => server.said(),
    restart: async () => {
      await server.stop();
      server = await start();
    },
  };
}

async function callRoute(url, route, { params = {}, query = {}, body, ...caller } = {}) {
  const { method, path } = described(route);
  const filled = path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(params[name]));
  const search = new URLSearchParams(query).toString();
  const answer = await fetch(`${url}${filled}${search === '' ? '' : `?${search}`}`, {
    method,
    headers: headersOf(caller, body),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  const isJson = answer.headers.get('content-type')?.includes('json') ?? false;
  return {
    status: answer.status,
    headers: answer.headers,
    body: isJson && text !== '' ? JSON.parse(text) : text,
  };
}

function headersOf({ user, key, tenant, headers = {} }, body) {
  return {
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(user === undefined ? {} : { 'x-safeai-user': user }),
    ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
    ...(tenant === undefined ? {} : { 'x-safeai-tenant': tenant }),
    ...headers,
  };
}

function described(route) {
  const [method, path] = route.split(' ');
  if (path !== undefined) return { method, path };
  const found = ROUTES.find(({ id }) => id === route);
  if (found === undefined) throw new Error(`There is no route "${route}".`);
  return found;
}
