import { fromForwardResult, toForwardRequest } from '@safeai/api';
import { SafeAIError } from '@safeai/core';
import { Forwarder } from '../gateway/serve/forwarder.ts';
import { notForwarding } from '../gateway/serve/sidecar.ts';
import { withHeaders } from '../http/with-headers.ts';
import type { Dependencies } from './dependencies.ts';
import type { Handler } from './handler.ts';

/** POST /v1/proxy/forward */
export function forward({ runtime, forwarding, metrics }: Dependencies): Handler<'proxy_forward'> {
  if (forwarding === undefined) {
    return () => {
      throw notForwarding();
    };
  }
  const forwarder = new Forwarder({ runtime, metrics, ...forwarding });
  return async (input) => {
    const { body, tenant, call, principal } = input;
    if (principal === null) {
      throw new SafeAIError('unauthenticated', 'The request needs a credential.');
    }
    const { result, headers } = await forwarder.forward(toForwardRequest(body), {
      ...{ principal, tenant, call },
      gone: input.gone,
      signalOf: () => input.signal,
    });
    return withHeaders(fromForwardResult(result), headers);
  };
}
