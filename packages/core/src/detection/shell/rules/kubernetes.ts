import { parseOptions } from '../options.ts';
import type { Argument } from '../argument.ts';
import type { Checks, Invocation } from '../invocation.ts';

const KUBECTL = {
  short: 'nflocsip',
  leading: false,
  long: [
    'namespace',
    'context',
    'kubeconfig',
    'cluster',
    'user',
    'server',
    'token',
    'filename',
    'selector',
    'output',
    'field-selector',
    'grace-period',
    'timeout',
    'container',
    'image',
    'replicas',
    'as',
    'as-group',
    'profile',
    'overrides',
    'cascade',
    'kustomize',
    'request-timeout',
    'env',
    'labels',
    'port',
    'restart',
    'target',
    'patch',
    'type',
  ],
};
/** Kinds whose loss takes everything inside along, or data for good. */
const WIDE =
  /^(?:namespaces?|ns|all|nodes?|no|persistentvolume(?:claim)?s?|pvc?|crds?|customresourcedefinitions?|statefulsets?|sts|clusterrole(?:binding)?s?|secrets?|storageclass(?:es)?|sc)(?:\.|\/|,|$)/i;
const MINOR = /^(?:pods?|po|jobs?|events?|ev|replicasets?|rs|leases?)(?:\/|$)/i;

function checkKubectl(call: Invocation): void {
  const end = call.args.findIndex((argument) => argument.text === '--');
  const own = end === -1 ? call.args : call.args.slice(0, end);
  const options = parseOptions(own, KUBECTL);
  const [verb, ...operands] = options.operands;
  if (verb === undefined || options.has('help') || own.some((argument) => argument.text === '-h'))
    return;
  if (options.has('dry-run') && options.value('dry-run') !== 'none') return;
  const what = operands[0]?.text ?? '';
  if (verb.text === 'delete') {
    const wide = WIDE.test(what) || options.has('all', 'A', 'all-namespaces');
    call.report('cluster-delete', wide ? 0.95 : MINOR.test(what) ? 0.7 : 0.85);
  } else if (verb.text === 'drain') call.report('cluster-evict', 0.75);
  else if (verb.text === 'cordon') call.report('cluster-evict', 0.55);
  else if (verb.text === 'taint' && operands.some(({ text }) => text.endsWith(':NoExecute')))
    call.report('cluster-evict', 0.7);
  else if (verb.text === 'rollout' && what === 'undo') call.report('cluster-evict', 0.5);
  else if (
    verb.text === 'patch' &&
    /"?finalizers"?\s*:\s*(?:null|\[\s*\])/.test(options.value('p', 'patch') ?? '')
  )
    call.report('cluster-delete', 0.75);
  else if (
    /^create$/.test(verb.text) &&
    own.some(({ text }) => text === '--clusterrole=cluster-admin')
  )
    call.report('container-host-access', 0.7);
  else if (verb.text === 'scale' && options.value('replicas') === '0')
    call.report('cluster-evict', 0.6);
  else if (verb.text === 'replace' && options.has('force')) call.report('cluster-delete', 0.8);
  else if (verb.text === 'apply' && options.has('prune')) call.report('cluster-delete', 0.7);
  else if (verb.text === 'exec')
    runInside(call, end === -1 ? operands.slice(1) : call.args.slice(end + 1));
  else if (verb.text === 'run' || verb.text === 'debug')
    checkPod(call, options.value('overrides') ?? '', options.value('profile') ?? '', end);
}

function checkPod(call: Invocation, overrides: string, profile: string, end: number): void {
  if (
    /"privileged"\s*:\s*true|"hostPID"\s*:\s*true|"hostPath"/.test(overrides) ||
    profile === 'sysadmin'
  )
    call.report('container-host-access', 0.85);
  if (end !== -1) runInside(call, call.args.slice(end + 1));
}

function runInside(call: Invocation, command: readonly Argument[]): void {
  if (command.length > 0) call.run(command, { place: 'container' });
}

function checkHelm(call: Invocation): void {
  const options = parseOptions(call.args, {
    short: 'n',
    long: ['namespace', 'kube-context', 'kubeconfig', 'timeout'],
  });
  if (options.has('dry-run', 'help', 'h')) return;
  if (
    /^(?:uninstall|delete|del|un)$/.test(options.operands[0]?.text ?? '') &&
    options.operands.length > 1
  )
    call.report('cluster-release-remove', 0.85);
  else if (options.operands[0]?.text === 'rollback' && options.operands.length > 1)
    call.report('cluster-release-remove', 0.55);
  else if (
    options.operands[0]?.text === 'upgrade' &&
    options.has('force', 'force-replace', 'reset-values')
  )
    call.report('cluster-release-remove', 0.6);
}

/** `minikube delete`, `kind delete cluster`, `eksctl delete cluster`. */
function clusterTool(confidence: number): (call: Invocation) => void {
  return (call) => {
    const options = parseOptions(call.args);
    const verbs = options.operands.slice(0, 2).map((operand) => operand.text);
    if (
      !options.has('help', 'h', 'dry-run') &&
      verbs.some((verb) => /^(?:delete|destroy|reset|uninstall|remove)$/.test(verb))
    )
      call.report('cluster-destroy', confidence);
  };
}

/** Checks of the tools around Kubernetes. */
export const KUBERNETES_CHECKS: Checks = {
  ...Object.fromEntries(
    ['kubectl', 'oc', 'k', 'kubecolor', 'microk8s.kubectl'].map((name) => [name, checkKubectl]),
  ),
  helm: checkHelm,
  helmfile: clusterTool(0.85),
  minikube: clusterTool(0.6),
  kind: clusterTool(0.6),
  k3d: clusterTool(0.6),
  eksctl: clusterTool(0.9),
  kops: clusterTool(0.9),
  kubeadm: clusterTool(0.85),
  talosctl: clusterTool(0.85),
  flux: clusterTool(0.75),
  velero: clusterTool(0.8),
  istioctl: clusterTool(0.75),
  linkerd: clusterTool(0.75),
  k0s: clusterTool(0.85),
  k0sctl: clusterTool(0.85),
  'k3s-uninstall.sh': (call) => {
    call.report('cluster-destroy', 0.9);
  },
  rke: clusterTool(0.85),
  rancher: clusterTool(0.75),
  microk8s: clusterTool(0.75),
  clusterctl: clusterTool(0.85),
};
