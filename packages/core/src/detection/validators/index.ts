import { isAbaRouting } from './aba.ts';
import { isAtSvnr, isChAhv } from './alpine.ts';
import { isAuAbn, isAuAcn, isAuMedicare, isAuTfn } from './australia.ts';
import { isBalticCode } from './baltic.ts';
import { isBasicCredentials } from './basic-credentials.ts';
import { isBeNationalNumber, isNlBsn } from './benelux.ts';
import { isBeyondAscii } from './beyond-ascii.ts';
import { isBitcoinAddress } from './bitcoin-address.ts';
import { isCnpj, isCpf } from './brazil.ts';
import { isCard } from './card.ts';
import { isCnResidentId, isHkId, isTwNationalId } from './china.ts';
import { isCaSin, isNzIrd, isZaId } from './commonwealth.ts';
import { isCrc32Token } from './crc32-token.ts';
import { isCzBirthNumber, isHrOib } from './czechia-croatia.ts';
import { isDea } from './dea.ts';
import { isEthereumAddress } from './ethereum-address.ts';
import { isFiHetu } from './finland.ts';
import { isFrNir } from './france.ts';
import { isDeHealthInsurance, isDeSocialSecurity } from './germany-insurance.ts';
import { isDeDocument, isDeLanr } from './germany-registers.ts';
import { isDeTaxId, isDeVatId } from './germany-tax.ts';
import { isIban } from './iban.ts';
import { isInternationalPhone, isNationalPhone, isPhone, isSubscriberPhone } from './phone.ts';
import { isPublicIpv4, isPublicIpv6 } from './ip.ts';
import { isItCodiceFiscale, isItVat } from './italy.ts';
import { isItin } from './itin.ts';
import { isJpMyNumber } from './japan.ts';
import { isJwt } from './jwt.ts';
import { isKrBusinessNumber, isKrCheckedNumber, isKrResidentNumber } from './korea.ts';
import { isArCuit, isClRut, isMxCurp } from './latin-america.ts';
import { isLuhn } from './luhn.ts';
import { isMacAddress } from './mac.ts';
import { isMbi } from './mbi.ts';
import { isNanp } from './nanp.ts';
import { isDkCpr, isNoFodselsnummer } from './norway-denmark.ts';
import { isNpi } from './npi.ts';
import { isPlNip, isPlPesel, isPlRegon } from './poland.ts';
import { isBgEgn, isRoCnp } from './romania-bulgaria.ts';
import { isMyNric, isSgNric, isThNationalId } from './south-asia.ts';
import { isEsNie, isEsNif } from './spain.ts';
import { isSsn } from './ssn.ts';
import { isSeOrganisationsnummer, isSePersonnummer } from './sweden.ts';
import { isSwiftBic } from './swift-bic.ts';
import { isIlNationalId, isTrNationalId } from './turkey-israel.ts';
import { isUkNhs, isUkNino } from './united-kingdom.ts';
import { isAadhaar } from './verhoeff.ts';
import { isGrAfm, isIePps, isPtNif } from './western-europe.ts';

/**
 * Checksum and structure tests that a detector rule may name. Each is pure, linear in the value's length,
 * takes the value as it is printed (blanks and dashes included) and never throws.
 */
export const VALIDATORS = {
  aadhaar: isAadhaar,
  abaRouting: isAbaRouting,
  arCuit: isArCuit,
  atSvnr: isAtSvnr,
  auAbn: isAuAbn,
  auAcn: isAuAcn,
  auMedicare: isAuMedicare,
  auTfn: isAuTfn,
  balticCode: isBalticCode,
  basicCredentials: isBasicCredentials,
  beNationalNumber: isBeNationalNumber,
  beyondAscii: isBeyondAscii,
  bgEgn: isBgEgn,
  bitcoinAddress: isBitcoinAddress,
  caSin: isCaSin,
  card: isCard,
  chAhv: isChAhv,
  clRut: isClRut,
  cnResidentId: isCnResidentId,
  cnpj: isCnpj,
  cpf: isCpf,
  crc32Token: isCrc32Token,
  czBirthNumber: isCzBirthNumber,
  deDocument: isDeDocument,
  deHealthInsurance: isDeHealthInsurance,
  deLanr: isDeLanr,
  deSocialSecurity: isDeSocialSecurity,
  deTaxId: isDeTaxId,
  deVatId: isDeVatId,
  dea: isDea,
  dkCpr: isDkCpr,
  esNie: isEsNie,
  esNif: isEsNif,
  ethereumAddress: isEthereumAddress,
  fiHetu: isFiHetu,
  frNir: isFrNir,
  grAfm: isGrAfm,
  hkId: isHkId,
  hrOib: isHrOib,
  iban: isIban,
  iePps: isIePps,
  ilNationalId: isIlNationalId,
  internationalPhone: isInternationalPhone,
  itCodiceFiscale: isItCodiceFiscale,
  itVat: isItVat,
  itin: isItin,
  jpMyNumber: isJpMyNumber,
  jwt: isJwt,
  krBusinessNumber: isKrBusinessNumber,
  krCheckedNumber: isKrCheckedNumber,
  krResidentNumber: isKrResidentNumber,
  luhn: isLuhn,
  macAddress: isMacAddress,
  mbi: isMbi,
  mxCurp: isMxCurp,
  myNric: isMyNric,
  nanp: isNanp,
  nationalPhone: isNationalPhone,
  nlBsn: isNlBsn,
  noFodselsnummer: isNoFodselsnummer,
  npi: isNpi,
  nzIrd: isNzIrd,
  phone: isPhone,
  plNip: isPlNip,
  plPesel: isPlPesel,
  plRegon: isPlRegon,
  ptNif: isPtNif,
  publicIpv4: isPublicIpv4,
  publicIpv6: isPublicIpv6,
  roCnp: isRoCnp,
  seOrganisationsnummer: isSeOrganisationsnummer,
  sePersonnummer: isSePersonnummer,
  sgNric: isSgNric,
  ssn: isSsn,
  subscriberPhone: isSubscriberPhone,
  swiftBic: isSwiftBic,
  thNationalId: isThNationalId,
  trNationalId: isTrNationalId,
  twNationalId: isTwNationalId,
  ukNhs: isUkNhs,
  ukNino: isUkNino,
  zaId: isZaId,
} as const satisfies Record<string, (value: string) => boolean>;

/** Name of a test in {@link VALIDATORS}. */
export type ValidatorName = keyof typeof VALIDATORS;
