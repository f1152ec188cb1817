import { TENANT_PATTERN } from '@safeai/core';
import { text } from './builders.ts';

/** What a tenant may be called, in words. */
export const TENANT_FORM =
  'a tenant id: a letter or digit, then letters, digits and _ . : @ -, at most 128 in all';

/** A tenant by its id, or all of them. */
export const tenantOrAll = text({
  description: 'Tenant id, or `*` for all.',
  pattern: `${TENANT_PATTERN}|^\\*$`,
  expected: `*, or ${TENANT_FORM}`,
});
