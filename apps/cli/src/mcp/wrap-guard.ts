import { type Approver, shown } from '@safeai/adapters-mcp';
import { SafeAIClient, type RouteCaller } from '@safeai/client';
import { InstallationRoutes } from '@safeai/mcp-server';
import type { StateOptions } from '../configuration/load-configuration.ts';
import { webAddress } from '../configuration/web-address.ts';
import type { CliHost } from '../host.ts';

/** What judges the calls of a wrapped server. */
export interface WrapGuard {
  readonly guard: SafeAIClient;
  close(): Promise<void>;
}

/** The SafeAI at `SAFEAI_URL`, else the one that serves this installation, else one inside this process. */
export function wrapGuard(
  options: StateOptions,
  { env, cwd }: CliHost,
  onNote: (note: string) => void,
): WrapGuard {
  const url = env.SAFEAI_URL ?? '';
  if (url !== '') {
    const key = env.SAFEAI_API_KEY ?? '';
    const place = { url: webAddress('SAFEAI_URL', url), ...(key === '' ? {} : { key }) };
    return { guard: new SafeAIClient(place), close: () => Promise.resolve() };
  }
  const routes = new InstallationRoutes({
    config: options.config,
    env: options.env,
    stateDir: options.stateDir,
    environment: env,
    cwd,
    onNote,
  });
  return { guard: new SafeAIClient({ routes }), close: () => routes.close() };
}

/** Lets a person decide through the routes, which hold the person to the rules for approvers. */
export function approverBy(routes: RouteCaller, name: string): Approver {
  return {
    name,
    async decide({ approvalRequestId, verdict }) {
      await routes.call(verdict === 'approve' ? 'approval_approve' : 'approval_deny', {
        params: { id: approvalRequestId },
        body: { approver_id: name, note: `answered at the MCP host as ${shown(name, 64)}` },
      });
    },
  };
}
