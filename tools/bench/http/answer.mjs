/** What the bare servers do with a request: read the JSON body and answer with a small one. */
export const answer = (body) => ({ ok: true, length: body.text.length });

/** Tells the parent where this server listens, and on request how much CPU time it has used, in µs. */
export function report(port) {
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    process.send({ cpu: user + system });
  });
  process.send({ port });
}
