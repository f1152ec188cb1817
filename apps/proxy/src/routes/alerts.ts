import {
  fromAlert,
  fromAlertMessage,
  fromAlertRules,
  fromSilence,
  inWireNames,
  toMessageFilter,
  toSilenceRequest,
} from '@safeai/api';
import { parseDuration } from '@safeai/config';
import type { Principal, TenantScope } from '@safeai/core';
import { alertIn } from '@safeai/runtime';
import { withHeaders } from '../http/with-headers.ts';
import type { Dependencies } from './dependencies.ts';
import type { Handler } from './handler.ts';

/** GET /v1/alerts */
export function listAlerts({ runtime }: Dependencies): Handler<'alerts'> {
  return async ({ query, principal }) => {
    const { state, rule, severity, limit = 100, cursor } = query;
    const tenants = scopeOf(principal, query.tenant_id);
    const asked = { tenants, state, rule, severity, limit, cursor };
    const { alerts, nextCursor } = await runtime.alerts.list(asked);
    return withHeaders(alerts.map(fromAlert), { 'x-next-cursor': nextCursor ?? undefined });
  };
}

/** GET /v1/alerts/messages */
export function alertMessages({ runtime }: Dependencies): Handler<'alerts_messages'> {
  return async ({ query, principal }) => {
    const tenants = scopeOf(principal, query.tenant_id);
    const entries = await runtime.alerts.messages({ ...toMessageFilter(query), tenants });
    return entries.map((entry) => fromAlertMessage(entry, alertIn(entry)));
  };
}

/** GET /v1/alerts/rules */
export function alertRules({ runtime }: Dependencies): Handler<'alerts_rules'> {
  return async () => {
    const { rules, channels } = await runtime.alerts.rules();
    return fromAlertRules(rules, channels);
  };
}

/** POST /v1/alerts/retry */
export function retryAlerts({ runtime }: Dependencies): Handler<'alerts_retry'> {
  return async ({ body, call }) => {
    const { id, channel } = body ?? {};
    const retried = await runtime.alerts.retry(
      { ...(id === undefined ? {} : { id }), ...(channel === undefined ? {} : { channel }) },
      call,
    );
    return { retried };
  };
}

/** POST /v1/alerts/test */
export function testAlerts({ runtime }: Dependencies): Handler<'alerts_test'> {
  return async ({ body, call }) => {
    const tests = await runtime.alerts.test(body?.channel, call);
    return { channels: tests.map((test) => ({ ...test, accepted: test.problem === null })) };
  };
}

/** GET /v1/alerts/{id} */
export function showAlert({ runtime }: Dependencies): Handler<'alert'> {
  return async ({ params, principal }) =>
    fromAlert(await runtime.alerts.one(principal?.tenants ?? [], params.id));
}

/** POST /v1/alerts/{id}/acknowledge */
export function acknowledgeAlert({ runtime }: Dependencies): Handler<'alert_acknowledge'> {
  return async ({ params, call }) => fromAlert(await runtime.alerts.acknowledge(params.id, call));
}

/** POST /v1/alerts/{id}/resolve */
export function resolveAlert({ runtime }: Dependencies): Handler<'alert_resolve'> {
  return async ({ params, call }) => fromAlert(await runtime.alerts.resolve(params.id, call));
}

/** GET /v1/alerts/silences */
export function listSilences({ runtime }: Dependencies): Handler<'alerts_silences'> {
  return async ({ principal }) =>
    (await runtime.alerts.silences(principal?.tenants ?? [])).map(fromSilence);
}

/** POST /v1/alerts/silences */
export function setSilence({ runtime }: Dependencies): Handler<'alerts_silence'> {
  return async ({ body, call }) => {
    const request = { ...toSilenceRequest(body), forMs: parseDuration(body.duration) };
    return fromSilence(await runtime.alerts.silence(request, call).catch(inWireNames()));
  };
}

/** DELETE /v1/alerts/silences/{id} */
export function endSilence({ runtime }: Dependencies): Handler<'alerts_unsilence'> {
  return async ({ params, call }) => fromSilence(await runtime.alerts.endSilence(params.id, call));
}

/** The tenant that was asked for, which the edge has let pass, or all of the caller's. */
function scopeOf(principal: Principal | null, tenant: string | undefined): TenantScope {
  return tenant === undefined ? (principal?.tenants ?? []) : [tenant];
}
