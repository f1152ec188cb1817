import type { IncomingHttpHeaders } from 'node:http';
import { HttpError } from './problem.ts';

const JSON_TYPE = /^application\/(?:[a-z0-9!#$&^_.-]+\+)?json$/i;
const CHARSET = /^charset="?utf-?8"?$/i;

/**
 * Lets JSON in UTF-8 through, as it is.
 *
 * @throws HttpError `unsupported_media_type`
 */
export function checkMediaType(headers: IncomingHttpHeaders): void {
  const type = headers['content-type'];
  if (type !== 'application/json') checkType(type ?? '');
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    throw unsupported('Send the body uncompressed.', { 'accept-encoding': 'identity' });
  }
}

function checkType(type: string): void {
  const [media = '', ...parameters] = type.split(';').map((part) => part.trim());
  if (!JSON_TYPE.test(media)) throw unsupported('Send the body as application/json.');
  const charset = parameters.find((parameter) => /^charset=/i.test(parameter));
  if (charset !== undefined && !CHARSET.test(charset)) {
    throw unsupported('Send the body in UTF-8.');
  }
}

function unsupported(message: string, headers: Record<string, string> = {}): HttpError {
  return new HttpError('unsupported_media_type', message, {
    headers: { accept: 'application/json', ...headers },
  });
}
