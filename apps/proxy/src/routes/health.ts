import { SafeAIError } from '@safeai/core';
import type { PartHealth, RuntimeHealth } from '@safeai/runtime';
import { VERSION } from '../version.ts';
import type { Dependencies } from './dependencies.ts';
import type { Handler } from './handler.ts';

/** GET /v1/health: the status for everybody, the rest for those who may call other routes too. */
export function health({ runtime, mode }: Dependencies): Handler<'health'> {
  return async ({ principal }) => {
    const parts = await runtime.health();
    const status = worst(parts);
    if (principal === null) return { status };
    return {
      status,
      version: VERSION,
      uptime_seconds: Math.max(0, Date.now() - runtime.startedAt) / 1000,
      mode,
      checks: { audit: parts.audit.state, state: parts.state.state },
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
    const { audit, state } = await runtime.health();
    if (audit.state === 'failing') {
      throw new SafeAIError('audit_unavailable', 'The audit log cannot be written.');
    }
    if (state.state === 'failing') {
      throw new SafeAIError('state_unavailable', 'The state store does not answer.');
    }
    return { status: 'ok' };
  };
}

function worst({ audit, state: store }: RuntimeHealth): PartHealth['state'] {
  const states = [audit.state, store.state];
  return (['failing', 'warning'] as const).find((state) => states.includes(state)) ?? 'ok';
}

/** What is the matter with each part that is not well. */
function reasonsOf(parts: RuntimeHealth): { reasons?: Record<string, string> } {
  const named: Readonly<Record<string, PartHealth>> = { ...parts };
  const reasons = Object.entries(named).flatMap(([part, { reason }]) =>
    reason === null ? [] : [[part, reason] as const],
  );
  return reasons.length === 0 ? {} : { reasons: Object.fromEntries(reasons) };
}
