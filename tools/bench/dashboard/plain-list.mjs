import { once } from 'node:events';
import { createServer } from 'node:http';

/**
 * What the audit view is measured against: a page of a plain scrolling list, every row in the document from the start, with
 * the texts that the view shows of the same records.
 *
 * @returns its `url`, and `close`
 */
export async function servePlainList(records) {
  const rows = records.map(
    ({ ts, action, event, agent_id, tool_name, policy_name }) =>
      `<div class="row"><span>${[ts, action, event, agent_id, tool_name ?? '', policy_name].join('</span><span>')}</span></div>`,
  );
  const page = `<!doctype html><meta charset="utf-8"><title>Plain list</title>
<style>
  body { margin: 0; font: 14px sans-serif }
  .list { height: 700px; overflow: auto }
  .row { display: flex; gap: 16px; height: 36px; align-items: center; border-bottom: 1px solid #ddd }
  .row span { width: 180px; overflow: hidden; white-space: nowrap }
</style>
<div class="list" data-testid="plain-rows">${rows.join('')}</div>`;
  const server = createServer((_, res) => {
    res.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
