/** SafeAI as a server of the Model Context Protocol. Any export added here becomes public API: named exports only. */

export { VERSION } from './version.ts';

export { runMcpServer, type McpHost } from './run-mcp-server.ts';
export { httpSettings, type HttpSettings, type McpFlags } from './settings.ts';
export { InstallationRoutes, type InstallationOptions } from './routes/installation-routes.ts';
export { serveHttp, type HttpServing } from './serving/http.ts';
export { stopSignal } from './stop-signal.ts';
