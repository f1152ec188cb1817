import { isAbaRouting } from './aba.ts';
import { isBasicCredentials } from './basic-credentials.ts';
import { isBitcoinAddress } from './bitcoin-address.ts';
import { isCard } from './card.ts';
import { isCrc32Token } from './crc32-token.ts';
import { isDea } from './dea.ts';
import { isEthereumAddress } from './ethereum-address.ts';
import { isIban } from './iban.ts';
import { isInternationalPhone, isNationalPhone, isSubscriberPhone } from './international-phone.ts';
import { isPublicIp, isPublicIpv6 } from './ip.ts';
import { isItin } from './itin.ts';
import { isJwt } from './jwt.ts';
import { isLuhn } from './luhn.ts';
import { isMacAddress } from './mac.ts';
import { isMbi } from './mbi.ts';
import { isNanp } from './nanp.ts';
import { isNpi } from './npi.ts';
import { isSsn } from './ssn.ts';
import { isSwiftBic } from './swift-bic.ts';
import { isAadhaar } from './verhoeff.ts';

/**
 * Checksum and structure tests that a detector rule may name. Each is pure, linear in the value's length,
 * takes the value as it is printed (blanks and dashes included) and never throws.
 */
export const VALIDATORS = {
  aadhaar: isAadhaar,
  abaRouting: isAbaRouting,
  basicCredentials: isBasicCredentials,
  bitcoinAddress: isBitcoinAddress,
  card: isCard,
  crc32Token: isCrc32Token,
  dea: isDea,
  ethereumAddress: isEthereumAddress,
  iban: isIban,
  internationalPhone: isInternationalPhone,
  itin: isItin,
  jwt: isJwt,
  luhn: isLuhn,
  macAddress: isMacAddress,
  mbi: isMbi,
  nanp: isNanp,
  nationalPhone: isNationalPhone,
  npi: isNpi,
  publicIp: isPublicIp,
  publicIpv6: isPublicIpv6,
  ssn: isSsn,
  subscriberPhone: isSubscriberPhone,
  swiftBic: isSwiftBic,
} as const satisfies Record<string, (value: string) => boolean>;

/** Name of a test in {@link VALIDATORS}. */
export type ValidatorName = keyof typeof VALIDATORS;
