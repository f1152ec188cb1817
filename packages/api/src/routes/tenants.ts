import { Type } from '@sinclair/typebox';
import { StringOrNull } from '../schema/json.ts';
import { NoQuery } from '../schema/request.ts';
import { defineRoute } from './route.ts';

export const TenantSchema = Type.Object(
  {
    tenant_id: Type.String(),
    description: StringOrNull('As the configuration has it.'),
    declared: Type.Boolean({ description: 'Whether it has an entry under `tenants`.' }),
    default: Type.Boolean({ description: 'Whether requests that name no tenant are in it.' }),
    policies: Type.Integer({ minimum: 0, description: 'Rules of its own.' }),
    stopped: Type.Boolean({ description: 'Whether an emergency stop holds for all of it.' }),
  },
  { title: 'Tenant', additionalProperties: false },
);

export const tenantsRoute = defineRoute({
  id: 'tenants',
  method: 'GET',
  path: '/v1/tenants',
  summary: "The caller's tenants",
  tags: ['tenants'],
  hot: false,
  query: NoQuery,
  answer: {
    description:
      'By id: those of the configuration and the default one, or those of them that the caller may see; with a credential for single tenants, each of these.',
    schema: Type.Array(TenantSchema, { title: 'Tenants' }),
    example: [
      {
        tenant_id: 'acme',
        description: 'Acme Inc.',
        declared: true,
        default: false,
        policies: 1,
        stopped: false,
      },
    ],
  },
  errors: ['state_unavailable'],
});
