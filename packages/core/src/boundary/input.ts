import { scanText } from '../detection/scan-text.ts';
import { scanStructured as findInStructured } from '../detection/structured.ts';
import { redactStructured, redactText } from '../redaction/redact.ts';
import type {
  CallContext,
  ScanInputRequest,
  ScanInputResult,
  ScanStructuredRequest,
  ScanStructuredResult,
} from './boundary.ts';
import { settleContent, type Crossing } from './content.ts';
import type { DecisionContext } from './decision-context.ts';
import { requireJson, requireText } from './require.ts';

const TEXT: Crossing = { family: 'scan', boundary: 'input', surface: 'input' };
const PAYLOAD: Crossing = { family: 'scan', boundary: 'input', surface: 'structured input' };

/** Text on its way into a model. */
export async function scanInput(
  context: DecisionContext,
  request: ScanInputRequest,
  call?: CallContext,
): Promise<ScanInputResult> {
  const settled = await settleContent(context, TEXT, request, call, () => {
    requireText(request.text, 'text');
    return scanText(context.snapshot.detection, request.text);
  });
  return { ...settled.answer, filtered: await settled.filter(request.text, redactText) };
}

/** A JSON payload on its way into a model. */
export async function scanStructured(
  context: DecisionContext,
  request: ScanStructuredRequest,
  call?: CallContext,
): Promise<ScanStructuredResult> {
  const settled = await settleContent(context, PAYLOAD, request, call, () => {
    requireJson(request.payload, 'payload');
    const { limits, snapshot } = context;
    const options = { limits, areTexts: request.areTexts === true };
    return findInStructured(snapshot.detection, request.payload, options);
  });
  return Object.assign({}, settled.answer, {
    filtered: await settled.filter(request.payload, redactStructured),
    redactions: settled.redactions,
  });
}
