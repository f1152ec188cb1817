import { scanStructured } from '../detection/structured.ts';
import { redactStructured } from '../redaction/redact.ts';
import type { CallContext, GuardStructuredRequest, GuardStructuredResult } from './boundary.ts';
import { settleContent } from './content.ts';
import type { DecisionContext } from './decision-context.ts';
import { fallbackOf, OUTPUT } from './output.ts';
import { restoreParameters } from './pseudonyms.ts';
import { requireJson } from './require.ts';

/**
 * A model's answer on its way to a person, as JSON. Its strings are prose, whatever the names of their fields. Values take
 * the place of the session's pseudonyms in strings; keys stay.
 */
export async function guardStructured(
  context: DecisionContext,
  request: GuardStructuredRequest,
  call?: CallContext,
): Promise<GuardStructuredResult> {
  const settled = await settleContent(context, OUTPUT, request, call, () => {
    requireJson(request.payload, 'payload');
    const { limits, snapshot } = context;
    const { areTexts = false } = request;
    const options = { limits, areTexts, position: 'prose' } as const;
    return scanStructured(snapshot.detection, request.payload, options);
  });
  const fallback = fallbackOf(settled);
  const guarded =
    fallback === undefined ? await settled.filter(request.payload, redactStructured) : null;
  const { payload = null } = await restoreParameters(context, settled.scope, { payload: guarded });
  return Object.assign({}, settled.answer, {
    filtered: payload,
    fallback: fallback ?? null,
    redactions: fallback === undefined ? settled.redactions : 0,
  });
}
