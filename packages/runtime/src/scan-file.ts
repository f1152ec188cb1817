import { SafeAIError, type Boundary, type CallContext } from '@safeai/core';

import { readContent, type ContentLimits } from './file-content.ts';
import type { ScanFileRequest, ScanFileResult } from './runtime.ts';
import { allowedPath, type ScanRoots } from './scan-roots.ts';

/** Where files may be read, and how much of one. */
export interface ScanFileLimits extends ScanRoots, ContentLimits {}

/** Scans a file at the input boundary, as surface `file`. See {@link Runtime.scanFile} for what it throws. */
export async function scanFile(
  boundary: Boundary,
  limits: ScanFileLimits,
  request: ScanFileRequest,
  call: CallContext = {},
): Promise<ScanFileResult> {
  if (typeof request.path !== 'string') {
    throw new SafeAIError('invalid_request', 'path must be a string.');
  }
  const { path, includeFiltered, ...context } = request;
  const content = await readContent(await allowedPath(path, limits), limits);
  const asFile: CallContext = { ...call, surface: 'file' };
  const result =
    content.mode === 'text'
      ? await boundary.scanInput({ ...context, text: content.text }, asFile)
      : await boundary.scanStructured({ ...context, payload: content.payload }, asFile);
  return {
    decision: result.decision,
    detections: result.detections,
    mode: content.mode,
    sizeBytes: content.sizeBytes,
    ...(includeFiltered === true ? { filtered: result.filtered } : {}),
    ...(result.explanation === undefined ? {} : { explanation: result.explanation }),
  };
}
