/** Whether a text holds a character that ASCII has not. */
export function isBeyondAscii(value: string): boolean {
  for (let index = 0; index < value.length; index++) {
    if (value.charCodeAt(index) > 0x7f) return true;
  }
  return false;
}
