/** Shares of budgets at which a warning is sent, in percent, by the name of the budget, of a configuration. */
export function warnMarks(config: unknown): ReadonlyMap<string, readonly number[]> {
  const budgets = fieldOf(config, 'budgets');
  const marks = (Array.isArray(budgets) ? budgets : []).flatMap((budget: unknown) => {
    const name = fieldOf(budget, 'name');
    const percents = fieldOf(budget, 'warn_at_percent');
    if (typeof name !== 'string' || !Array.isArray(percents)) return [];
    return [[name, percents.filter((each) => typeof each === 'number')] as const];
  });
  return new Map(marks);
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}
