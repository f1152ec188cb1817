import { InvalidRequestError, type JsonLimits } from '@safeai/core';
import { readJson, type Protocol, type ReadBody, type RequestReading } from '@safeai/protocols';
import type { Exchange } from '../../http/exchange.ts';
import { checkMediaType } from '../../http/media-type.ts';
import { announcesBody, readBody } from '../../http/read-body.ts';

/** A request as it came, and what its provider would read in it. */
export interface ReadProviderRequest {
  /** Absent where the route takes none. */
  readonly body: (ReadBody & { readonly bytes: Buffer }) | undefined;
  readonly reading: RequestReading;
  /** With its query. */
  readonly path: string;
}

/**
 * Reads a request for a provider.
 *
 * @param hasBody whether the route takes a body, which must be there then
 * @throws HttpError `unsupported_media_type`; SafeAIError `payload_too_large`, `malformed_json`; LimitExceededError;
 *   InvalidRequestError for a body that is no object; ClientGone
 */
export async function readProviderRequest(
  exchange: Exchange,
  protocol: Protocol,
  hasBody: boolean,
): Promise<ReadProviderRequest> {
  const path = exchange.search === '' ? exchange.path : `${exchange.path}?${exchange.search}`;
  if (!hasBody) return { body: undefined, reading: protocol.readRequest({}, path), path };
  const { req, res, settings } = exchange;
  const { forwardBodyBytes, jsonDepth, forwardJsonLeaves } = settings.limits;
  if (!announcesBody(req)) throw new InvalidRequestError('The request needs a JSON body.');
  checkMediaType(req.headers);
  const bytes = await readBody(req, res, forwardBodyBytes, 'limits.forward_body_bytes');
  const limits: JsonLimits = { jsonDepth, jsonLeaves: forwardJsonLeaves };
  const { text, value } = readJson(bytes, limits);
  return { body: { text, value, bytes }, reading: protocol.readRequest(value, path), path };
}
