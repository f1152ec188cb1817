/** A hardware address of six octets (IEEE 802) that is neither all zeros nor broadcast. */
export function isMacAddress(value: string): boolean {
  const digits = value.replace(/[^0-9a-fA-F]/g, '').toLowerCase();
  return digits.length === 12 && digits !== '000000000000' && digits !== 'ffffffffffff';
}
