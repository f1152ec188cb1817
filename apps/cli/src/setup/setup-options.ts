import type { McpHost } from './frameworks/mcp.ts';

/** Options of `safeai setup`. */
export interface SetupOptions {
  readonly list?: true;
  readonly path?: string;
  /** False for `--no-config`. */
  readonly config?: string | false;
  readonly code: boolean;
  readonly env: boolean;
  readonly gitignore: boolean;
  readonly agentId?: string;
  readonly gatewayUrl?: string;
  readonly lang?: 'py' | 'js' | 'ts';
  readonly host?: McpHost;
  readonly key?: true;
  readonly dryRun?: true;
  readonly diff?: true;
  readonly check?: true;
  readonly force?: true;
  readonly uninstall?: true;
  readonly yes?: true;
  readonly json?: true;
}
