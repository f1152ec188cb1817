import type { Checks, Check, Invocation } from '../invocation.ts';
import { parseOptions } from '../options.ts';
import { commandWords } from './command-words.ts';
import { OBJECT_STORE_CHECKS } from './object-stores.ts';

const AWS_VERB =
  /^(?:batch-delete|delete|terminate|destroy|purge|deregister|empty|force-delete)-[a-z0-9-]+$|^(?:schedule-key-deletion|disable-organizations?-.*|leave-organization|close-account|reset-[a-z-]+-attribute|cancel-spot-fleet-requests|detach-role-policy-all)$/;
/** Deletions of mere labels. */
const AWS_MINOR = /^delete-(?:tags|message|message-batch|alarms)$/;

/** `aws <service> delete-…`; `aws s3 …` speaks of objects. */
function checkAws(call: Invocation): void {
  const found = commandWords(call);
  if (found === undefined) return;
  const operands = parseOptions(call.args, {
    long: [
      'profile',
      'region',
      'output',
      'endpoint-url',
      'query',
      'color',
      'ca-bundle',
      'cli-read-timeout',
      'cli-connect-timeout',
    ],
  }).operands.map((operand) => operand.text);
  const [service, verb] = operands;
  if (service === 's3') {
    const recursive = found.words.includes('--recursive') || found.words.includes('--force');
    if (verb === 'rb') call.report('cloud-storage-delete', recursive ? 0.95 : 0.8);
    else if (verb === 'rm') call.report('cloud-storage-delete', recursive ? 0.95 : 0.7);
    else if (verb === 'sync' && found.words.includes('--delete'))
      call.report('cloud-storage-delete', 0.7);
  } else if (verb !== undefined && AWS_VERB.test(verb) && !AWS_MINOR.test(verb)) {
    call.report(
      service === 's3api' ? 'cloud-storage-delete' : 'cloud-aws-delete',
      verb === 'delete-object' ? 0.6 : 0.9,
    );
  }
}

/** `gcloud … delete`: the verb stands behind one to five group names. */
function checkGcloud(call: Invocation): void {
  const found = commandWords(call);
  if (found === undefined) return;
  const verb = found.operands
    .slice(0, 7)
    .findIndex((word) =>
      /^(?:delete|destroy|purge|rm|delete-[a-z-]+|remove-all-iam-policy)$/.test(word),
    );
  if (verb > 0)
    call.report(found.operands[0] === 'storage' ? 'cloud-storage-delete' : 'cloud-gcp-delete', 0.9);
}

function checkAz(call: Invocation): void {
  const found = commandWords(call);
  if (found === undefined) return;
  // Groups come before any option, so a value is never taken for a verb.
  const groups = found.words
    .slice(
      0,
      Math.max(
        0,
        found.words.findIndex((word) => word.startsWith('-')),
      ) || 6,
    )
    .slice(0, 6);
  if (
    groups
      .slice(1)
      .some((word) =>
        /^(?:delete|delete-batch|purge|delete-retired-.*|remove-all|uninstall)$/.test(word),
      )
  ) {
    call.report(groups[0] === 'storage' ? 'cloud-storage-delete' : 'cloud-azure-delete', 0.9);
  }
}

/** A provider whose commands match when joined by blanks. */
function provider(pattern: RegExp, rule = 'cloud-provider-delete', confidence = 0.85): Check {
  return (call) => {
    const found = commandWords(call);
    if (found !== undefined && pattern.test(found.operands.slice(0, 6).join(' ')))
      call.report(rule, confidence);
  };
}

const VERB_SECOND = /^[\w-]+ (?:[\w-]+ ){0,3}(?:delete|destroy|remove|purge|terminate|rm)(?: |$)/;

function checkTerraform(call: Invocation): void {
  const found = commandWords(call);
  if (found === undefined) return;
  const { operands, words } = found;
  const verb = operands[0] === 'run-all' || operands[0] === 'run' ? operands[1] : operands[0];
  const flag = words.some((word) => /^--?destroy(?:=true)?$/.test(word));
  if (verb === 'destroy' || verb === 'destroy-all' || (verb === 'apply' && flag))
    call.report('cloud-infrastructure-destroy', 0.95);
  else if (/^(?:state (?:rm|push)|workspace delete)/.test(operands.join(' ')))
    call.report('cloud-infrastructure-destroy', 0.8);
}

/** Checks of the command lines of cloud providers and of infrastructure tools. */
export const CLOUD_CHECKS: Checks = {
  ...OBJECT_STORE_CHECKS,
  aws: checkAws,
  awslocal: (call) => {
    call.run([call.name.with('aws'), ...call.args], { doubt: 0.5 });
  },
  gcloud: checkGcloud,
  az: checkAz,
  ...Object.fromEntries(
    [
      'doctl',
      'hcloud',
      'linode-cli',
      'scw',
      'oci',
      'exo',
      'civo',
      'vultr-cli',
      'openstack',
      'ovhai',
      'aliyun',
      'tccli',
      'yc',
    ].map((name) => [name, provider(VERB_SECOND)]),
  ),
  ibmcloud: provider(/(?:^| )[\w-]*(?:-delete|-rm|delete|destroy)(?: |$)/),
  fly: provider(/^(?:apps |volumes? |machines? |postgres )?destroy(?: |$)/),
  flyctl: provider(/^(?:apps |volumes? |machines? |postgres )?destroy(?: |$)/),
  heroku: provider(
    /^(?:apps:destroy|apps:delete|pg:reset|addons:destroy|domains:clear|pipelines:destroy|spaces:destroy)/,
  ),
  vercel: provider(/^(?:rm|remove|(?:project|env|domains|dns|certs|secrets) (?:rm|remove))(?: |$)/),
  netlify: provider(/^(?:sites|blobs|env):(?:delete|unset)/),
  wrangler: provider(
    /^(?:delete|(?:r2|kv|d1|queues|pages|hyperdrive|vectorize)(?: \w+)? delete|(?:r2 object|kv:?\w*|kv key|kv bulk) delete)/,
  ),
  railway: provider(/^(?:down|delete|volume delete)/),
  firebase: provider(
    /^(?:firestore:delete|database:remove|hosting:disable|functions:delete|apps:delete|projects:delete|firestore:databases:delete)/,
  ),
  supabase: provider(
    /^(?:projects delete|db reset|branches delete|functions delete|secrets unset)/,
  ),
  cdk: provider(/^destroy/, 'cloud-infrastructure-destroy', 0.9),
  cdktf: provider(/^destroy/, 'cloud-infrastructure-destroy', 0.9),
  sam: provider(/^delete/, 'cloud-infrastructure-destroy', 0.9),
  sls: provider(/^remove/, 'cloud-infrastructure-destroy', 0.9),
  serverless: provider(/^remove/, 'cloud-infrastructure-destroy', 0.9),
  sst: provider(/^remove/, 'cloud-infrastructure-destroy', 0.9),
  eb: provider(/^terminate/, 'cloud-infrastructure-destroy', 0.9),
  terraform: checkTerraform,
  tofu: checkTerraform,
  terragrunt: checkTerraform,
  pulumi: provider(
    /^(?:destroy|down|dn|stack rm|state delete|cancel)(?: |$)/,
    'cloud-infrastructure-destroy',
    0.9,
  ),
  vault: provider(
    /^(?:delete|kv (?:delete|destroy|metadata delete)|secrets disable|auth disable|lease revoke|token revoke|operator seal|namespace delete|policy delete)(?: |$)/,
    'cloud-secret-delete',
  ),
  consul: provider(
    /^(?:kv delete|leave|force-leave|snapshot restore)(?: |$)/,
    'cloud-secret-delete',
  ),
  etcdctl: provider(
    /^(?:del|rm|rmdir|member remove|snapshot restore|user delete|role delete)(?: |$)/,
    'cloud-secret-delete',
  ),
  nomad: provider(
    /^(?:job stop|stop|system gc|namespace delete|volume delete)(?: |$)/,
    'cloud-infrastructure-destroy',
    0.7,
  ),
  op: provider(/^(?:item|vault|document|user|group) delete(?: |$)/, 'cloud-secret-delete'),
};
