import type { SafeAIConfig } from '@safeai/config';

/** `auth.oidc`: whose tokens count, and what their claims mean. */
export type OidcSettings = NonNullable<SafeAIConfig['auth']['oidc']>;
