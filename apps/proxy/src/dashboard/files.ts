import { extname } from 'node:path';
import express, { type RequestHandler, type Response } from 'express';

/** Encodings that files are kept in beside their plain form, the smallest first: by name, the end of the file's name. */
const KEPT: ReadonlyMap<string, string> = new Map([
  ['br', '.br'],
  ['gzip', '.gz'],
]);

/** A year: the name of a file in `assets` holds a digest of what is in it. */
const FOR_EVER = 'public, max-age=31536000, immutable';

/**
 * Serves the dashboard's files, encoded as the caller takes them. What is no file is left to the next handler, as is
 * the page itself.
 *
 * @param folder what was built; it need not be there
 */
export function dashboardFiles(folder: string): RequestHandler {
  const files = express.static(folder, { index: false, redirect: false, setHeaders: describe });
  return (req, res, next) => {
    const { url, path } = req;
    if (path === '/' || path === '/index.html') {
      next();
      return;
    }
    const [, end] = [...KEPT].find(([encoding]) => req.acceptsEncodings(encoding)) ?? [];
    if (end === undefined) {
      files(req, res, next);
      return;
    }
    req.url = path + end;
    files(req, res, () => {
      req.url = url;
      files(req, res, next);
    });
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
