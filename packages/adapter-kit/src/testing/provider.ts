import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AdapterDriver, Conversation, ScriptedTurn } from './driver.ts';

/** How a provider says a scripted turn. */
export interface ProviderFormat {
  /** The body of a whole answer. */
  readonly whole: (turn: ScriptedTurn, number: number) => object;
  /** Its events, each as it stands in the stream, without its blank line. */
  readonly events: (turn: ScriptedTurn, number: number) => readonly string[];
}

/** A provider on loopback that answers by the script. */
export interface ScriptedProvider {
  readonly url: string;
  /** The bodies it was sent. */
  readonly requests: readonly string[];
  readonly close: () => Promise<void>;
}

/** Starts one; whoever does closes it. */
export async function scriptedProvider(
  turns: readonly ScriptedTurn[],
  { whole, events }: ProviderFormat,
): Promise<ScriptedProvider> {
  const requests: string[] = [];
  const answer = async (body: string, response: ServerResponse): Promise<void> => {
    requests.push(body);
    const number = requests.length;
    const turn = turns[number - 1];
    if (turn === undefined) {
      response.writeHead(500, { 'content-type': 'application/json', 'x-should-retry': 'false' });
      response.end('{"error":{"message":"The model was asked once too often."}}');
      return;
    }
    await turn.before?.();
    const { stream } = JSON.parse(body) as { readonly stream?: boolean };
    if (stream !== true) {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(whole(turn, number)));
      return;
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const event of events(turn, number)) response.write(`${event}\n\n`);
    response.end();
  };
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => void answer(Buffer.concat(pieces).toString('utf8'), response));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

/**
 * Converses with a provider that answers by the script and lives as long as the conversation.
 *
 * @param talk - what the agent does with the provider at this address; the answers that the user was shown
 */
export function withProvider(
  format: ProviderFormat,
  talk: (conversation: Conversation, url: string) => Promise<readonly string[]>,
): AdapterDriver['converse'] {
  return async (conversation) => {
    const { url, requests, close } = await scriptedProvider(conversation.turns, format);
    try {
      return { answers: await talk(conversation, url), requests };
    } finally {
      await close();
    }
  };
}
