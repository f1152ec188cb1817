import type {
  McpRequestContext,
  McpServer,
  ServerCapabilities,
} from '@modelcontextprotocol/server';
import type { JsonObject } from '@safeai/core';
import type { McpFirewall } from '../firewall.ts';
import type { ServerFacts } from '../upstream/upstream.ts';
import { VERSION } from '../version.ts';
import { isClean } from './protocol-error.ts';

/** The name that the server goes by here: its own, where nothing is found in it. */
export function infoOf(
  { info }: ServerFacts,
  { name }: McpFirewall,
): ConstructorParameters<typeof McpServer>[0] {
  const isKnown = info !== undefined && isClean(info as unknown as JsonObject);
  return isKnown ? info : { name, version: VERSION };
}

/** What the server offers and the firewall can judge; tasks and extensions are none of it. */
export function capabilitiesOf(
  { capabilities }: ServerFacts,
  era: McpRequestContext['era'],
): ServerCapabilities {
  const { tools, resources, prompts, completions, logging } = capabilities;
  const changes = (part: { readonly listChanged?: boolean | undefined }) =>
    part.listChanged === true ? { listChanged: true } : {};
  return {
    ...(tools === undefined ? {} : { tools: changes(tools) }),
    ...(resources === undefined
      ? {}
      : {
          resources: {
            ...changes(resources),
            ...(resources.subscribe === true && era === 'legacy' ? { subscribe: true } : {}),
          },
        }),
    ...(prompts === undefined ? {} : { prompts: changes(prompts) }),
    ...(completions === undefined ? {} : { completions: {} }),
    ...(logging === undefined || era !== 'legacy' ? {} : { logging: {} }),
  };
}
