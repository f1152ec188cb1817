import { approve, deny, listApprovals } from './approvals.ts';
import { queryAudit } from './audit.ts';
import { interceptTool } from './intercept.ts';
import { checkBudget, healthCheck, listPlugins } from './operations.ts';
import { explainDecision, listPolicies, reloadPolicies } from './policies.ts';
import { guardOutput, scanInput, scanStructured } from './scanning.ts';
import type { Tool } from './tool.ts';

/** Every tool, in the order that hosts list them. The same for everyone, whatever their roles. */
export const TOOLS: readonly Tool[] = [
  scanInput,
  scanStructured,
  guardOutput,
  interceptTool,
  listApprovals,
  approve,
  deny,
  explainDecision,
  listPolicies,
  reloadPolicies,
  queryAudit,
  checkBudget,
  listPlugins,
  healthCheck,
];
