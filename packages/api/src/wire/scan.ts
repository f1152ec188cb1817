import type {
  Decision,
  Detection,
  JsonValue,
  PolicyExplanation,
  RequestContext,
  ScanInputRequest,
  ScanInputResult,
  ScanStructuredRequest,
  ScanStructuredResult,
} from '@safeai/core';
import type { Static } from '@sinclair/typebox';
import type {
  ScanFileAnswer,
  ScanFileBody,
  ScanInputAnswer,
  ScanInputBody,
  ScanStructuredAnswer,
  ScanStructuredBody,
} from '../routes/scan.ts';
import type { ExplainFlag } from '../schema/request.ts';
import { fromJudged, redactionsOf, toJudged, type AnswerOptions, type Further } from './answer.ts';
import { CONTEXT_PLACES, requestOf, toContext, type InBody } from './context.ts';
import { record } from './record.ts';

const SCAN_INPUT = record<InBody<ScanInputRequest>, Static<typeof ScanInputBody>>({
  text: 'text',
  ...CONTEXT_PLACES,
});

const SCAN_INPUT_RESULT = record<Further<ScanInputResult>, Static<typeof ScanInputAnswer>>({
  filtered: 'filtered',
});

/** POST /v1/scan/input: the body as a request. */
export function toScanInputRequest(
  body: Static<typeof ScanInputBody>,
  query: ExplainFlag,
): ScanInputRequest {
  return requestOf(SCAN_INPUT, body, query);
}

/** POST /v1/scan/input: the request as a body. */
export function fromScanInputRequest(request: ScanInputRequest): Static<typeof ScanInputBody> {
  return SCAN_INPUT.toWire(request);
}

/** POST /v1/scan/input: the result as an answer. */
export function fromScanInputResult(
  result: ScanInputResult,
  options: AnswerOptions,
): Static<typeof ScanInputAnswer> {
  return { ...fromJudged(result, options), ...SCAN_INPUT_RESULT.toWire(result) };
}

/** POST /v1/scan/input: the answer as a result. */
export function toScanInputResult(answer: Static<typeof ScanInputAnswer>): ScanInputResult {
  return { ...toJudged(answer), ...SCAN_INPUT_RESULT.toCore(answer) };
}

/** What programs alone can say. */
type InProgram = 'areTexts';

const SCAN_STRUCTURED = record<
  Omit<InBody<ScanStructuredRequest>, InProgram>,
  Static<typeof ScanStructuredBody>
>({ payload: 'payload', ...CONTEXT_PLACES });

const SCAN_STRUCTURED_RESULT = record<
  Further<ScanStructuredResult>,
  Static<typeof ScanStructuredAnswer>
>({ filtered: 'filtered' });

/** POST /v1/scan/structured: the body as a request. */
export function toScanStructuredRequest(
  body: Static<typeof ScanStructuredBody>,
  query: ExplainFlag,
): ScanStructuredRequest {
  return requestOf(SCAN_STRUCTURED, body, query);
}

/** POST /v1/scan/structured: the request as a body. `areTexts` cannot be said there. */
export function fromScanStructuredRequest(
  request: ScanStructuredRequest,
): Static<typeof ScanStructuredBody> {
  return SCAN_STRUCTURED.toWire(request);
}

/** POST /v1/scan/structured: the result as an answer. */
export function fromScanStructuredResult(
  result: ScanStructuredResult,
  options: AnswerOptions,
): Static<typeof ScanStructuredAnswer> {
  return { ...fromJudged(result, options), ...SCAN_STRUCTURED_RESULT.toWire(result) };
}

/** POST /v1/scan/structured: the answer as a result. */
export function toScanStructuredResult(
  answer: Static<typeof ScanStructuredAnswer>,
): ScanStructuredResult {
  return {
    ...toJudged(answer),
    ...SCAN_STRUCTURED_RESULT.toCore(answer),
    redactions: redactionsOf(answer),
  };
}

/** What a file scan is asked (the runtime's request, by shape: this package knows core alone). */
export interface FileRequest extends RequestContext {
  readonly path: string;
  readonly includeFiltered?: boolean;
}

/** What a file scan answers (the runtime's result, by shape). */
export interface FileResult {
  readonly decision: Decision;
  readonly detections: readonly Detection[];
  readonly mode: 'text' | 'structured';
  readonly sizeBytes: number;
  readonly filtered?: JsonValue;
  readonly explanation?: PolicyExplanation;
}

/** POST /v1/scan/file: the body as a request. */
export function toScanFileRequest(
  body: Static<typeof ScanFileBody>,
  query: ExplainFlag,
): FileRequest {
  return {
    path: body.path,
    ...(body.include_filtered === undefined ? {} : { includeFiltered: body.include_filtered }),
    ...toContext(body, query),
  };
}

/** POST /v1/scan/file: the result as an answer. */
export function fromScanFileResult(
  result: FileResult,
  options: AnswerOptions,
): Static<typeof ScanFileAnswer> {
  return {
    ...fromJudged(result, options),
    mode: result.mode,
    size_bytes: result.sizeBytes,
    ...(result.filtered === undefined ? {} : { filtered: result.filtered }),
  };
}
