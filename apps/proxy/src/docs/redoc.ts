import { fileURLToPath } from 'node:url';
import type { ContentPolicy } from '../edge/security-headers.ts';

/** The folder of Redoc's bundle, which is copied in when the package is built. */
export const REDOC_FILES = fileURLToPath(new URL('../../assets/redoc', import.meta.url));

/**
 * Redoc styles itself with elements that it makes in the page, and searches in a worker that it makes from a
 * blob; it may do no more than that.
 */
export const REDOC_POLICY: ContentPolicy = {
  scriptSrc: ["'self'"],
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", 'data:'],
  connectSrc: ["'self'"],
  workerSrc: ['blob:'],
};

/** The page. Its one script and the document come from this server. */
export const REDOC_PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>SafeAI Proxy: reference</title>
    <style>body { margin: 0; }</style>
  </head>
  <body>
    <redoc spec-url="/openapi.json"></redoc>
    <script src="/redoc/redoc.standalone.js"></script>
  </body>
</html>
`;
