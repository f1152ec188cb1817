/**
 * Where an answer is not what was expected: a list of `path: what`. Objects may hold more than expected,
 * lists may not; `{"$matches": "…"}` is a pattern for a string.
 */
export function differences(expected, actual, path = '$') {
  if (typeof expected !== 'object' || expected === null) {
    return Object.is(expected, actual)
      ? []
      : [`${path}: ${show(actual)} instead of ${show(expected)}`];
  }
  if (typeof expected.$matches === 'string') {
    const fits = typeof actual === 'string' && new RegExp(expected.$matches).test(actual);
    return fits ? [] : [`${path}: ${show(actual)} does not match ${expected.$matches}`];
  }
  if (
    typeof actual !== 'object' ||
    actual === null ||
    Array.isArray(expected) !== Array.isArray(actual)
  ) {
    return [`${path}: ${show(actual)} instead of ${show(expected)}`];
  }
  const found = Object.keys(expected).flatMap((key) =>
    differences(expected[key], actual[key], `${path}.${key}`),
  );
  if (Array.isArray(expected) && actual.length !== expected.length) {
    found.push(`${path}: ${actual.length} items instead of ${expected.length}`);
  }
  return found;
}

function show(value) {
  return JSON.stringify(value) ?? 'nothing';
}
