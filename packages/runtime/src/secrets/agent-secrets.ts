import {
  inScope,
  SafeAIError,
  SecretRef,
  type CallContext,
  type SafeAI,
  type Secret,
} from '@safeai/core';
import { SecretError } from '@safeai/secrets';
import type { ConfiguredSecrets } from './configured-secrets.ts';
import type { AgentSecretRequest } from './secret-access.ts';

/** What agents' requests for secrets are judged with. */
export interface AgentSecretsParts {
  readonly boundary: Pick<SafeAI, 'capabilities' | 'lockdowns' | 'recordedName' | 'recordSecret'>;
  readonly secrets: Pick<ConfiguredSecrets, 'defaultBackend' | 'resolve'>;
}

/** What requests without a tenant are for. */
const DEFAULT_TENANT = 'default';

/**
 * The value of a secret for an agent whose token covers it; see `SecretAccess.resolve`.
 *
 * @throws SafeAIError (as a rejection) `forbidden`, `secret_unavailable`, `audit_unavailable`
 */
export async function resolveForAgent(
  { boundary, secrets }: AgentSecretsParts,
  request: AgentSecretRequest,
  call?: CallContext,
): Promise<Secret> {
  const { agentId, capabilityToken, sessionId = null } = request;
  const tenantId = request.tenantId ?? call?.principal?.tenant ?? DEFAULT_TENANT;
  const reference = withBackend(request.reference, secrets.defaultBackend);
  const asked = {
    backend: reference.backend,
    reference: reference.toString(),
    ...{ tenantId, agentId, sessionId },
  };
  const refuse = async (reason: string, capabilityId: string | null = null): Promise<never> => {
    await boundary.recordSecret({ event: 'secret.denied', ...asked, reason, capabilityId }, call);
    throw new SafeAIError('forbidden', 'The capability token does not serve for this secret.');
  };
  if (!isOwn(request, tenantId, call)) return refuse('principal_mismatch');
  if (await isStopped(boundary, tenantId, agentId)) return refuse('lockdown');
  const verdict = await boundary.capabilities.check({
    ...{ token: capabilityToken, tenantId, agentId, sessionId },
    action: 'resolve',
    secret: asked.reference.slice('secret://'.length),
  });
  if (!verdict.ok) return refuse(verdict.reasonCode, verdict.capabilityId);
  const { capabilityId } = verdict;
  let secret: Secret;
  try {
    secret = await secrets.resolve(reference);
  } catch (error) {
    const reason = error instanceof SecretError ? error.reason : 'failed';
    await boundary.recordSecret({ event: 'secret.denied', ...asked, reason, capabilityId }, call);
    throw new SafeAIError('secret_unavailable', 'The secret cannot be had now.');
  }
  await boundary.recordSecret({ event: 'secret.resolved', ...asked, capabilityId }, call);
  return secret;
}

/** A grant names the backend itself. */
function withBackend({ backend, path, key, version }: SecretRef, preferred: string): SecretRef {
  return new SecretRef(backend === 'default' ? preferred : backend, path, key, version);
}

function isOwn(
  { agentId }: AgentSecretRequest,
  tenantId: string,
  call: CallContext | undefined,
): boolean {
  const { tenants = ['*'], agents } = call?.principal ?? {};
  return inScope(tenants, tenantId) && (agents === undefined || agents.includes(agentId));
}

/** Whether an emergency stop holds for an agent, or for everybody. */
async function isStopped(
  boundary: AgentSecretsParts['boundary'],
  tenantId: string,
  agentId: string,
): Promise<boolean> {
  const names = [agentId, boundary.recordedName(tenantId, agentId)];
  return (await boundary.lockdowns.list()).some(
    (stop) =>
      stop.tool === null &&
      (stop.tenantId === null || stop.tenantId === tenantId) &&
      (stop.agentId === null || names.includes(stop.agentId)),
  );
}
