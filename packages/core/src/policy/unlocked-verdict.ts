import type { CompiledRule } from './compiled-rule.ts';
import type { Item } from './items.ts';
import type { Query } from './query.ts';
import type { FirstCovering } from './scan.ts';
import { rankFor, standsBefore } from './verdict.ts';

/**
 * The operator's rule where it is at least as precise as the shipped one, otherwise the stricter of the two.
 */
export function unlockedVerdict(
  operator: CompiledRule | null,
  precision: number,
  shipped: FirstCovering,
  item: Item,
  query: Query,
): CompiledRule | null {
  if (shipped.rule === null) return operator;
  if (operator === null) return shipped.rule;
  if (precision >= shipped.precision) return operator;
  const rank = rankFor(operator.rank, item, query);
  const shippedRank = rankFor(shipped.rule.rank, item, query);
  return standsBefore(rank, operator, shippedRank, shipped.rule) ? operator : shipped.rule;
}
