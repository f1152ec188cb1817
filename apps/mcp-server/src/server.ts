import {
  CLIENT_INFO_META_KEY,
  McpServer,
  type McpServerFactory,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { addResources } from './resources.ts';
import type { RouteCaller } from './routes/route-caller.ts';
import { answerTo } from './tools/answer.ts';
import { TOOLS } from './tools/tools.ts';
import type { Standing, Tool } from './tools/tool.ts';
import { VERSION } from './version.ts';

/** What a server of tools works with. */
export interface McpServerParts {
  readonly routes: RouteCaller;
  readonly standing: Standing;
  /** Whether it judges inside this process. */
  readonly isInProcess: () => boolean;
  /** Told of defects, without any content. */
  readonly onDefect: (message: string) => void;
}

/** For the host: when to use this server. */
const INSTRUCTIONS =
  'SafeAI judges what goes into models, what comes out, and what tools do, by the policy of this installation. Ask ' +
  'intercept_tool before a risky action, scan_input before sending text elsewhere, guard_output before showing it. A ' +
  'block is final: do not look for a way around it. A pending approval is for a person to decide.';

/** Makes a server for each connection, or, without connections, for each request. */
export function mcpServers(parts: McpServerParts): McpServerFactory {
  return () => {
    const server = new McpServer(
      { name: 'safeai', title: 'SafeAI', version: VERSION },
      { instructions: INSTRUCTIONS, capabilities: { tools: {}, resources: {} } },
    );
    for (const tool of TOOLS) addTool(server, tool, parts);
    addResources(server, parts);
    return server;
  };
}

function addTool(
  server: McpServer,
  tool: Tool,
  { routes, standing, isInProcess, onDefect }: McpServerParts,
) {
  const { name, title, description, input, output, annotations } = tool;
  server.registerTool(
    name,
    {
      ...{ title, description, inputSchema: input, outputSchema: output },
      annotations: { title, ...annotations },
    },
    (args, { mcpReq }) => {
      const client = clientOf(server, mcpReq);
      const { signal } = mcpReq;
      return answerTo(
        () => tool.run(args, { routes, standing, isInProcess, client, signal }),
        onDefect,
      );
    },
  );
}

/** Checked by the SDK, whose type does not name it. */
type Told = Readonly<Record<string, { readonly name?: unknown } | undefined>>;

/** How the host names itself: the newest revision says it in each request, older ones once. */
function clientOf(
  { server }: McpServer,
  { envelope }: ServerContext['mcpReq'],
): string | undefined {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- older revisions say it nowhere else.
  const told = (envelope as Told | undefined)?.[CLIENT_INFO_META_KEY] ?? server.getClientVersion();
  return typeof told?.name === 'string' ? told.name : undefined;
}
