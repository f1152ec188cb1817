import {
  fromScanFileResult,
  fromScanInputResult,
  fromScanStructuredResult,
  toScanFileRequest,
  toScanInputRequest,
  toScanStructuredRequest,
} from '@safeai/api';
import type { Dependencies } from './dependencies.ts';
import type { Handler } from './handler.ts';

/** POST /v1/scan/input */
export function scanInput({ runtime, metrics }: Dependencies): Handler<'scan_input'> {
  return async ({ body, query, tenant, call, values }) => {
    const result = await runtime.boundary.scanInput(toScanInputRequest(body, query), call);
    metrics.decision('input', tenant, result);
    return fromScanInputResult(result, { values });
  };
}

/** POST /v1/scan/structured */
export function scanStructured({ runtime, metrics }: Dependencies): Handler<'scan_structured'> {
  return async ({ body, query, tenant, call, values }) => {
    const request = toScanStructuredRequest(body, query);
    const result = await runtime.boundary.scanStructured(request, call);
    metrics.decision('input', tenant, result);
    return fromScanStructuredResult(result, { values });
  };
}

/** POST /v1/scan/file */
export function scanFile({ runtime, metrics }: Dependencies): Handler<'scan_file'> {
  return async ({ body, query, tenant, call, values }) => {
    const result = await runtime.scanFile(toScanFileRequest(body, query), call);
    metrics.decision('input', tenant, result);
    return fromScanFileResult(result, { values });
  };
}
