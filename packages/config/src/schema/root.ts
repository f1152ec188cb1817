import { alerts } from './alerts.ts';
import { approvals } from './approvals.ts';
import { audit } from './audit.ts';
import { auth } from './auth.ts';
import { capabilities } from './capabilities.ts';
import { budgets, prices } from './cost.ts';
import { contracts, toolContract } from './contracts.ts';
import { dashboard } from './dashboard.ts';
import { detection } from './detection.ts';
import type { JsonSchema, ShapeValue } from './field.ts';
import { identities } from './identities.ts';
import { keys } from './keys.ts';
import { limits } from './limits.ts';
import { memory } from './memory.ts';
import { events, lockdown, plugins, responses, scan, telemetry } from './operations.ts';
import { policies, policy, policyFiles, tenants } from './policies.ts';
import { policyRule } from './policy-rule.ts';
import { proxy } from './proxy.ts';
import { secrets } from './secrets.ts';
import { server } from './server.ts';
import { state } from './state.ts';

/** Every block of safeai.yaml. */
export const rootShape = {
  tenants,
  policies,
  policy_files: policyFiles,
  policy,
  contracts,
  identities,
  detection,
  approvals,
  capabilities,
  audit,
  secrets,
  alerts,
  dashboard,
  proxy,
  server,
  auth,
  keys,
  state,
  memory,
  budgets,
  prices,
  responses,
  limits,
  events,
  scan,
  plugins,
  telemetry,
  lockdown,
};

/** The blocks with the types that their settings have once loaded. */
export type RootValue = ShapeValue<typeof rootShape>;

/** The name that the schema goes by. */
export const SCHEMA_ID = 'urn:safeai:safeai.yaml';

/** The JSON Schema of safeai.yaml. */
export const rootSchema: JsonSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: SCHEMA_ID,
  title: 'safeai.yaml',
  description: 'Configuration of SafeAI.',
  type: 'object',
  properties: Object.fromEntries(
    Object.entries(rootShape).map(([key, field]) => [key, field.schema]),
  ),
  patternProperties: { '^x-': { description: 'Ignored; a place for YAML anchors.' } },
  additionalProperties: false,
  $defs: { policy_rule: policyRule.schema, tool_contract: toolContract.schema },
};
