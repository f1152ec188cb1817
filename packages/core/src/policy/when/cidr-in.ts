import type { Address, Cidr } from './address.ts';
import { parseCidr, parseReach } from './address.ts';
import { strings, type Operator } from './operator.ts';
import { FALSE, TRUE, UNSURE } from './truth.ts';

/** The field is an IP address, or a URL with one as its host, in one of these ranges. */
export const cidrIn: Operator = {
  fields: ['parameter'],
  compile(operand, _kind, complain) {
    const texts = strings(operand, 'a CIDR range', complain);
    if (texts === null) return null;
    const ranges: Cidr[] = [];
    for (const [index, text] of texts.entries()) {
      const range = parseCidr(text);
      if (range !== null) ranges.push(range);
      else
        complain(
          'must be a CIDR range, such as 10.0.0.0/8, 192.0.2.7/32 or fc00::/7',
          `[${index}]`,
        );
    }
    if (ranges.length !== texts.length) return null;
    const inRange = (address: Address): boolean => ranges.some((range) => matches(address, range));
    return (value) => {
      const reach = typeof value === 'string' ? parseReach(value) : null;
      if (reach === null) return UNSURE;
      if (reach.sure.some(inRange)) return reach.possible.every(inRange) ? TRUE : UNSURE;
      return reach.possible.some(inRange) ? UNSURE : FALSE;
    };
  },
};

function matches(address: Address, [base, bits]: Cidr): boolean {
  return address.kind() === base.kind() && address.match(base, bits);
}
