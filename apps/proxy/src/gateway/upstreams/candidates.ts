import type { Provider } from './provider.ts';
import type { Upstream } from './upstream.ts';
import { UpstreamError } from './upstream-error.ts';

/** What a request says of where it wants to go. */
export interface Wanted {
  /** The one of this name, and no other. */
  readonly upstream?: string | undefined;
  readonly model?: string | undefined;
  /** The wire format of the request. An upstream whose format is not known takes any. */
  readonly provider?: Provider | undefined;
}

/**
 * The upstreams that may serve a request, in groups of one order, the lowest first. Within a group they stand in a
 * random sequence by weight; one of weight 0 comes last. Where upstreams name the model, those that take any do not serve it.
 *
 * @param random from 0 up to 1
 * @throws UpstreamError where there is none
 */
export function candidatesFor(
  wanted: Wanted,
  upstreams: readonly Upstream[],
  random: () => number,
): Upstream[][] {
  if (wanted.upstream !== undefined) {
    const named = upstreams.find(({ name }) => name === wanted.upstream);
    if (named === undefined) throw new UpstreamError(undefined, 'unknown');
    return [[named]];
  }
  if (upstreams.length === 0) throw new UpstreamError(undefined, 'none');
  // A single upstream serves every route.
  if (upstreams.length === 1) return [[...upstreams]];
  const serving = servingOf(wanted, upstreams);
  if (serving.length === 0) throw new UpstreamError(undefined, 'unserved');
  const orders = [...new Set(serving.map(({ settings }) => settings.order))].sort((a, b) => a - b);
  return orders.map((order) =>
    byWeight(
      serving.filter(({ settings }) => settings.order === order),
      random,
    ),
  );
}

function servingOf({ model, provider }: Wanted, upstreams: readonly Upstream[]): Upstream[] {
  const fitting = upstreams.filter(
    ({ settings }) =>
      provider === undefined || settings.provider === undefined || settings.provider === provider,
  );
  const naming = fitting.filter(
    ({ settings }) => model !== undefined && settings.models?.some((glob) => glob(model)),
  );
  if (naming.length > 0) return naming;
  // Without a model, as for a list of models, any will do.
  return fitting.filter(({ settings }) => model === undefined || settings.models === undefined);
}

/** Draws without putting back. */
function byWeight(group: readonly Upstream[], random: () => number): Upstream[] {
  const left = [...group];
  const drawn: Upstream[] = [];
  while (left.length > 0) {
    const total = left.reduce((sum, { settings }) => sum + settings.weight, 0);
    let at = random() * total;
    const index = left.findIndex(({ settings }) => (at -= settings.weight) < 0);
    drawn.push(...left.splice(Math.max(index, 0), 1));
  }
  return drawn;
}
