import { SafeAIError } from '@safeai/core';
import type { PartHealth } from '@safeai/runtime';
import type { UpstreamHealth } from '../gateway/upstreams/upstreams.ts';
import { VERSION } from '../version.ts';
import type { Dependencies } from './dependencies.ts';
import type { Handler } from './handler.ts';

/** GET /v1/health: the status for everybody, the rest for those who may call other routes too. */
export function health({ runtime, mode, forwarding }: Dependencies): Handler<'health'> {
  return async ({ principal }) => {
    const parts: Parts = {
      ...(await runtime.health()),
      ...(forwarding === undefined ? {} : { upstream: healthOf(forwarding.upstreams.health()) }),
    };
    const status = worst(parts);
    if (principal === null) return { status };
    return {
      status,
      version: VERSION,
      uptime_seconds: Math.max(0, Date.now() - runtime.startedAt) / 1000,
      mode,
      checks: {
        audit: parts.audit.state,
        state: parts.state.state,
        secrets: parts.secrets.state,
        ...(parts.alerts === undefined ? {} : { alerts: parts.alerts.state }),
        ...(parts.upstream === undefined ? {} : { upstream: parts.upstream.state }),
      },
      ...reasonsOf(parts),
    };
  };
}

/** GET /v1/health/live */
export function live(): Handler<'health_live'> {
  return () => ({ status: 'ok' });
}

/** GET /v1/health/ready: not while decisions would be refused, and no longer, once the server was told to stop. */
export function ready({ runtime, draining }: Dependencies): Handler<'health_ready'> {
  return async () => {
    if (draining()) throw new SafeAIError('shutting_down', 'The server is stopping.');
    const { audit, state, secrets } = await runtime.health();
    if (audit.state === 'failing') {
      throw new SafeAIError('audit_unavailable', 'The audit log cannot be written.');
    }
    if (state.state === 'failing') {
      throw new SafeAIError('state_unavailable', 'The state store does not answer.');
    }
    if (secrets.state === 'failing') {
      throw new SafeAIError('secret_unavailable', 'A secret of the configuration has no value.');
    }
    return { status: 'ok' };
  };
}

/** How the parts of a server are. */
interface Parts {
  readonly audit: PartHealth;
  readonly state: PartHealth;
  readonly secrets: PartHealth;
  /** Where alerts are sent. */
  readonly alerts?: PartHealth;
  /** In gateway mode. */
  readonly upstream?: PartHealth;
}

/** What calls have shown of the providers. */
function healthOf(upstreams: readonly UpstreamHealth[]): PartHealth {
  if (upstreams.length === 0) return { state: 'failing', reason: 'no upstream is configured' };
  const resting = upstreams.filter(({ state }) => state === 'open').map(({ name }) => name);
  if (resting.length === 0) return { state: 'ok', reason: null };
  const reason = `resting after failures: ${resting.join(', ')}`;
  return { state: resting.length === upstreams.length ? 'failing' : 'warning', reason };
}

function worst(parts: Parts): PartHealth['state'] {
  const states = named(parts).map(([, { state }]) => state);
  return (['failing', 'warning'] as const).find((state) => states.includes(state)) ?? 'ok';
}

/** What is the matter with each part that is not well. */
function reasonsOf(parts: Parts): { reasons?: Record<string, string> } {
  const reasons = named(parts).flatMap(([part, { reason }]) =>
    reason === null ? [] : [[part, reason] as const],
  );
  return reasons.length === 0 ? {} : { reasons: Object.fromEntries(reasons) };
}

function named(parts: Parts): [name: string, part: PartHealth][] {
  return Object.entries<PartHealth>({ ...parts });
}
