import { isIP } from 'node:net';
import { SafeAIError, normalizeTag } from '@safeai/core';
import type { TextFormat } from '../schema/builders.ts';

/** The check behind a format, and what a text must be to pass it. */
export interface FormatCheck {
  readonly test: (text: string) => boolean;
  readonly expected: string;
}

const EGRESS_RANGES = /^(?:loopback|private|link_local|shared|metadata)$/;

/** Every format that the schema names. */
export const FORMATS: Readonly<Record<TextFormat, FormatCheck>> = {
  cidr: { test: isCidr, expected: 'an IP address or a range such as 10.0.0.0/8' },
  'egress-range': {
    test: (text) => EGRESS_RANGES.test(text) || isCidr(text),
    expected: 'loopback, private, link_local, shared, metadata, or a range such as 10.0.0.0/8',
  },
  email: {
    test: (text) => /^[^\s@<>,;]+@[^\s@<>,;]+$/.test(text),
    expected: 'an e-mail address',
  },
  glob: { test: isPath, expected: 'a path or a glob such as policies/*.yaml' },
  'hostname-or-ip': {
    test: (text) =>
      isIP(text) !== 0 || /^[A-Za-z0-9_]([A-Za-z0-9_.-]{0,251}[A-Za-z0-9_])?\.?$/.test(text),
    expected: 'a host name or an IP address, without a port',
  },
  'http-url': { test: isHttpUrl, expected: 'an address that starts with http:// or https://' },
  path: { test: isPath, expected: 'a path' },
  tag: { test: isTag, expected: 'a tag: segments joined by single dots, such as personal.pii' },
};

function isPath(text: string): boolean {
  return text.trim() !== '' && !text.includes('\0');
}

function isHttpUrl(text: string): boolean {
  if (!/^https?:\/\//i.test(text) || /\s/.test(text)) return false;
  return URL.canParse(text);
}

function isCidr(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  if (bits === undefined) return true;
  return /^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128);
}

function isTag(text: string): boolean {
  try {
    normalizeTag(text);
    return true;
  } catch (error) {
    if (SafeAIError.isInstance(error)) return false;
    throw error;
  }
}
