import { Command } from 'commander';
import { addActions } from './commands/actions.ts';
import { addAlerts } from './commands/alerts.ts';
import { addApprovals } from './commands/approvals.ts';
import { addAudit } from './commands/audit.ts';
import { addBackup } from './commands/backup.ts';
import { addCapabilities } from './commands/capabilities.ts';
import { addConfig } from './commands/config.ts';
import { addBudget, addCost } from './commands/cost.ts';
import { addDoctor } from './commands/doctor.ts';
import { addGuard } from './commands/guard.ts';
import { addHook } from './commands/hook.ts';
import { addInit } from './commands/init.ts';
import { addKeys } from './commands/keys.ts';
import { addLockdown } from './commands/lockdown.ts';
import { addMcp } from './commands/mcp.ts';
import { addMemory } from './commands/memory.ts';
import { addPlugins } from './commands/plugins.ts';
import { addPolicy } from './commands/policy.ts';
import { addScan } from './commands/scan.ts';
import { addSecrets } from './commands/secrets.ts';
import { addScanHistory } from './commands/scan-history.ts';
import { addServe } from './commands/serve.ts';
import { addSetup } from './commands/setup.ts';
import { addTemplates } from './commands/templates.ts';
import { addValidate } from './commands/validate.ts';
import type { CommandContext } from './context.ts';
import { requiringLast } from './errors/required-options.ts';
import { VERSION } from './texts.ts';

/** Takes what the parser writes: help and version on `out`, help after an error on `err`. */
export interface ParserOutput {
  out: string;
  err: string;
}

/** The command line's grammar. What commands do is loaded when one is run. */
export function createProgram(context: CommandContext, parserOutput: ParserOutput): Command {
  const program = new Command('safeai')
    .description('A security and governance layer between AI agents and the world.')
    .version(VERSION, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print help')
    .addHelpText('after', HELP_FOOTER)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => (parserOutput.out += text),
      writeErr: (text) => (parserOutput.err += text),
      // `run` tells it.
      outputError: () => undefined,
      getOutHelpWidth: () => HELP_WIDTH,
      getErrHelpWidth: () => HELP_WIDTH,
    });
  for (const add of [
    addServe,
    addInit,
    addSetup,
    addValidate,
    addScan,
    addScanHistory,
    addGuard,
    addHook,
    addConfig,
    addPolicy,
    addTemplates,
    addPlugins,
    addApprovals,
    addCapabilities,
    addLockdown,
    addAlerts,
    addActions,
    addMcp,
    addMemory,
    addCost,
    addBudget,
    addAudit,
    addKeys,
    addSecrets,
    addBackup,
    addDoctor,
  ]) {
    add(program, context);
  }
  return requiringLast(program);
}

const HELP_FOOTER = `
Exit codes: 0 fine, 1 the policy said no or a check failed, 2 wrong usage or configuration,
3 a person has to approve it, 4 the server or the state cannot be reached.
Environment: SAFEAI_CONFIG, SAFEAI_ENV, SAFEAI_STATE_DIR, SAFEAI_URL, SAFEAI_API_KEY,
SAFEAI_APPROVER, NO_COLOR, FORCE_COLOR; SAFEAI_DEBUG=1 prints stacks.`;

/** The same everywhere: help can be compared, quoted and copied. */
const HELP_WIDTH = 100;
