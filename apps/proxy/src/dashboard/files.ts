import { extname } from 'node:path';
import express, { type NextFunction, type RequestHandler, type Response } from 'express';

/** Encodings that files are kept in beside their plain form, the smallest first: by name, the end of the file's name. */
const KEPT: ReadonlyMap<string, string> = new Map([
  ['br', '.br'],
  ['gzip', '.gz'],
]);
const ENDS = [...KEPT.values()];

/** A year: the name of a file in `assets` holds a digest of what is in it. */
const FOR_EVER = 'public, max-age=31536000, immutable';

/** What is said of a file before its conditions are looked at. */
const OF_FILE = ['content-encoding', 'content-type', 'cache-control', 'etag', 'last-modified'];

/**
 * Serves the dashboard's files, encoded as the caller takes them. What is no file is left to the next handler, as is
 * the page itself. Ranges are not served: every file is small.
 *
 * @param folder what was built; it need not be there
 */
export function dashboardFiles(folder: string): RequestHandler {
  const files = express.static(folder, {
    index: false,
    redirect: false,
    acceptRanges: false,
    setHeaders: describe,
  });
  return (req, res, next) => {
    const { url, path } = req;
    if (path === '/' || path === '/index.html' || ENDS.some((end) => path.endsWith(end))) {
      next();
      return;
    }
    const plain = (): void => void files(req, res, withoutFile(res, next));
    const [, end] = [...KEPT].find(([encoding]) => req.acceptsEncodings(encoding)) ?? [];
    if (end === undefined) {
      plain();
      return;
    }
    req.url = path + end;
    const others = (error?: unknown): void => {
      req.url = url;
      // The form that goes is there, and a condition on it does not hold: another form is no answer to that.
      if (error === undefined) plain();
      else next(error);
    };
    void files(req, res, withoutFile(res, others));
  };
}

/** Takes back what was said of a file that does not go. */
function withoutFile(res: Response, next: (error?: unknown) => void): NextFunction {
  return (error?: unknown) => {
    if (error !== undefined) for (const name of OF_FILE) res.removeHeader(name);
    next(error);
  };
}

/** Says what a file is, how it is encoded and how long it may be kept. */
function describe(res: Response, path: string): void {
  const [encoding, end] = [...KEPT].find(([, each]) => path.endsWith(each)) ?? [];
  res.vary('accept-encoding');
  if (encoding !== undefined && end !== undefined) {
    res.type(extname(path.slice(0, -end.length)));
    res.set('content-encoding', encoding);
  }
  res.set('cache-control', /[\\/]assets[\\/][^\\/]+$/.test(path) ? FOR_EVER : 'no-cache');
}
