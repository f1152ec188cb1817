import { lookup, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction, type Socket } from 'node:net';
import type { AddressRange, EgressRules } from '@safeai/core';
import { buildConnector } from 'undici';

/** Every address of a name. */
export type Resolve = (host: string) => Promise<readonly LookupAddress[]>;

/** A connection that {@link EgressRules} forbid. It was not made, or nothing was sent on it. */
export class EgressRefusal extends Error {
  override readonly name = 'EgressRefusal';
  readonly range: AddressRange;

  constructor(range: AddressRange) {
    super(`The address is ${range.replace('_', '-')}.`);
    this.range = range;
  }
}

/** How connections are made. */
export interface ConnectorOptions {
  readonly rules: EgressRules;
  /** The machine's own resolver if absent. */
  readonly resolve?: Resolve | undefined;
  readonly connectMs: number;
  /** PEM, instead of the authorities that Node trusts. */
  readonly ca?: string | undefined;
}

/**
 * A connector that looks at the very addresses that it connects to: a name that answers otherwise the next time
 * gains nothing. One forbidden address among several refuses the name. Certificates are always checked.
 */
export function guardedConnector(options: ConnectorOptions): buildConnector.connector {
  const { rules, connectMs, ca, resolve = resolveByMachine } = options;
  const connect = buildConnector({
    timeout: connectMs,
    lookup: guardedLookup(rules, resolve),
    rejectUnauthorized: true,
    ...(ca === undefined ? {} : { ca }),
  });
  return (target, callback) => {
    const host = target.hostname.replace(/^\[(.*)\]$/, '$1');
    const range = isIP(host) === 0 ? undefined : rules.refusal(host);
    if (range !== undefined) {
      callback(new EgressRefusal(range), null);
      return;
    }
    connect(target, (...[error, socket]) => {
      if (error !== null) callback(error, null);
      else checkPeer(rules, socket, callback);
    });
  };
}

/** Whatever led there: nothing is sent to an address that is not allowed. */
function checkPeer(rules: EgressRules, socket: Socket, callback: buildConnector.Callback): void {
  const { remoteAddress } = socket;
  const range = remoteAddress === undefined ? undefined : rules.refusal(remoteAddress);
  if (remoteAddress !== undefined && range === undefined) {
    callback(null, socket);
    return;
  }
  socket.destroy();
  const hungUp = new Error('The connection was closed.');
  callback(range === undefined ? hungUp : new EgressRefusal(range), null);
}

function guardedLookup(rules: EgressRules, resolve: Resolve): LookupFunction {
  return (host, { all }, callback) => {
    resolve(host).then(
      (addresses) => {
        const [first] = addresses;
        const range = addresses.map(({ address }) => rules.refusal(address)).find(Boolean);
        if (range !== undefined) callback(new EgressRefusal(range), []);
        else if (first === undefined) callback(new Error('The name has no address.'), []);
        else if (all === true) callback(null, [...addresses]);
        else callback(null, first.address, first.family);
      },
      (error: unknown) => {
        callback(error as NodeJS.ErrnoException, []);
      },
    );
  };
}

function resolveByMachine(host: string): Promise<LookupAddress[]> {
  return new Promise((resolve, reject) => {
    lookup(host, { all: true }, (error, addresses) => {
      if (error === null) resolve(addresses);
      else reject(error);
    });
  });
}
