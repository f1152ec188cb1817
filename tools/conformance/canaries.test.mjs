import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { startSafeAI } from './server.mjs';

/** Made up, of forms that are detected. Two of each: one in clear, one glued into an identifier. */
const CANARIES = [
  'sk-CANARYCANARYCANARY1234567890',
  'canary.person@canary-mail.example.com',
  'AKIACANARYCANARY7Q3Z',
];

let server;
beforeAll(async () => {
  server = await startSafeAI({
    files: {
      'safeai.yaml': `
scan: { roots: [.] }
dashboard:
  users:
    - { user_id: security-admin, role: admin, tenants: ['*'] }
`,
    },
  });
});
afterAll(() => server.stop());

/** Every body that the document shows as an example, with each of its strings replaced in turn. */
async function* requests() {
  const { paths, components } = await (await fetch(`${server.url}/openapi.json`)).json();
  for (const [path, methods] of Object.entries(paths)) {
    for (const [method, { requestBody, parameters = [] }] of Object.entries(methods)) {
      const inPath = (canary) => path.replace(/\{\w+\}/g, encodeURIComponent(canary));
      const { example, schema } = requestBody?.content?.['application/json'] ?? {};
      for (const canary of CANARIES) {
        if (path.includes('{')) yield { method, path: inPath(canary), body: example };
        for (const { in: place, name } of parameters) {
          if (place !== 'query') continue;
          const query = new URLSearchParams({ [name]: canary });
          yield { method, path: `${inPath('x')}?${query}`, body: example };
        }
        for (const body of variants(example, canary)) yield { method, path: inPath('x'), body };
        for (const name of textFields(schema, components)) {
          yield { method, path: inPath('x'), body: { ...example, [name]: canary } };
          yield { method, path: inPath('x'), body: { ...example, [name]: [canary] } };
        }
      }
    }
  }
}

/** The fields of a body that may hold a text or a list of them, those too that no example shows. */
function textFields(schema, components) {
  if (schema === undefined) return [];
  if (schema.$ref !== undefined) {
    return textFields(components.schemas[schema.$ref.split('/').at(-1)], components);
  }
  const own = Object.entries(schema.properties ?? {})
    .filter(([, { type }]) => type === undefined || type === 'string' || type === 'array')
    .map(([name]) => name);
  const parts = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])];
  return [...own, ...parts.flatMap((part) => textFields(part, components))];
}

/** The value with one string (or key) of it replaced, for each of them. */
function* variants(value, canary) {
  if (typeof value === 'string') {
    yield canary;
    yield `${value} ${canary}`;
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      for (const variant of variants(item, canary)) yield value.with(index, variant);
    }
  } else if (typeof value === 'object' && value !== null) {
    yield { ...value, [canary]: 'x' };
    for (const [key, item] of Object.entries(value)) {
      for (const variant of variants(item, canary)) yield { ...value, [key]: variant };
    }
  }
}

async function send({ method, path, body }, headers = {}) {
  return fetch(server.url + path, {
    method: method.toUpperCase(),
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

function* filesUnder(folder) {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) yield* filesUnder(path);
    else yield path;
  }
}

/** The text of an answer; of a stream of events, which does not end, only that it began. */
async function textOf(answer) {
  if (answer.headers.get('content-type')?.startsWith('text/event-stream') !== true)
    return answer.text();
  await answer.body.cancel();
  return '';
}

const shows = (text) => CANARIES.filter((canary) => text.includes(canary));

/** What is pending, granted and allowed, so that texts reach routes that ask for something that is there. */
async function* requestsAboutSomething() {
  const json = async (method, path, body) => (await send({ method, path, body })).json();
  const call = {
    phase: 'request',
    tool_name: 'database_query',
    parameters: { query: 'DELETE FROM users WHERE active = false' },
    agent_id: 'default-agent',
  };
  let number = 0;
  for (const canary of CANARIES) {
    for (const verb of ['approve', 'deny', 'cancel']) {
      const session_id = `about-${number++}`;
      const justification = `because of ${canary}`;
      const parameters = { ...call.parameters, canary };
      const body = { ...call, session_id, justification, parameters };
      yield { method: 'POST', path: '/v1/intercept/tool', body };
      const request = { ...call, session_id, justification };
      const { approval_request_id: id } = await json('POST', '/v1/intercept/tool', request);
      const note = `seen by ${canary}`;
      yield {
        method: 'POST',
        path: `/v1/approvals/${id}/${verb}`,
        body: { approver_id: 'security-admin', note },
      };
      yield { method: 'GET', path: `/v1/approvals/${id}` };
      yield { method: 'GET', path: `/approvals/${id}` };
    }
    const operation_id = `operation ${canary}`;
    const allowed = {
      phase: 'request',
      tool_name: 'mail',
      parameters: {},
      agent_id: 'a',
      operation_id,
    };
    const { decision } = await json('POST', '/v1/intercept/tool', allowed);
    for (const outcome of ['unknown', 'failed', 'succeeded']) {
      const path = `/v1/actions/${decision.decision_id}/outcome`;
      yield { method: 'POST', path, body: { outcome, detail: `it ended with ${canary}` } };
    }
    yield { method: 'POST', path: '/v1/intercept/tool', body: allowed };
  }
  for (const list of ['approvals', 'audit'])
    yield { method: 'GET', path: `/v1/${list}?limit=1000` };
}

test('what is detected in any field of any route stays out of files, logs, metrics and errors', async () => {
  const refusals = new Set();
  let sent = 0;
  for await (const request of requests()) {
    const answer = await send(request);
    const text = await textOf(answer);
    sent++;
    if (answer.status !== 200 && shows(text).length > 0) {
      refusals.add(`${request.method} ${request.path.split('?')[0]} ${answer.status}`);
    }
    expect(answer.status).toBeLessThan(500);
  }
  for await (const request of requestsAboutSomething()) {
    const answer = await send(request);
    expect([request.path, answer.status < 500]).toEqual([request.path, true]);
    // A decision goes back to the caller alone, with what was found.
    if (request.path === '/v1/intercept/tool') continue;
    expect([request.path, shows(await answer.text())]).toEqual([request.path, []]);
  }
  for (const canary of CANARIES) {
    for (const name of ['x-request-id', 'x-safeai-user', 'x-safeai-tenant', 'x-safeai-key']) {
      const answer = await send({ method: 'GET', path: '/v1/policies' }, { [name]: canary });
      if (answer.status !== 200 && shows(await answer.text()).length > 0) refusals.add(name);
    }
  }
  expect(sent).toBeGreaterThan(800);
  expect([...refusals]).toEqual([]);

  expect(shows(await (await send({ method: 'GET', path: '/v1/metrics' })).text())).toEqual([]);
  expect(shows(server.said())).toEqual([]);
  const state = join(server.folder, '.safeai');
  const found = [...filesUnder(state)].flatMap((path) => {
    const bytes = readFileSync(path);
    const content = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('latin1');
    return shows(content).map((canary) => `${path.slice(state.length + 1)}: ${canary}`);
  });
  expect(found).toEqual([]);
}, 300_000);
