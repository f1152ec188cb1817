import { block, choice, flag, list, object, text } from './builders.ts';
import { tenantOrAll } from './tenant.ts';

/** Roles that a person can have. */
export const USER_ROLES = ['admin', 'approver', 'auditor', 'viewer', 'billing'] as const;

const user = object(
  {
    user_id: text({ description: 'Name in the user header.', required: true }),
    role: choice(USER_ROLES, { description: 'What the user may do.', required: true }),
    tenants: list(tenantOrAll, {
      description: 'Tenants that the user may see.',
      default: ['default'],
      minItems: 1,
    }),
  },
  { description: 'A user.' },
);

const inDefault = { tenants: ['default'] } as const;

/** The users that are there when the file names none. */
const SHIPPED_USERS = [
  { user_id: 'admin', role: 'admin', tenants: ['*'] },
  { user_id: 'security-admin', role: 'admin', tenants: ['*'] },
  { user_id: 'security-approver', role: 'approver', ...inDefault },
  { user_id: 'security-auditor', role: 'auditor', ...inDefault },
  { user_id: 'security-viewer', role: 'viewer', ...inDefault },
  { user_id: 'security-billing', role: 'billing', ...inDefault },
] as const;

const HEADER = "^[!#$%&'*+.^_`|~0-9A-Za-z-]+$";

/** `dashboard`: the web page, its users and their roles. */
export const dashboard = block('The web dashboard and the users with their roles.', {
  enabled: flag({ description: 'Serve the dashboard under `/dashboard`.', default: true }),
  rbac_enabled: flag({
    description: 'Check roles. Off, it skips the check on trusted loopback only.',
    default: true,
  }),
  user_header: text({
    description: 'Request header that names the user; one without another meaning.',
    default: 'x-safeai-user',
    pattern: HEADER,
    expected: 'the name of a request header',
  }),
  tenant_header: text({
    description: 'Request header that names the tenant; another one, without another meaning.',
    default: 'x-safeai-tenant',
    pattern: HEADER,
    expected: 'the name of a request header',
  }),
  users: list(user, {
    description: 'Users. A list in the file replaces the shipped one.',
    default: SHIPPED_USERS as never,
  }),
});
