import { openSpend, type CallSpend } from '../spend/call-spend.ts';
import { wantedBy, type ExchangeServices, type ReadRequest } from './read-call.ts';

/** Formats whose calls cost nothing, whatever they hold. */
const FREE: ReadonlySet<string> = new Set([
  ...['openai.models', 'anthropic.count_tokens', 'gemini.count_tokens'],
]);

/**
 * Sets aside what a call can come to; undefined for one that costs nothing. Throws as `openSpend`.
 *
 * @param sent its body as it goes up
 */
export async function spendOf(
  request: ReadRequest,
  { cost, upstreams }: ExchangeServices,
  sent: Buffer | undefined,
): Promise<CallSpend | undefined> {
  const { call, principal, reading } = request;
  if (sent === undefined || FREE.has(call.protocol.id)) return undefined;
  return openSpend(cost, {
    principal,
    requestId: call.call.requestId,
    tenantId: call.context.tenantId ?? principal.tenant,
    agentId: call.context.agentId ?? null,
    model: reading.model,
    provider: upstreams.vendorFor(wantedBy(request)),
    inputBytes: sent.length,
    maxOutputTokens: reading.maxOutputTokens,
    choices: reading.choices,
  });
}
