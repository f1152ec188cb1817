import { scanText } from '../detection/scan-text.ts';
import { redactText } from '../redaction/redact.ts';
import type { CallContext, GuardOutputRequest, GuardOutputResult } from './boundary.ts';
import { settleContent, type Crossing } from './content.ts';
import type { DecisionContext } from './decision-context.ts';
import { restoreText } from './pseudonyms.ts';
import { requireText } from './require.ts';
import type { Settled } from './settle.ts';

export const OUTPUT: Crossing = { family: 'guard', boundary: 'output', surface: 'output' };

/** A model's answer on its way to a person. */
export async function guardOutput(
  context: DecisionContext,
  request: GuardOutputRequest,
  call?: CallContext,
): Promise<GuardOutputResult> {
  const settled = await settleContent(context, OUTPUT, request, call, () => {
    requireText(request.text, 'text');
    return scanText(context.snapshot.detection, request.text);
  });
  const fallback = fallbackOf(settled);
  const guarded = fallback ?? (await settled.filter(request.text, redactText)) ?? '';
  return {
    ...settled.answer,
    safeOutput: await restoreText(context, settled.scope, guarded),
    fallbackUsed: fallback !== undefined,
    redactions: fallback === undefined ? settled.redactions : 0,
  };
}

/** What takes the place of an answer, where the rule that decided has it. */
export function fallbackOf({ action, fallbackTemplate }: Settled): string | undefined {
  return action === 'allow' || action === 'flag' ? undefined : fallbackTemplate;
}
