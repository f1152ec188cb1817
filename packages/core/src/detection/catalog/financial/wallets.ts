import { personal } from '../pii/shape.ts';

/** Addresses of wallets. */
export const WALLET_ADDRESS_RULES = [
  personal({
    id: 'bitcoin-address',
    type: 'crypto_address',
    tags: ['personal.financial.crypto'],
    pattern: '(?<![0-9A-Za-z_])[13][1-9A-HJ-NP-Za-km-z]{25,34}(?![0-9A-Za-z_])',
    maxLength: 35,
    confidence: 0.8,
    generic: true,
    validator: 'bitcoinAddress',
    source: 'https://developer.bitcoin.org/reference/transactions.html',
    examples: {
      positive: ['pay 1BoatSLRHtKNngkdXEeobR76b53LETtpyT', '3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy'],
      negative: ['1BoatSLRHtKNngkdXEeobR76b53LETtpyU', '3fakefakefakefakefakefakefake'],
    },
  }),
  personal({
    id: 'bitcoin-segwit-address',
    type: 'crypto_address',
    tags: ['personal.financial.crypto'],
    anchors: ['bc1q', 'bc1p', 'BC1Q', 'BC1P'],
    mode: 'sticky',
    pattern:
      '(?<![0-9A-Za-z_])(?:bc1[02-9ac-hj-np-z]{11,71}|BC1[02-9AC-HJ-NP-Z]{11,71})(?![0-9A-Za-z_])',
    maxLength: 74,
    confidence: 0.8,
    generic: true,
    validator: 'bitcoinAddress',
    source: 'https://github.com/bitcoin/bips/blob/master/bip-0173.mediawiki',
    examples: {
      positive: [
        'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4',
        'BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4',
      ],
      negative: ['bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5', 'bc1queue'],
    },
  }),
  personal({
    id: 'ethereum-address',
    type: 'crypto_address',
    tags: ['personal.financial.crypto'],
    pattern: '(?<![0-9A-Za-z_])0x[0-9a-fA-F]{40}(?![0-9A-Za-z_])',
    maxLength: 42,
    confidence: 0.8,
    generic: true,
    validator: 'ethereumAddress',
    source: 'https://eips.ethereum.org/EIPS/eip-55',
    examples: {
      positive: [
        'to 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed',
        '0xfb6916095ca1df60bb79ce92ce3ea74c37c5d359',
      ],
      negative: [
        '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD',
        '0x0000000000000000000000000000000000000000',
        '0xdeadbeef',
      ],
    },
  }),
];
