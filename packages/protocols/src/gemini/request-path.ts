const CALL = /\/(?:models|tunedModels|endpoints)\/([^/?]+?)(?::|%3A)(\w+)\/?(?:\?(.*))?$/i;

/** What a path of the provider's says: the model, what is asked of it, and whether as server-sent events. */
export interface RequestPath {
  readonly model: string;
  readonly method: string;
  readonly sse: boolean;
}

/** Reads a path with its query; undefined for one that calls no model. */
export function requestPath(path: string): RequestPath | undefined {
  const [, name, method, query] = CALL.exec(path) ?? [];
  if (name === undefined || method === undefined) return undefined;
  return { model: decoded(name), method, sse: new URLSearchParams(query).get('alt') === 'sse' };
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
