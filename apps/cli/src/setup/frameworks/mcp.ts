import { join } from 'node:path';
import type { FrameworkSetup, JsonEdit, JsonObject } from '@safeai/core';

/** The hosts that the MCP server can be registered with. */
export const MCP_HOSTS = ['claude-desktop', 'vscode', 'cursor', 'claude-code'] as const;

/** One of the {@link MCP_HOSTS}. */
export type McpHost = (typeof MCP_HOSTS)[number];

/** Whom a host's configuration is written for. */
export interface McpPlace {
  /** As `process.platform` names it. */
  readonly platform: string;
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The server wants an API key: the host asks for it, or reads `SAFEAI_API_KEY`. */
  readonly hasKey: boolean;
  /** What the server calls itself as an agent, where it is told. */
  readonly agent?: string;
}

/** A host's setup, and the folder that it is written below where that is not the project. */
export interface McpSetup {
  readonly setup: FrameworkSetup;
  readonly root?: string;
}

/** The MCP server in the configuration of one host, in that host's own form. */
export function mcpSetup(host: McpHost, place: McpPlace): McpSetup {
  switch (host) {
    case 'claude-desktop':
      return {
        root: applicationData(place),
        setup: setupOf(
          'Claude Desktop',
          'Claude/claude_desktop_config.json',
          [
            // It reads no variables: a key has to stand in the file itself.
            serverEdit('mcpServers', server(place, undefined)),
          ],
          [
            ...(place.hasKey
              ? [
                  'Put the key into "env" of the file as "SAFEAI_API_KEY": Claude Desktop reads no variables there.',
                ]
              : []),
            'Quit Claude Desktop and start it again: it reads the file only then.',
          ],
        ),
      };
    case 'vscode': {
      const key = '${input:safeai-key}';
      const input = {
        type: 'promptString',
        id: 'safeai-key',
        description: 'SafeAI key',
        password: true,
      };
      const ask: JsonEdit = { at: ['inputs'], item: input, known: { by: 'id', has: 'safeai-key' } };
      return {
        setup: setupOf(
          'VS Code',
          '.vscode/mcp.json',
          [
            ...(place.hasKey ? [ask] : []),
            serverEdit('servers', { type: 'stdio', ...server(place, key) }),
          ],
          ['In VS Code, run MCP: List Servers and start safeai.'],
        ),
      };
    }
    case 'cursor':
      return {
        setup: setupOf(
          'Cursor',
          '.cursor/mcp.json',
          [serverEdit('mcpServers', server(place, '${env:SAFEAI_API_KEY}'))],
          ['In Cursor, open Settings, MCP and switch safeai on.'],
        ),
      };
    case 'claude-code':
      return {
        setup: setupOf(
          'Claude Code',
          '.mcp.json',
          [serverEdit('mcpServers', server(place, '${SAFEAI_API_KEY}'))],
          ['Start Claude Code anew, allow the server of the project, and look at /mcp.'],
        ),
      };
  }
}

/** The hosts by what the project shows; each is a framework of its own on the command line. */
function setupOf(
  host: string,
  path: string,
  edits: readonly JsonEdit[],
  nextSteps: readonly string[],
): FrameworkSetup {
  return {
    id: 'mcp',
    title: `MCP server in ${host}`,
    description: `The SafeAI MCP server in ${path}.`,
    languages: [],
    plan: [{ step: 'json', path, edits }],
    nextSteps: ['Start the sidecar: safeai serve', ...nextSteps],
  };
}

function serverEdit(list: string, value: JsonObject): JsonEdit {
  return { at: [list, 'safeai'], value };
}

/** What starts the server. On Windows `npx` is a script, which only a shell starts. */
function server({ platform, hasKey, agent }: McpPlace, key: string | undefined): JsonObject {
  const words = ['npx', '-y', '@safeai/mcp-server'];
  const [command = '', ...args] = platform === 'win32' ? ['cmd', '/c', ...words] : words;
  const secret = hasKey && key !== undefined ? { SAFEAI_API_KEY: key } : {};
  const own = agent === undefined ? {} : { SAFEAI_AGENT: agent };
  return { command, args, env: { SAFEAI_URL: '{{gateway_url}}', ...secret, ...own } };
}

/** Where programs keep their settings, of which Claude Desktop's are in `Claude`. */
function applicationData({ platform, home, env }: McpPlace): string {
  if (platform === 'darwin') return join(home, 'Library', 'Application Support');
  if (platform === 'win32') return set(env.APPDATA) ?? join(home, 'AppData', 'Roaming');
  return set(env.XDG_CONFIG_HOME) ?? join(home, '.config');
}

function set(value: string | undefined): string | undefined {
  return value === '' ? undefined : value;
}
