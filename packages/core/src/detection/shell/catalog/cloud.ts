import type { CommandRule } from './command-rule.ts';

const TAG = 'destructive.cloud';

/** Rules about resources of cloud providers. */
export const CLOUD_RULES: readonly CommandRule[] = [
  {
    id: 'cloud-aws-delete',
    tag: TAG,
    description: 'Deletes or ends a resource at AWS.',
    source: 'https://docs.aws.amazon.com/cli/latest/reference/',
  },
  {
    id: 'cloud-gcp-delete',
    tag: TAG,
    description: 'Deletes a resource at Google Cloud.',
    source: 'https://cloud.google.com/sdk/gcloud/reference',
  },
  {
    id: 'cloud-azure-delete',
    tag: TAG,
    description: 'Deletes a resource at Azure.',
    source: 'https://learn.microsoft.com/cli/azure/reference-index',
  },
  {
    id: 'cloud-provider-delete',
    tag: TAG,
    description: 'Deletes a resource of a cloud provider.',
    source: 'https://docs.digitalocean.com/reference/doctl/',
  },
  {
    id: 'cloud-service-delete',
    tag: TAG,
    description: 'Deletes data or settings of a hosted service.',
    source: 'https://kafka.apache.org/documentation/#basic_ops',
  },
  {
    id: 'cloud-api-delete',
    tag: TAG,
    description: 'Asks an interface on the network to delete something.',
    source: 'https://www.rfc-editor.org/rfc/rfc9110#name-delete',
  },
  {
    id: 'cloud-storage-delete',
    tag: TAG,
    description: 'Deletes objects or buckets of an object store.',
    source: 'https://rclone.org/commands/rclone_purge/',
  },
  {
    id: 'cloud-infrastructure-destroy',
    tag: TAG,
    description: 'Destroys infrastructure that is described as code, or forgets its state.',
    source: 'https://developer.hashicorp.com/terraform/cli/commands/destroy',
  },
  {
    id: 'cloud-secret-delete',
    tag: TAG,
    description: 'Deletes secrets or keys of a store.',
    source: 'https://developer.hashicorp.com/vault/docs/commands',
  },
  {
    id: 'cloud-metadata-service',
    tag: TAG,
    description: "Reads the metadata service, which gives out the machine's credentials.",
    source: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html',
  },
];
