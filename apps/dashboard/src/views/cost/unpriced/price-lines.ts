/**
 * The lines of `safeai.yaml` that give models a price, to be filled in. A name stands in it as JSON writes it, which YAML
 * reads as the same text.
 */
export function priceLines(models: readonly string[], currency: string): string {
  const entries = models.map(
    (model) => `    - model: ${quoted(model)}
      input_per_million: 0 # ${currency}
      output_per_million: 0 # ${currency}
`,
  );
  return `prices:\n  models:\n${entries.join('')}`;
}

/** Everything but plain letters and signs as its code. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(/[^ -~]/g, (unit) => {
    return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
