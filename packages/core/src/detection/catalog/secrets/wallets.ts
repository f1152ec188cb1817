import { END, START, secret } from './shape.ts';

/** Private keys of wallets and identities on chains. */
export const WALLET_RULES = [
  secret({
    id: 'extended-private-key',
    tags: ['secret.private_key.bitcoin'],
    anchors: ['xprv', 'yprv', 'zprv', 'tprv'],
    pattern: `${START}[xyzt]prv[1-9A-HJ-NP-Za-km-z]{107,108}${END}`,
    maxLength: 112,
    confidence: 0.95,
    placeholder: 'PRIVATE_KEY',
    source: 'https://github.com/bitcoin/bips/blob/master/bip-0032.mediawiki',
    examples: {
      positive: [
        `xprv9${'FakeNyExMpe7'.repeat(9).slice(0, 106)}`,
        `seed: zprv${'FakeNyExMpe7'.repeat(9).slice(0, 107)}`,
      ],
      negative: ['xprv', `xpub${'FakeNyExMpe7'.repeat(9).slice(0, 107)}`],
    },
  }),
  secret({
    id: 'nostr-secret-key',
    tags: ['secret.private_key.nostr'],
    anchors: ['nsec1'],
    pattern: `${START}nsec1[02-9ac-hj-np-z]{58}${END}`,
    maxLength: 63,
    confidence: 0.9,
    placeholder: 'PRIVATE_KEY',
    source: 'https://github.com/nostr-protocol/nips/blob/master/19.md',
    examples: {
      positive: [
        `nsec1${'fake0n7ex4mp'.repeat(5).slice(0, 58)}`,
        `key nsec1${'qpzry9x8gf2t'.repeat(5).slice(0, 58)}`,
      ],
      negative: ['nsec1', `npub1${'fake0n7ex4mp'.repeat(5).slice(0, 58)}`],
    },
  }),
  secret({
    id: 'ethereum-private-key',
    tags: ['secret.private_key.ethereum'],
    anchors: [
      'private_key',
      'privatekey',
      'private key',
      'priv_key',
      'deployer_key',
      'wallet_key',
      'mnemonic',
    ],
    mode: 'assign',
    ignoreCase: true,
    pattern: '(?:0x)?[0-9a-fA-F]{64}(?![0-9a-zA-Z])',
    maxLength: 66,
    confidence: 0.9,
    entropy: 3,
    generic: true,
    placeholder: 'PRIVATE_KEY',
    source: 'https://ethereum.org/en/developers/docs/accounts/',
    examples: {
      positive: [
        `PRIVATE_KEY=0x${'fa4e0123456789bcd'.repeat(4).slice(0, 64)}`,
        `private key: ${'0fa4e1234567890bcd'.repeat(4).slice(0, 64)}`,
      ],
      negative: ['private_key = load_key()', `private_key_hash: ${'0'.repeat(64)}`],
    },
  }),
];
