import type { Check, Checks } from '../invocation.ts';
import { reportsWords, type Compared } from './command-words.ts';

/** A tool of a service: reports when its subcommands, or with `words` all of its words, match. */
function service(pattern: RegExp, compared: Compared = 'operands', confidence = 0.75): Check {
  return reportsWords('cloud-service-delete', pattern, confidence, compared);
}

/** The same tool is installed with and without its `.sh`. */
function script(name: string, check: Check): Checks {
  return { [name]: check, [`${name}.sh`]: check };
}

const DELETES = service(/(?:^| )delete(?: |$)/);

const MESSAGING: Checks = {
  ...script('kafka-topics', service(/(?:^| )--delete(?: |$)/, 'words')),
  ...script(
    'kafka-consumer-groups',
    service(
      /(?:^| )--(?:delete|delete-offsets)(?: |$)|--reset-offsets.* --execute(?: |$)|--execute.* --reset-offsets/,
      'words',
    ),
  ),
  ...script('kafka-configs', service(/(?:^| )--delete-config(?: |$)/, 'words')),
  ...script('kafka-acls', service(/(?:^| )--remove(?: |$)/, 'words')),
  ...script('kafka-delete-records', service(/--offset-json-file/, 'words')),
  ...script('kafka-streams-application-reset', service(/--application-id/, 'words')),
  ...script('zookeeper-shell', service(/(?:^| )(?:deleteall|rmr|delete)(?: |$)/, 'words')),
  rpk: service(
    /^(?:topic|group|cluster|acl|security acl|security user|registry schema|registry subject) (?:delete|trim-prefix|offset-delete)(?: |$)|^topic trim/,
  ),
  kcat: service(/(?:^| )-X topic\.delete/, 'words'),
  rabbitmqctl: service(
    /^(?:delete_\w+|purge_queue|reset|force_reset|forget_cluster_node|clear_\w+|stop_app|stop|shutdown|close_all_\w+)(?: |$)/,
  ),
  'rabbitmq-queues': service(/^delete_member(?: |$)/),
  rabbitmqadmin: service(
    /^(?:delete|purge|close)(?: |$)|^(?:queues|exchanges|vhosts|users|streams|policies|bindings) (?:delete|purge)/,
  ),
  nats: service(
    /^(?:streams?|str|st|s|consumers?|con|c|kv|object|obj|account|server|context|ctx) (?:rm|delete|del|purge|rmm|raft step-down|cluster (?:step-down|peer-remove))(?: |$)/,
  ),
  'pulsar-admin': service(
    /^[\w-]+ (?:delete|delete-\w+|terminate|clear-backlog|skip-all|truncate|unload)(?: |$)/,
  ),
  confluent: DELETES,
};

const SEARCH: Checks = {
  algolia: service(
    /^(?:indices|objects|rules|synonyms|apikeys|search|dictionary|settings)(?: \w+)? (?:delete|clear)(?: |$)/,
  ),
  ...script(
    'elasticsearch-node',
    service(/^(?:unsafe-bootstrap|detach-cluster|repurpose|remove-\w+)/),
  ),
  'elasticsearch-keystore': service(/^(?:remove|create -f)/),
  curator_cli: service(/(?:^| )(?:delete[-_]\w+|close)(?: |$)/),
  solr: service(/^(?:delete|stop)(?: |$)/),
};

const OBSERVABILITY: Checks = {
  splunk: service(/^(?:clean|remove|delete|offline|stop|disable app)(?: |$)/),
  dog: service(
    /^(?:monitor|dashboard|timeboard|screenboard|downtime|tag) (?:delete|detach)(?: |$)/,
  ),
  'datadog-ci': DELETES,
  newrelic: service(/(?:^| )(?:delete|deleteTags)(?: |$)/i),
  pd: service(/(?:^| )(?:delete|remove|disable)(?: |$)/),
  promtool: service(/^tsdb (?:delete|clean)/),
  'grafana-cli': service(/^(?:plugins (?:remove|uninstall)|admin reset-admin-password)/),
  amtool: service(/^silence expire(?: |$)/, 'operands', 0.6),
  sentry: DELETES,
  'sentry-cli': DELETES,
};

const BUSINESS: Checks = {
  stripe: service(
    /^(?:[\w-]+ (?:delete|cancel|remove|void_?\w*|del|reject|expire)(?: |$)|delete )|^(?:payouts|refunds|charges) (?:create|capture)(?: |$)/,
  ),
  square: DELETES,
  sendgrid: DELETES,
  postmark: DELETES,
  twilio: service(/(?:^| |:)(?:remove|delete)(?: |$)/),
  ldcli: service(/^(?:[\w-]+ )(?:delete\w*|archive)(?: |$)/),
  launchdarkly: DELETES,
  flipt: service(/(?:^| )(?:delete|import .*--drop)(?: |$)|--drop(?: |$)/, 'words'),
  unleash: DELETES,
  split: DELETES,
};

const PLATFORM: Checks = {
  apigeecli: service(/(?:^| )(?:delete|undeploy|clean)(?: |$)/),
  deck: service(/^(?:gateway )?reset(?: |$)/),
  neonctl: service(
    /^(?:projects?|branches|databases|roles|branch) (?:delete|reset|restore)(?: |$)/,
  ),
  pscale: service(/^(?:database|db|branch|password|backup|service-token) delete(?: |$)/),
  atlas: DELETES,
  'atlas-cli': DELETES,
  upstash: DELETES,
  turso: service(/^(?:db|group|org) destroy(?: |$)|^db tokens invalidate/),
  appwrite: service(/^[\w-]+ delete/),
  convex: service(/^(?:env remove|data .*--delete)/),
  contentful: service(/(?:^| )delete(?: |$)/),
  sanity: service(/(?:^| )(?:delete|undeploy)(?: |$)/),
  shopify: service(/(?:^| |:)(?:delete)(?: |$)/),
  heroku: service(
    /(?:^| )(?:[\w-]+:)+(?:destroy|delete|reset|remove|clear|revoke|detach)(?: |$)|^ps:scale .*=0(?: |$)|^config:unset|^maintenance:on/,
  ),
  cf: service(/^(?:delete(?:-[a-z-]+)?|d|purge-service-\w+|unbind-\w+)(?: |$)/),
};

/** Checks of the tools of message brokers, search engines, monitoring, and other hosted services. */
export const SERVICE_CHECKS: Checks = {
  ...MESSAGING,
  ...SEARCH,
  ...OBSERVABILITY,
  ...BUSINESS,
  ...PLATFORM,
};
