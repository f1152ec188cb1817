import type { Checks, Check, Invocation } from '../invocation.ts';
import { parseOptions } from '../options.ts';
import { commandWords, reportsWords } from './command-words.ts';
import { OBJECT_STORE_CHECKS } from './object-stores.ts';

const AWS_VERB =
  /^(?:batch-delete|delete|terminate|destroy|purge|deregister|empty|force-delete|remove|release|revoke|unassign|reject|cancel|disassociate|wipe|reset|disable|abort)-[a-z0-9-]+$|^(?:schedule-key-deletion|leave-organization|close-account|unsubscribe|stop-(?:db-(?:instance|cluster)|logging|configuration-recorder)|reboot-db-instance|put-secret-value|update-secret)$/;
/** Verbs that lose nothing, or only what is made again at once. */
const AWS_MINOR =
  /^(?:delete-(?:tags|message|alarms)|cancel-(?:export-task|bundle-task|query|contact)|remove-tags(?:-[a-z-]+)?|disassociate-(?:address|route-table)|abort-multipart-upload|reset-(?:image|instance|snapshot)-attribute|delete-tag)$/;
/** Verbs that take something away without deleting it. */
const AWS_TAKES_AWAY =
  /^(?:remove|release|revoke|unassign|reject|cancel|disassociate|reset|disable|abort|stop|reboot|put|update)-/;

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
      verb === 'delete-object' || AWS_TAKES_AWAY.test(verb) ? 0.6 : 0.9,
    );
  } else if (verb !== undefined && changesAway(verb, found.words))
    call.report('cloud-aws-delete', 0.7);
}

/** Changes that delete by their values: DNS records, desired counts of nothing, protections turned off. */
function changesAway(verb: string, words: readonly string[]): boolean {
  const line = words.join(' ');
  if (verb === 'change-resource-record-sets') return /"Action"\s*:\s*"DELETE"/i.test(line);
  if (/^(?:update|set)-/.test(verb))
    return /--desired-(?:count|capacity)[ =]0(?: |$)|--(?:min|max)-size[ =]0 .*--(?:desired-capacity|max-size)[ =]0/.test(
      line,
    );
  return (
    verb.startsWith('modify-') &&
    /--no-deletion-protection|--no-disable-api-termination|--backup-retention-period[ =]0/.test(
      line,
    )
  );
}

/** `gcloud … delete`: the verb stands behind one to five group names. */
function checkGcloud(call: Invocation): void {
  const found = commandWords(call);
  if (found === undefined) return;
  const verb = found.operands
    .slice(0, 7)
    .findIndex((word) =>
      /^(?:delete|destroy|purge|rm|delete-[a-z-]+|remove-all-iam-policy|undeploy|abandon|abandon-instances|recreate-instances|reset-windows-password|failover|seek)$/.test(
        word,
      ),
    );
  const [group] = found.operands;
  if (verb > 0) call.report(group === 'storage' ? 'cloud-storage-delete' : 'cloud-gcp-delete', 0.9);
  else if (
    (group === 'storage' || group === 'alpha' || group === 'beta') &&
    found.words.some((word) => word.startsWith('--delete-unmatched-destination-objects'))
  )
    call.report('cloud-storage-delete', 0.75);
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
        /^(?:delete|delete-[a-z-]+|purge|purge-[a-z-]+|remove-all|uninstall|remove|deallocate|reset)$/.test(
          word,
        ),
      )
  ) {
    call.report(groups[0] === 'storage' ? 'cloud-storage-delete' : 'cloud-azure-delete', 0.9);
  }
}

/** A provider whose commands match when joined by blanks. */
function provider(pattern: RegExp, confidence = 0.85): Check {
  return reportsWords('cloud-provider-delete', pattern, confidence);
}

const VERB_SECOND =
  /^[\w-]+ (?:[\w-]+ ){0,3}(?:(?:delete|destroy|remove|purge|terminate|rm|delete-[a-z-]+|rebuild)(?: |$)|(?:Delete|Terminate|Release|Destroy|Remove|Purge)[A-Z])/;

const FLY = provider(
  /^(?:(?:apps?|volumes?|vol|machines?|m|postgres|pg|redis|ips|certs|secrets|tokens|wireguard|extensions|storage|mpg)(?: \w+)? (?:destroy|delete|remove|rm|unset|release|revoke|reset)|destroy|destroy-pipeline|scale count 0)(?: |$)/,
);

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
  fly: FLY,
  flyctl: FLY,
  vercel: provider(/^(?:rm|remove|(?:project|env|domains|dns|certs|secrets) (?:rm|remove))(?: |$)/),
  netlify: provider(/^(?:sites|blobs|env|functions|db)[: ](?:delete|unset|remove|clear)/),
  wrangler: provider(
    /^(?:delete|(?:[\w:-]+ ){1,3}(?:delete|remove|purge|clear|delete-\w+)(?: |$)|kv:(?:namespace|key|bulk) delete|secret delete|rollback)/,
  ),
  railway: provider(/^(?:down|delete|volume delete)/),
  firebase: provider(
    /^(?:firestore:delete|database:remove|hosting:disable|functions:delete|apps:delete|projects:delete|firestore:databases:delete)/,
  ),
  supabase: provider(
    /^(?:projects delete|db reset|db push .*--include-all|branches (?:delete|disable)|functions delete|secrets unset|storage rm|migration (?:down|repair|squash)|orgs delete|stop .*--no-backup|domains delete|sso remove)/,
  ),
};
