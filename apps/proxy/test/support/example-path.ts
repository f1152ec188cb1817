import type { RouteDescription } from '@safeai/api';

/** A route's path with the examples of its names in their places. */
export function examplePath({ path, params }: RouteDescription): string {
  const properties = (params?.properties ?? {}) as Record<string, { examples?: string[] }>;
  return path.replace(/\{([a-z_]+)\}/g, (_, name: string) =>
    encodeURIComponent(properties[name]?.examples?.[0] ?? ''),
  );
}
