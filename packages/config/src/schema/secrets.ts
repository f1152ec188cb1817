import {
  block,
  choice,
  constant,
  duration,
  flag,
  map,
  object,
  text,
  variants,
} from './builders.ts';
import { SECRET_BACKENDS } from '../secret-ref.ts';

const appRole = object(
  {
    method: constant('approle', 'Log in as an application.'),
    role_id: text({ description: 'Id of the role.', required: true }),
    secret_id_env: text({
      description: 'Environment variable that holds the secret id.',
      default: 'VAULT_SECRET_ID',
    }),
    secret_id_file: text({
      description:
        'File that holds the secret id, instead of the variable. Read again at each login.',
      format: 'path',
    }),
    wrapped: flag({
      description: 'Whether the secret id is a response-wrapping token that holds the real one.',
      default: false,
    }),
    mount: text({ description: 'Where the method is mounted.', default: 'approle' }),
  },
  { description: 'AppRole.' },
);

const kubernetes = object(
  {
    method: constant('kubernetes', 'Log in with the service account of the pod.'),
    role: text({ description: 'Name of the role.', required: true }),
    jwt_file: text({
      description: "File that holds the service account's token. Read again at each login.",
      format: 'path',
      default: '/var/run/secrets/kubernetes.io/serviceaccount/token',
    }),
    mount: text({ description: 'Where the method is mounted.', default: 'kubernetes' }),
  },
  { description: 'Kubernetes.' },
);

const vault = object(
  {
    address: text({
      description: 'Address of the server, such as `https://vault.internal:8200`.',
      required: true,
      format: 'http-url',
    }),
    token_env: text({
      description: 'Environment variable that holds the token. Not read where `auth` is set.',
      default: 'VAULT_TOKEN',
    }),
    path: text({
      description:
        'Path of the secret that references without a path mean, as the API names it: `secret/data/safeai`. `secret/safeai` means the same in version 2 of the engine.',
      required: true,
    }),
    auth: variants('method', [appRole, kubernetes], {
      description: 'How to log in, instead of the token.',
    }),
    namespace: text({ description: 'Vault Enterprise or OpenBao namespace.' }),
    ca_file: text({
      description: 'Certificates to trust instead of the public ones, as a PEM file.',
      format: 'path',
    }),
  },
  { description: 'HashiCorp Vault or OpenBao: its key-value engine, versions 1 and 2.' },
);

const aws = object(
  {
    region: text({ description: 'Region, such as `us-east-1`.', required: true }),
    secret_name: text({
      description: 'Name or ARN of the secret that references without a path mean.',
      required: true,
    }),
    endpoint: text({ description: 'Another endpoint, for tests.', format: 'http-url' }),
  },
  {
    description:
      'AWS Secrets Manager. Needs the package `@aws-sdk/client-secrets-manager`. Credentials come from the usual AWS chain.',
  },
);

/** `secrets`: the backends that `secret://` references are read from. */
export const secrets = block('Where `secret://backend/path#key` references are read from.', {
  backend: choice(SECRET_BACKENDS, {
    description: 'The backend that `secret://default` means.',
    default: 'env',
  }),
  env_map: map(text({ description: 'Name of the environment variable.' }), {
    description: 'Names for environment variables: `openai: OPENAI_API_KEY`.',
    default: {},
  }),
  vault,
  aws,
  cache_ttl: duration({
    description: 'How long a value that was read is used before it is read again.',
    default: '5m',
  }),
  max_stale: duration({
    description: 'How long a value is still used after that while its backend does not answer.',
    default: '1h',
  }),
  timeout: duration({
    description: 'How long reading a secret may take, with logging in and trying again.',
    default: '5s',
  }),
});
