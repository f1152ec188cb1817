import { type McpServer, ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';
import type { McpServerParts } from './server.ts';
import { toldOf } from './tools/answer.ts';

/** Decisions of the resource. */
const RECENT = 50;

const JSON_TYPE = 'application/json';

/** What can be read without calling a tool: the rules in force, and what was decided last. */
export function addResources(
  server: McpServer,
  { routes, onDefect }: Pick<McpServerParts, 'routes' | 'onDefect'>,
): void {
  add('active_policy', 'safeai://policy/active', {
    title: 'Active policy',
    description: 'The policy rules in force, in order of evaluation.',
    read: async (signal) => (await routes.call('policies', { signal })).body,
  });
  add('recent_decisions', 'safeai://decisions/recent', {
    title: 'Recent decisions',
    description: `The last ${RECENT} records of the audit log: names, tags and digests, never what was found.`,
    read: async (signal) => {
      const query = { limit: RECENT };
      return { records: (await routes.call('audit', { query, signal })).body };
    },
  });

  function add(name: string, address: string, { title, description, read }: Readable): void {
    const about = { title, description, mimeType: JSON_TYPE };
    server.registerResource(name, address, about, async (uri, { mcpReq }) => {
      try {
        const text = JSON.stringify(await read(mcpReq.signal));
        return { contents: [{ uri: uri.href, mimeType: JSON_TYPE, text }] };
      } catch (error) {
        throw new ProtocolError(ProtocolErrorCode.InternalError, toldOf(error, onDefect));
      }
    });
  }
}

interface Readable {
  readonly title: string;
  readonly description: string;
  readonly read: (signal: AbortSignal) => Promise<object>;
}
