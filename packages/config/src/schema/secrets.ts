import { block, choice, duration, map, object, text } from './builders.ts';
import { SECRET_BACKENDS } from '../secret-ref.ts';

const vault = object(
  {
    address: text({
      description: 'Address of the server, such as `https://vault.internal:8200`.',
      required: true,
      format: 'http-url',
    }),
    token_env: text({
      description: 'Environment variable that holds the token.',
      default: 'VAULT_TOKEN',
    }),
    path: text({
      description: 'Path of the secret as the API names it, such as `secret/data/safeai`.',
      required: true,
    }),
    namespace: text({ description: 'Vault Enterprise or OpenBao namespace.' }),
    ca_file: text({ description: 'Certificates to trust, as a PEM file.', format: 'path' }),
  },
  { description: 'HashiCorp Vault or OpenBao.' },
);

const aws = object(
  {
    region: text({ description: 'Region, such as `us-east-1`.', required: true }),
    secret_name: text({ description: 'Name or ARN of the secret.', required: true }),
    endpoint: text({ description: 'Another endpoint, for tests.', format: 'http-url' }),
  },
  { description: 'AWS Secrets Manager. Credentials come from the usual AWS chain.' },
);

/** `secrets`: the backends that `secret://` references are read from. */
export const secrets = block('Where `secret://backend/path#key` references are read from.', {
  backend: choice(SECRET_BACKENDS, { description: 'The default backend.', default: 'env' }),
  env_map: map(text({ description: 'Name of the environment variable.' }), {
    description: 'Names for environment variables: `openai: OPENAI_API_KEY`.',
    default: {},
  }),
  vault,
  aws,
  cache_ttl: duration({ description: 'How long a value that was read is used.', default: '5m' }),
  max_stale: duration({
    description: 'How long a value is still used while its backend does not answer.',
    default: '1h',
  }),
});
