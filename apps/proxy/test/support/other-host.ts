import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { networkInterfaces } from 'node:os';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const CLIENT = fileURLToPath(new URL('./other-host-client.mjs', import.meta.url));

/** A request as another host sends it. */
export interface OtherRequest {
  readonly path: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What came back; status 0: no answer. */
export interface OtherAnswer {
  readonly status: number;
  readonly text: string;
}

/**
 * A host beside this one: a network namespace with a cable (veth) to here. Where the machine forbids that, its own
 * outer address: requests to it come from that address, which is not loopback either.
 */
export class OtherHost {
  /** What it reaches this machine by. */
  readonly address: string;
  /** What it is, for the names of tests. */
  readonly kind: 'a network namespace' | 'the outer address of this machine';
  readonly #child: ChildProcess;
  readonly #remove: () => void;
  readonly #waiting = new Map<number, (answer: OtherAnswer) => void>();
  #sent = 0;

  private constructor(place: Place) {
    const { command, address, kind, remove } = place;
    this.address = address;
    this.kind = kind;
    this.#remove = remove;
    const [program = '', ...args]: string[] = [...command, process.execPath, CLIENT];
    this.#child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    createInterface({ input: this.#child.stdout ?? process.stdin }).on('line', (line) => {
      const { id, ...answer } = JSON.parse(line) as OtherAnswer & { id: number };
      this.#waiting.get(id)?.(answer);
      this.#waiting.delete(id);
    });
  }

  /** Null where this machine has no other address and may make none. */
  static open(): OtherHost | null {
    const place = namespace() ?? outerAddress();
    return place === null ? null : new OtherHost(place);
  }

  /** @param port of a server on this machine that listens on all addresses */
  send(port: string, { path, method, headers, body }: OtherRequest): Promise<OtherAnswer> {
    const id = ++this.#sent;
    const url = `http://${this.address}:${port}`;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.#child.stdin?.write(`${JSON.stringify({ id, url, path, method, headers, body })}\n`);
    });
  }

  close(): void {
    this.#child.kill('SIGKILL');
    this.#remove();
  }
}

interface Place {
  /** Runs a program there. */
  readonly command: readonly string[];
  readonly address: string;
  readonly kind: OtherHost['kind'];
  readonly remove: () => void;
}

/** Names and addresses of its own for each process: several may run at once. */
function namespace(): Place | null {
  const name = `safeai-${String(process.pid)}`;
  const cable = `sf${String(process.pid % 100_000)}`;
  const net = `10.${String(200 + (process.pid % 50))}.${String((process.pid >> 6) % 256)}`;
  const ip = (...args: string[]): void => {
    execFileSync('ip', args, { stdio: 'ignore' });
  };
  const remove = (): void => {
    try {
      ip('netns', 'del', name);
    } catch {
      // It was not made.
    }
  };
  try {
    ip('netns', 'add', name);
    ip('link', 'add', `${cable}a`, 'type', 'veth', 'peer', 'name', `${cable}b`, 'netns', name);
    ip('addr', 'add', `${net}.1/30`, 'dev', `${cable}a`);
    ip('link', 'set', `${cable}a`, 'up');
    ip('-n', name, 'addr', 'add', `${net}.2/30`, 'dev', `${cable}b`);
    ip('-n', name, 'link', 'set', `${cable}b`, 'up');
    const command = ['ip', 'netns', 'exec', name];
    execFileSync('ip', ['netns', 'exec', name, 'true'], { stdio: 'ignore' });
    return { command, address: `${net}.1`, kind: 'a network namespace', remove };
  } catch {
    remove();
    return null;
  }
}

function outerAddress(): Place | null {
  const addresses = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
  const outer = addresses.find(({ internal, family }) => !internal && family === 'IPv4');
  if (outer === undefined) return null;
  const kind = 'the outer address of this machine';
  return { command: [], address: outer.address, kind, remove: () => undefined };
}
