/** A port whose implementation is opened at its first use. Every method of a port may return a promise. */
export function lazyPort<Port extends object>(open: () => Promise<Port>): Port {
  let opened: Promise<Port> | undefined;
  return new Proxy({} as Port, {
    get: (_, method) => {
      // A port is no promise: whoever awaits one gets the port itself.
      if (typeof method === 'symbol' || method === 'then') return undefined;
      return async (...args: readonly unknown[]): Promise<unknown> => {
        opened ??= open();
        const port = (await opened) as Record<string, (...args: readonly unknown[]) => unknown>;
        return port[method]?.(...args);
      };
    },
  });
}
