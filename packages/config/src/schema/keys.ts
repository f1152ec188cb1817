import { block, list, object, secret } from './builders.ts';

const former = (what: string) =>
  list(secret({ description: 'Key.' }), {
    description: `Former keys of ${what}, newest first.`,
    default: [],
  });

/** `keys`: key material that comes from elsewhere than the state folder. */
export const keys = block(
  'Key material from elsewhere. What is absent is made on first start in the state folder.',
  {
    audit: secret({ description: 'Key of the audit chain: 32 bytes or more, as hex or base64.' }),
    checkpoints: secret({
      description: 'Ed25519 private key (PKCS#8, PEM) that signs checkpoints and receipts.',
    }),
    approvals: secret({
      description: 'Key that binds approvals to their action: 32 bytes or more, as hex or base64.',
    }),
    memory: secret({
      description: 'Key that encrypts the keys of memory: 32 bytes, as hex or base64.',
    }),
    digests: secret({
      description: 'Key of the digests in audit records: 32 bytes or more, as hex or base64.',
    }),
    previous: object(
      {
        audit: former('the audit chain'),
        checkpoints: former('checkpoints and receipts'),
        memory: former('memory'),
      },
      {
        description: 'Keys that were in use before: what they made can still be read and verified.',
      },
    ),
  },
);
