import type { Check, Checks, Invocation } from '../invocation.ts';
import { commandWords, reportsWords } from './command-words.ts';

const RULE = 'cloud-infrastructure-destroy';

function infrastructure(pattern: RegExp, confidence = 0.9): Check {
  return reportsWords(RULE, pattern, confidence);
}

/** `terraform destroy`, `apply -destroy`, `apply -auto-approve`, and what makes it forget or replace resources. */
function checkTerraform(call: Invocation): void {
  const found = commandWords(call);
  if (found === undefined) return;
  const { words } = found;
  const operands =
    found.operands[0] === 'run-all' || found.operands[0] === 'run'
      ? found.operands.slice(1)
      : found.operands;
  const [verb] = operands;
  const has = (flag: RegExp): boolean => words.some((word) => flag.test(word));
  if (has(/^-{1,2}help$|^-h$/)) return;
  if (
    verb === 'destroy' ||
    verb === 'destroy-all' ||
    (verb === 'apply' && has(/^--?destroy(?:=true)?$/))
  )
    call.report(RULE, 0.95);
  else if (
    /^(?:state (?:rm|push|replace-provider)|workspace delete|force-unlock)(?: |$)/.test(
      operands.join(' '),
    )
  )
    call.report(RULE, 0.8);
  else if (
    /^(?:apply|apply-all)$/.test(verb ?? '') &&
    has(/^--?auto-approve(?:=true)?$|^--terragrunt-non-interactive$/)
  )
    call.report(RULE, 0.65);
  else if (verb === 'taint' || (verb === 'apply' && has(/^--?replace=/))) call.report(RULE, 0.6);
}

/** `pulumi destroy`, `pulumi up --yes`. */
function checkPulumi(call: Invocation): void {
  const found = commandWords(call);
  if (found === undefined) return;
  const line = found.operands.join(' ');
  if (/^(?:destroy|down|dn|stack rm|state (?:delete|unprotect)|cancel)(?: |$)/.test(line))
    call.report(RULE, 0.9);
  else if (
    /^(?:up|update|refresh)(?: |$)/.test(line) &&
    found.words.some((word) => /^(?:-y|--yes|--skip-preview|-f)$/.test(word))
  )
    call.report(RULE, 0.65);
}

/** A playbook that is told to remove things. */
function checkPlaybook(call: Invocation): void {
  const words = call.args.slice(0, 64).map(({ text }) => text);
  if (
    words.some((word) =>
      /^(?:--help|-h|--check|-C|--syntax-check|--list-(?:hosts|tasks|tags))$/.test(word),
    )
  )
    return;
  const line = words.join(' ');
  if (
    /(?:^|[ =/_-])(?:destroy|teardown|uninstall|wipe|purge|decommission|delete)[\w-]*\.ya?ml(?: |$)/i.test(
      line,
    )
  )
    call.report(RULE, 0.7);
  else if (
    /(?:--tags|-t)[ =]\S{0,64}(?:destroy|delete|remove|teardown|wipe|purge|uninstall)/i.test(line)
  )
    call.report(RULE, 0.7);
  else if (/(?:^| )(?:-e|--extra-vars)[ =]?\S{0,200}state=absent/.test(line))
    call.report(RULE, 0.7);
}

/** Checks of the tools that make infrastructure from a description. */
export const INFRASTRUCTURE_CHECKS: Checks = {
  terraform: checkTerraform,
  tofu: checkTerraform,
  terragrunt: checkTerraform,
  pulumi: checkPulumi,
  'ansible-playbook': checkPlaybook,
  cdk: infrastructure(/^destroy/),
  cdktf: infrastructure(/^destroy/),
  sam: infrastructure(/^delete/),
  sls: infrastructure(/^remove/),
  serverless: infrastructure(/^remove/),
  sst: infrastructure(/^(?:remove|unlock)/),
  eb: infrastructure(/^terminate/),
  copilot: infrastructure(/^(?:app|svc|job|env|pipeline|task|storage) delete(?: |$)/),
  amplify: infrastructure(/^(?:delete|(?:env|api|auth|function|storage) remove)(?: |$)/),
  crossplane: infrastructure(/(?:^| )uninstall(?: |$)/),
  packer: infrastructure(/^hcp .*delete/),
  nomad: infrastructure(
    /^(?:job stop|stop|system gc|namespace delete|volume (?:delete|deregister)|node drain|operator raft remove-peer|alloc stop|var purge)(?: |$)/,
    0.7,
  ),
  waypoint: infrastructure(/^(?:destroy|uninstall)(?: |$)/),
  salt: infrastructure(
    /(?:^| )(?:cmd\.run .*rm -|file\.(?:remove|rmdir)|pkg\.(?:remove|purge)|system\.(?:halt|reboot|shutdown|poweroff)|service\.(?:stop|disable))(?: |$)/,
    0.8,
  ),
  knife: infrastructure(/(?:^| )(?:bulk delete|delete|server delete)(?: |$)/, 0.8),
  puppet: infrastructure(
    /^(?:node (?:clean|purge|deactivate)|cert clean|resource .*ensure=absent)/,
    0.75,
  ),
  juju: infrastructure(/^(?:destroy-\w+|remove-\w+|kill-controller)(?: |$)/, 0.85),
  bosh: infrastructure(/^(?:delete-\w+|deld|clean-up)(?: |$)/, 0.85),
};
