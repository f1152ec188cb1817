import type { DetectorRule } from '../../rule.ts';
import { AI_HOST_RULES } from './ai-hosts.ts';
import { AI_MODEL_RULES } from './ai-models.ts';
import { AI_TOOL_RULES } from './ai-tools.ts';
import { ASSIGNMENT_RULES } from './assignments.ts';
import { AWS_RULES } from './aws.ts';
import { AZURE_RULES } from './azure.ts';
import { AZURE_DEVOPS_RULES } from './azure-devops.ts';
import { BANKING_RULES } from './banking.ts';
import { BESIDE_NAME_RULES } from './beside-name.ts';
import { CHAT_RULES } from './chat.ts';
import { CI_RULES } from './ci.ts';
import { CLOUD_RULES } from './cloud.ts';
import { CONFIG_FILE_RULES } from './config-files.ts';
import { CONNECTION_STRING_RULES } from './connection-strings.ts';
import { CONTENT_RULES } from './content.ts';
import { DATABASE_RULES } from './databases.ts';
import { GITHUB_RULES } from './github.ts';
import { GITLAB_RULES } from './gitlab.ts';
import { GOOGLE_RULES } from './google.ts';
import { HEADER_RULES } from './headers.ts';
import { HOSTING_RULES } from './hosting.ts';
import { INFRASTRUCTURE_RULES } from './infrastructure.ts';
import { KEYED_AI_RULES } from './keyed/ai.ts';
import { KEYED_BUSINESS_RULES } from './keyed/business.ts';
import { KEYED_CLOUD_RULES } from './keyed/cloud.ts';
import { KEYED_DATA_RULES } from './keyed/data.ts';
import { KEYED_DEVELOPER_RULES } from './keyed/developer.ts';
import { KEYED_FINANCE_RULES } from './keyed/finance.ts';
import { KEYED_MESSAGING_RULES } from './keyed/messaging.ts';
import { KEYED_SERVICE_RULES } from './keyed/services.ts';
import { KUBERNETES_RULES } from './kubernetes.ts';
import { LOGIN_RULES } from './logins.ts';
import { MAIL_RULES } from './mail.ts';
import { MONITORING_RULES } from './monitoring.ts';
import { PASSWORD_HASH_RULES } from './password-hashes.ts';
import { PASSWORD_RULES } from './passwords.ts';
import { PAYMENT_RULES } from './payments.ts';
import { PREFIXED_AI_RULES } from './prefixed/ai.ts';
import { PREFIXED_BUSINESS_RULES } from './prefixed/business.ts';
import { PREFIXED_CLOUD_RULES } from './prefixed/cloud.ts';
import { PREFIXED_DEVELOPER_RULES } from './prefixed/developer.ts';
import { PRIVATE_KEY_RULES } from './private-keys.ts';
import { REGISTRY_RULES } from './registries.ts';
import { SAFEAI_RULES } from './safeai.ts';
import { SERVICE_RULES } from './services.ts';
import { SHOP_RULES } from './shops.ts';
import { SIGNED_TOKEN_RULES } from './signed-tokens.ts';
import { SLACK_RULES } from './slack.ts';
import { SOCIAL_RULES } from './social.ts';
import { STATEMENT_RULES } from './statements.ts';
import { VCS_RULES } from './vcs.ts';
import { WALLET_RULES } from './wallets.ts';
import { WORKSPACE_RULES } from './workspace.ts';

/** Every rule that finds a secret. */
export const SECRET_RULES: readonly DetectorRule[] = [
  ...AI_HOST_RULES,
  ...AI_MODEL_RULES,
  ...AI_TOOL_RULES,
  ...ASSIGNMENT_RULES,
  ...AWS_RULES,
  ...AZURE_RULES,
  ...AZURE_DEVOPS_RULES,
  ...BANKING_RULES,
  ...BESIDE_NAME_RULES,
  ...CHAT_RULES,
  ...CI_RULES,
  ...CLOUD_RULES,
  ...CONFIG_FILE_RULES,
  ...CONNECTION_STRING_RULES,
  ...CONTENT_RULES,
  ...DATABASE_RULES,
  ...GITHUB_RULES,
  ...GITLAB_RULES,
  ...GOOGLE_RULES,
  ...HEADER_RULES,
  ...HOSTING_RULES,
  ...INFRASTRUCTURE_RULES,
  ...KEYED_AI_RULES,
  ...KEYED_BUSINESS_RULES,
  ...KEYED_CLOUD_RULES,
  ...KEYED_DATA_RULES,
  ...KEYED_DEVELOPER_RULES,
  ...KEYED_FINANCE_RULES,
  ...KEYED_MESSAGING_RULES,
  ...KEYED_SERVICE_RULES,
  ...KUBERNETES_RULES,
  ...LOGIN_RULES,
  ...MAIL_RULES,
  ...MONITORING_RULES,
  ...PASSWORD_HASH_RULES,
  ...PASSWORD_RULES,
  ...PAYMENT_RULES,
  ...PREFIXED_AI_RULES,
  ...PREFIXED_BUSINESS_RULES,
  ...PREFIXED_CLOUD_RULES,
  ...PREFIXED_DEVELOPER_RULES,
  ...PRIVATE_KEY_RULES,
  ...REGISTRY_RULES,
  ...SAFEAI_RULES,
  ...SERVICE_RULES,
  ...SHOP_RULES,
  ...SIGNED_TOKEN_RULES,
  ...SLACK_RULES,
  ...SOCIAL_RULES,
  ...STATEMENT_RULES,
  ...VCS_RULES,
  ...WALLET_RULES,
  ...WORKSPACE_RULES,
];
