import type { Check, Checks } from '../invocation.ts';
import { commandWords } from './command-words.ts';

/** A tool of a service: reports when its command words, or with `options` all of its words, match. */
function service(pattern: RegExp, options = false): Check {
  return (call) => {
    const found = commandWords(call);
    if (found === undefined) return;
    const words = options ? found.words : found.operands.slice(0, 6);
    if (pattern.test(words.join(' '))) call.report('cloud-service-delete', 0.75);
  };
}

const KAFKA_TOPICS = service(/(?:^| )--delete(?: |$)/, true);
const KAFKA_GROUPS = service(
  /(?:^| )--(?:delete|delete-offsets)(?: |$)|--reset-offsets.*--execute/,
  true,
);
const KAFKA_ACLS = service(/(?:^| )--remove(?: |$)/, true);

/** Checks of the tools of message brokers, search engines, build services and other hosted services. */
export const SERVICE_CHECKS: Checks = {
  'kafka-topics': KAFKA_TOPICS,
  'kafka-topics.sh': KAFKA_TOPICS,
  'kafka-consumer-groups': KAFKA_GROUPS,
  'kafka-consumer-groups.sh': KAFKA_GROUPS,
  'kafka-acls': KAFKA_ACLS,
  'kafka-acls.sh': KAFKA_ACLS,
  'kafka-delete-records': service(/^/),
  'kafka-delete-records.sh': service(/^/),
  rpk: service(/^(?:topic|group|cluster|acl|security acl) (?:delete|trim-prefix)/),
  kcat: service(/(?:^| )-X topic\.delete/, true),
  rabbitmqctl: service(
    /^(?:delete_\w+|purge_queue|reset|force_reset|forget_cluster_node|clear_permissions)(?: |$)/,
  ),
  rabbitmqadmin: service(/^(?:delete|purge)(?: |$)/),
  nats: service(
    /^(?:stream|str|s|consumer|con|c|kv|object|obj|account|server) (?:rm|delete|del|purge|backup-delete|raft step-down)(?: |$)/,
  ),
  stripe: service(/^[\w-]+ (?:delete|cancel)(?: |$)/),
  algolia: service(/^(?:indices|objects|rules|synonyms|apikeys) (?:delete|clear)(?: |$)/),
  ldcli: service(/^(?:[\w-]+ )(?:delete|archive)(?: |$)/),
  cloudflared: service(/^tunnel (?:delete|cleanup)(?: |$)/),
  flarectl: service(/^(?:dns|zone|firewall) (?:delete|d)(?: |$)/),
  fastly: service(
    /^(?:(?:service |[\w-]+ )?delete|purge(?= .*--all| --all))(?: |$)|^purge --all/,
    true,
  ),
  deck: service(/^(?:gateway )?reset(?: |$)/),
  apigeecli: service(/(?:^| )(?:delete|undeploy)(?: |$)/),
  'gitlab-runner': service(/^unregister(?: |$)/),
  circleci: service(/(?:^| )(?:delete|remove-secret)(?: |$)/),
  doppler: service(/^(?:secrets|projects|environments|configs)(?: \w+)? delete(?: |$)/),
  chamber: service(/^delete(?: |$)/),
  bw: service(/^delete(?: |$)/),
  pass: service(/^(?:rm|remove|delete)(?: |$)/),
  sentry: service(/(?:^| )delete(?: |$)/),
  'sentry-cli': service(/(?:^| )delete(?: |$)/),
  newrelic: service(/(?:^| )delete(?: |$)/),
  dog: service(/^(?:monitor|dashboard|timeboard|screenboard) delete(?: |$)/),
  sendgrid: service(/(?:^| )delete(?: |$)/),
  twilio: service(/(?:^| |:)(?:remove|delete)(?: |$)/),
  neonctl: service(/^(?:projects|branches|databases|roles) delete(?: |$)/),
  pscale: service(/^(?:database|db|branch|password|backup) delete(?: |$)/),
  'atlas-cli': service(/(?:^| )delete(?: |$)/),
  atlas: service(/(?:^| )delete(?: |$)/),
  upstash: service(/(?:^| )delete(?: |$)/),
  turso: service(/^(?:db|group|org) destroy(?: |$)/),
  confluent: service(/(?:^| )delete(?: |$)/),
};
