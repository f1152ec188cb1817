import type { CommandRule } from './command-rule.ts';

const TAG = 'destructive.container';

/** Rules about containers, clusters, and leaving a container. */
export const CONTAINER_RULES: readonly CommandRule[] = [
  {
    id: 'container-remove',
    tag: TAG,
    description: 'Removes running containers or images by force.',
    source: 'https://docs.docker.com/reference/cli/docker/container/rm/',
  },
  {
    id: 'container-prune',
    tag: TAG,
    description: 'Removes everything that is not in use.',
    source: 'https://docs.docker.com/reference/cli/docker/system/prune/',
  },
  {
    id: 'container-volume-remove',
    tag: TAG,
    description: 'Removes volumes with their data.',
    source: 'https://docs.docker.com/reference/cli/docker/volume/rm/',
  },
  {
    id: 'container-stack-remove',
    tag: TAG,
    description: 'Removes a stack, a swarm or its services.',
    source: 'https://docs.docker.com/reference/cli/docker/stack/rm/',
  },
  {
    id: 'container-host-access',
    tag: TAG,
    description: 'Gives a container the rights, folders or processes of its host.',
    source: 'https://docs.docker.com/engine/security/',
  },
  {
    id: 'container-escape',
    tag: TAG,
    description: "Enters the host's namespaces from a container.",
    source: 'https://man7.org/linux/man-pages/man1/nsenter.1.html',
  },
  {
    id: 'cluster-delete',
    tag: TAG,
    description: 'Deletes objects of a cluster.',
    source: 'https://kubernetes.io/docs/reference/kubectl/generated/kubectl_delete/',
  },
  {
    id: 'cluster-evict',
    tag: TAG,
    description: 'Empties a node or scales a workload to nothing.',
    source: 'https://kubernetes.io/docs/reference/kubectl/generated/kubectl_drain/',
  },
  {
    id: 'cluster-destroy',
    tag: TAG,
    description: 'Deletes a whole cluster.',
    source: 'https://minikube.sigs.k8s.io/docs/commands/delete/',
  },
  {
    id: 'cluster-release-remove',
    tag: TAG,
    description: 'Uninstalls a release with its resources.',
    source: 'https://helm.sh/docs/helm/helm_uninstall/',
  },
];
