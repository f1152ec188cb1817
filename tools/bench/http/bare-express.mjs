/** Express with its JSON parser and nothing else. */
import { createRequire } from 'node:module';
import { answer, report } from './answer.mjs';

const express = createRequire(new URL('../../../apps/proxy/package.json', import.meta.url))(
  'express',
);

const app = express();
app.disable('x-powered-by').disable('etag');
app.post('/v1/scan/input', express.json(), (req, res) => {
  res.json(answer(req.body));
});
const server = app.listen(0, '127.0.0.1', () => report(server.address().port));
