/**
 * A server with WebSockets at /v1/events that tells events when it is asked to. The first argument says how: `safeai`,
 * or `each`: every event written as JSON and sent for every client, as one does with `ws` alone.
 */
import { createServer as createHttpServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { fromEvent } from '../../../packages/api/dist/index.js';
import { parseConfig } from '../../../packages/config/dist/index.js';
import { createRuntime } from '../../../packages/runtime/dist/index.js';
import { createLog, createServer } from '../../../apps/proxy/dist/index.js';

const SERVERS = { safeai, each };

const { url, emit } = await SERVERS[process.argv[2]]();

process.on('message', async ({ bursts, burst, restMs, blocks }) => {
  const watched = blocks ? watchBlocks() : undefined;
  const before = process.cpuUsage();
  for (let count = 0; count < bursts; count++) {
    for (let event = 0; event < burst; event++) emit(anEvent(count * burst + event));
    await new Promise((resolve) => setTimeout(resolve, restMs));
  }
  const { user, system } = process.cpuUsage(before);
  process.send({ cpu: user + system, longest: watched?.() ?? 0 });
});
process.send({ url });

function anEvent(number) {
  const decisionId = `019418b9-9c40-7a30-8c8e-${String(number).padStart(12, '0')}`;
  return {
    id: decisionId,
    event: 'scan.blocked',
    timestamp: Date.now(),
    tenantId: 'default',
    agentId: 'default-agent',
    boundary: 'input',
    action: 'block',
    rule: 'default-secret-detection',
    decisionId,
    detail: { boundary: 'input', action: 'block', detection_type: 'secret', detections: 1 },
  };
}

/** The most CPU time between two turns of the loop, in µs: how long nobody else had a turn, but for other processes. */
function watchBlocks() {
  let longest = 0;
  let isOver = false;
  let last = process.cpuUsage();
  const turn = () => {
    const now = process.cpuUsage();
    longest = Math.max(longest, now.user + now.system - last.user - last.system);
    last = process.cpuUsage();
    if (!isOver) setImmediate(turn);
  };
  setImmediate(turn);
  return () => {
    isOver = true;
    return longest;
  };
}

async function safeai() {
  const most = 1_000_000;
  const loaded = parseConfig(
    `events: { max_sockets: ${most}, max_sockets_per_principal: ${most}, heartbeat_seconds: 3600 }`,
  );
  const runtime = await createRuntime({ load: () => Promise.resolve(loaded) });
  const server = createServer({ runtime, log: createLog({ level: 'error' }), port: 0 });
  const { url } = await server.listen();
  return { url, emit: (event) => runtime.events.emit(event) };
}

async function each() {
  const server = createHttpServer();
  const sockets = new WebSocketServer({ server, perMessageDeflate: false });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  let order = 0;
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    emit: (event) => {
      order++;
      for (const client of sockets.clients) {
        client.send(JSON.stringify(fromEvent(event, { ms: event.timestamp, order }, true)));
      }
    },
  };
}
