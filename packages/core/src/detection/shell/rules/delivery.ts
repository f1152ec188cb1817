import type { Checks, Invocation } from '../invocation.ts';
import { commandWords, reportsWords } from './command-words.ts';

const DELETE_VERB =
  /^(?:delete|remove|rm|del|destroy|delete-asset|delete-scope|archive|unlink|revoke|unregister)$/;
/** Objects of the tool itself rather than of the host. */
const OWN = /^(?:alias|extension|config|auth|completion)$/;
const LASTING =
  /^(?:repo|project|release|secret|variable|ruleset|codespace|org|group|runner|environment|deploy-key|securefile|ci|gist|snippet|token|schedule)$/;
/** Requests of `gh api` and `glab api` that change something. */
const DELETE_REQUEST = /(?:^| )(?:-X|--method)[ =]?DELETE(?: |$)/i;

/** `gh repo delete`, `glab release delete`, `gh api -X DELETE`, `gh workflow disable`. */
function checkHosting(call: Invocation): void {
  const found = commandWords(call);
  if (found === undefined || found.words.includes('-h')) return;
  const { operands, words } = found;
  const [object = '', verb = '', deeper = ''] = operands;
  if (object === 'api') {
    if (DELETE_REQUEST.test(words.join(' '))) call.report('git-hosting-delete', 0.8);
    else if (/deleteRepository|deleteRef|deleteIssue|deleteBranch/.test(words.join(' ')))
      call.report('git-hosting-delete', 0.75);
  } else if (DELETE_VERB.test(verb) || (LASTING.test(object) && DELETE_VERB.test(deeper))) {
    if (!OWN.test(object)) call.report('git-hosting-delete', LASTING.test(object) ? 0.9 : 0.6);
  } else if (object === 'workflow' && verb === 'disable') call.report('cloud-service-delete', 0.6);
  else if (object === 'run' && verb === 'cancel') call.report('cloud-service-delete', 0.55);
  else if (object === 'repo' && /^(?:edit|rename|transfer)$/.test(verb)) {
    if (/--visibility[ =](?:private|public)|--accept-visibility-change/.test(words.join(' ')))
      call.report('git-hosting-delete', 0.6);
  } else if (/^(?:mr|pr)$/.test(object) && verb === 'merge' && words.includes('--admin'))
    call.report('git-hosting-delete', 0.6);
}

const JENKINS =
  /(?:^| )(?:delete-(?:job|node|view|builds|credentials(?:-domain)?)|disable-(?:job|plugin)|remove-job-from-view|clear-queue|quiet-down|offline-node|disconnect-node|(?:safe-)?(?:shutdown|restart)|groovy|groovysh|import-credentials-as-xml)(?: |$)/;

/** `java -jar jenkins-cli.jar … delete-job x`. */
function checkJava(call: Invocation): void {
  const words = call.args.slice(0, 32).map(({ text }) => text);
  const jar = words.findIndex((word) => /(?:^|\/)jenkins-cli[\w.-]*\.jar$/.test(word));
  if (jar !== -1 && JENKINS.test(words.slice(jar + 1).join(' ')))
    call.report('cloud-service-delete', 0.75);
}

/** Checks of code hosts and of what builds and deploys. */
export const DELIVERY_CHECKS: Checks = {
  gh: checkHosting,
  glab: checkHosting,
  tea: checkHosting,
  java: checkJava,
  'jenkins-cli': reportsWords('cloud-service-delete', JENKINS, 0.75),
  jenkins: reportsWords('cloud-service-delete', JENKINS, 0.75),
  'gitlab-runner': reportsWords('cloud-service-delete', /^unregister(?: |$)/, 0.75),
  'gitlab-rake': reportsWords(
    'cloud-service-delete',
    /^gitlab:(?:backup:restore|cleanup|setup)/,
    0.75,
  ),
  'gitlab-ctl': reportsWords(
    'cloud-service-delete',
    /^(?:cleanse|stop|remove-accounts|uninstall)/,
    0.75,
  ),
  circleci: reportsWords(
    'cloud-service-delete',
    /(?:^| )(?:delete|remove-secret|delete-\w+|unlist)(?: |$)/,
    0.75,
  ),
  buildkite: reportsWords('cloud-service-delete', /(?:^| )delete(?: |$)/, 0.75),
  bk: reportsWords('cloud-service-delete', /(?:^| )(?:delete|cancel)(?: |$)/, 0.7),
  argocd: reportsWords(
    'cloud-infrastructure-destroy',
    /^(?:app|appset|proj|project|cluster|repo|account) (?:delete|rm|delete-\w+|delete-resource|terminate-op)(?: |$)/,
    0.8,
  ),
  tkn: reportsWords('cloud-service-delete', /^[\w-]+ (?:delete|rm)(?: |$)/, 0.75),
  spin: reportsWords('cloud-service-delete', /(?:^| )delete(?: |$)/, 0.7),
  harness: reportsWords('cloud-service-delete', /(?:^| )delete(?: |$)/, 0.75),
  travis: reportsWords('cloud-service-delete', /^(?:env (?:unset|clear)|cache .*-d|disable)/, 0.7),
};
