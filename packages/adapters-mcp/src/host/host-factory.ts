import type { McpServerFactory } from '@modelcontextprotocol/server';
import type { McpFirewall } from '../firewall.ts';
import { hostServer } from './host-server.ts';

/**
 * Servers for hosts that come over HTTP, each for one request: for `createMcpHandler` of the SDK. They share the one
 * server behind the firewall, which can ask none of them anything.
 */
export function hostFactory(firewall: McpFirewall): McpServerFactory {
  return ({ era }) => hostServer(firewall, { era, abilities: {} });
}
