/**
 * SafeAI on its defaults. The first argument says which routes are served ahead of Express: `hot` or `none`; the
 * second, if there is one, is the state folder: then what it decides is recorded on disk.
 */
import { createRuntime, openStorage } from '../../../packages/runtime/dist/index.js';
import { createLog, createServer } from '../../../apps/proxy/dist/index.js';
import { loadConfig } from '../../../packages/config/dist/index.js';
import { report } from './answer.mjs';

const [, , aheadOfExpress, stateFolder] = process.argv;
const runtime = await createRuntime({
  load: () => loadConfig({ environment: {}, cwd: new URL('.', import.meta.url).pathname }),
  ...(stateFolder !== undefined && {
    openStorage: (loaded) =>
      openStorage({ loaded, environment: {}, named: stateFolder, role: 'server' }),
  }),
});
const server = createServer({
  runtime,
  log: createLog({ level: 'error' }),
  port: 0,
  aheadOfExpress,
});
const { url } = await server.listen();
report(Number(new URL(url).port));
