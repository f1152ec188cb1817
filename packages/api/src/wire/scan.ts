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
import { fromJudged, type AnswerOptions } from './answer.ts';
import { toContext } from './context.ts';

/** POST /v1/scan/input: the body as a request. */
export function toScanInputRequest(
  body: Static<typeof ScanInputBody>,
  query: ExplainFlag,
): ScanInputRequest {
  return { text: body.text, ...toContext(body, query) };
}

/** POST /v1/scan/input: the result as an answer. */
export function fromScanInputResult(
  result: ScanInputResult,
  options: AnswerOptions,
): Static<typeof ScanInputAnswer> {
  return { ...fromJudged(result, options), filtered: result.filtered };
}

/** POST /v1/scan/structured: the body as a request. */
export function toScanStructuredRequest(
  body: Static<typeof ScanStructuredBody>,
  query: ExplainFlag,
): ScanStructuredRequest {
  return { payload: body.payload, ...toContext(body, query) };
}

/** POST /v1/scan/structured: the result as an answer. */
export function fromScanStructuredResult(
  result: ScanStructuredResult,
  options: AnswerOptions,
): Static<typeof ScanStructuredAnswer> {
  return { ...fromJudged(result, options), filtered: result.filtered };
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
