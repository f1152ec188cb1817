import { decodeBase64Object } from './base64.ts';

/** A JSON Web Token in compact form (RFC 7519): its first part is base64url of a JSON object that names an `alg`. */
export function isJwt(value: string): boolean {
  const [header = '', payload = ''] = value.split('.');
  return payload !== '' && typeof decodeBase64Object(header)?.alg === 'string';
}
