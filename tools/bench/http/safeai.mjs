/** SafeAI on its defaults. The argument says which routes are served ahead of Express: `hot` or `none`. */
import { createRuntime } from '../../../packages/runtime/dist/index.js';
import { createLog, createServer } from '../../../apps/proxy/dist/index.js';
import { loadConfig } from '../../../packages/config/dist/index.js';
import { report } from './answer.mjs';

const runtime = await createRuntime({
  load: () => loadConfig({ environment: {}, cwd: new URL('.', import.meta.url).pathname }),
});
const server = createServer({
  runtime,
  log: createLog({ level: 'error' }),
  port: 0,
  aheadOfExpress: process.argv[2],
});
const { url } = await server.listen();
report(Number(new URL(url).port));
