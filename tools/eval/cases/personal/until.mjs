/** Tries until a value comes out: some numbers have no check digit of one place. */
export function until(make) {
  for (;;) {
    const value = make();
    if (value !== undefined) return value;
  }
}
