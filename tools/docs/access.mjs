/** The reference page of who may call which route. */
import {
  PROVIDER_ROUTES,
  ROUTE_ACCESS,
  ROUTE_CLASS,
  ROUTES,
} from '../../packages/api/dist/index.js';
import { table } from './table.mjs';

const ROLES = ['admin', 'approver', 'auditor', 'viewer', 'billing', 'agent'];

const INTRODUCTION = `# Access

Who may call which route. The server refuses by this table and by nothing else, and its tests ask every route in every
role: in the caller's own tenant and in another, without a credential, with an expired, a revoked and an altered one,
with forged headers, from this machine and from another.

- **Without a credential**: the public routes answer everybody. On
  [trusted loopback](../explanation/security-model.md#whom-the-server-believes) the caller \`local\` may call all
  routes. Everybody else gets 401 \`unauthenticated\`.
- **With another role**: 403 \`forbidden\`.
- **In another tenant**, named by \`x-safeai-tenant\`, in the query or in the body: 403 \`forbidden\`. What another tenant
  has is 404 \`not_found\`, as what nobody has.
- **For another agent** than those that the credential is bound to: 403 \`forbidden\`.

A credential that is bound to agents opens the routes of agents alone, whatever its roles. An agent sees of approval requests the status of its own, and withdraws its own. A caller of single tenants sees in
\`/v1/policies\` the rules of these and of everybody, in \`/v1/metrics\` the series of these, and in
\`/v1/audit/verify\` whether the log as a whole is sound. The kind says which of \`limits.rate.routes\` counts a request.
`;

/** The page, in Markdown. */
export function renderAccess() {
  const ofProviders = PROVIDER_ROUTES.flatMap(({ paths, ...route }) =>
    paths.map((path) => ({ ...route, path })),
  );
  const rows = [...ROUTES, ...ofProviders]
    .filter(({ id }) => ROUTE_ACCESS[id] !== 'public')
    .map(({ id, method, path }) => [
      `\`${method} ${path}\``,
      ROUTE_CLASS[id],
      ...ROLES.map((role) => (ROUTE_ACCESS[id].includes(role) ? '✓' : '–')),
    ]);
  const open = ROUTES.filter(({ id }) => ROUTE_ACCESS[id] === 'public').map(
    ({ method, path, summary }) => [`\`${method} ${path}\``, summary],
  );
  return [
    INTRODUCTION,
    '## Roles\n',
    table(['route', 'kind', ...ROLES], rows),
    '\n## Public\n',
    table(['route', 'what it says'], open),
  ].join('\n');
}
