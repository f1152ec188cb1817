import { SafeAIError } from '@safeai/core';
import { VERSION } from '../version.ts';
import type { Dependencies } from './dependencies.ts';
import type { Handler } from './handler.ts';

/** GET /v1/health: the status for everybody, the rest for those who may call other routes too. */
export function health({ runtime, mode }: Dependencies): Handler<'health'> {
  return ({ principal }) =>
    principal === null
      ? { status: 'ok' }
      : {
          status: 'ok',
          version: VERSION,
          uptime_seconds: Math.max(0, Date.now() - runtime.startedAt) / 1000,
          mode,
          checks: {},
        };
}

/** GET /v1/health/live */
export function live(): Handler<'health_live'> {
  return () => ({ status: 'ok' });
}

/** GET /v1/health/ready: no longer, once the server was told to stop. */
export function ready({ draining }: Dependencies): Handler<'health_ready'> {
  return () => {
    if (draining()) throw new SafeAIError('shutting_down', 'The server is stopping.');
    return { status: 'ok' };
  };
}
