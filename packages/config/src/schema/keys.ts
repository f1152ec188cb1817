import { block, secret } from './builders.ts';

/** `keys`: key material that comes from elsewhere than the state folder. */
export const keys = block(
  'Key material from elsewhere. What is absent is made on first start in the state folder.',
  {
    audit: secret({ description: 'Key of the audit chain.' }),
    checkpoints: secret({
      description: 'Ed25519 private key that signs checkpoints and receipts.',
    }),
    approvals: secret({ description: 'Key that binds approvals to their action.' }),
    memory: secret({ description: 'Key that encrypts memory.' }),
    digests: secret({ description: 'Key of the digests in audit records.' }),
  },
);
