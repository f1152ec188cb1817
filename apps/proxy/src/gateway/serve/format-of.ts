import { InvalidRequestError } from '@safeai/core';
import { protocolFor, type Protocol } from '@safeai/protocols';

/** Whoever reads a path may decode it more than once. */
const DECODINGS = 3;

/**
 * The format of a request by its paths: as its caller wrote it, and as it is at each upstream that it may go to.
 * Undefined where no format is known.
 *
 * @throws InvalidRequestError for a path that an upstream may take for that of a known format though it is not written
 *   as one: what it asks for would be guarded, and paid for, as something else; and for paths of several formats
 */
export function formatOf(method: string, paths: readonly string[]): Protocol | undefined {
  const found = new Set(paths.flatMap((path) => writtenFormat(method, path) ?? []));
  const [format, ...others] = found;
  if (others.length === 0) return format;
  throw new InvalidRequestError(
    'The path is that of one format or another, depending on the upstream: name the upstream.',
  );
}

function writtenFormat(method: string, path: string): Protocol | undefined {
  const [written = ''] = path.split('?', 1);
  const format = protocolFor(method, written);
  const plain = plainly(written);
  const isOther = [plain, plain.toLowerCase()].some((read) => {
    const other = protocolFor(method, read);
    return other !== undefined && other !== format;
  });
  if (!isOther) return format;
  throw new InvalidRequestError(
    'The path can be read as that of a known format, and is not written as it is: write it plainly, in lower case and without escapes.',
  );
}

/** A path as the most lenient reader takes it: decoded, without parameters of segments, blanks and empty segments. */
function plainly(path: string): string {
  let text = path;
  for (let decoded = 0; decoded < DECODINGS && text.includes('%'); decoded++) {
    text = text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) =>
      String.fromCharCode(Number(`0x${hex}`)),
    );
  }
  const [pathname = ''] = text.split(/[?#]/, 1);
  const segments = pathname
    .split(/[/\\]/)
    // eslint-disable-next-line no-control-regex -- some readers end a path at these, others drop them
    .map((segment) => segment.replace(/;.*$|[\x00-\x20\x7f-\xa0]/gs, ''));
  return `/${segments.filter((segment) => segment !== '').join('/')}`;
}
