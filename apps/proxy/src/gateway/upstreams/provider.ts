import type { BaseAddress } from './base-address.ts';

/** Whose wire format an upstream speaks. */
export type Provider = 'openai' | 'anthropic' | 'gemini';

interface Vendor {
  readonly provider: Provider;
  readonly hosts: readonly string[];
  /** Environment variables that its keys are usually in, the first that is set counts. */
  readonly variables: readonly string[];
}

const VENDORS: readonly Vendor[] = [
  {
    provider: 'openai',
    hosts: ['api.openai.com', 'us.api.openai.com', 'eu.api.openai.com'],
    variables: ['OPENAI_API_KEY'],
  },
  { provider: 'anthropic', hosts: ['api.anthropic.com'], variables: ['ANTHROPIC_API_KEY'] },
  {
    provider: 'gemini',
    hosts: ['generativelanguage.googleapis.com'],
    variables: ['GEMINI_API_KEY', 'GOOGLE_API_KEY'],
  },
];

/** The provider whose own host this is. */
export function providerAt({ hostname }: BaseAddress): Provider | undefined {
  return VENDORS.find(({ hosts }) => hosts.includes(hostname))?.provider;
}

/** The environment variables whose keys may go to an address: its vendor's, at the vendor's own host, over TLS. */
export function keyVariables({ origin }: BaseAddress): readonly string[] {
  const official = ({ hosts }: Vendor): boolean =>
    hosts.some((host) => origin === `https://${host}`);
  return VENDORS.find(official)?.variables ?? [];
}

/** The header that a provider reads its key from, on a path. */
export function keyHeader(
  provider: Provider | undefined,
  path: string,
  key: string,
): readonly [name: string, value: string] {
  if (provider === 'anthropic') return ['x-api-key', key];
  // Below /openai/, Google speaks OpenAI's format.
  if (provider === 'gemini' && !path.includes('/openai/')) return ['x-goog-api-key', key];
  return ['authorization', `Bearer ${key}`];
}
