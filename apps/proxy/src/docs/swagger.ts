import { createHash } from 'node:crypto';
import { Router, type RequestHandler } from 'express';
import swaggerUi, { type SwaggerUiOptions } from 'swagger-ui-express';
import type { ContentPolicy } from '../edge/security-headers.ts';

const OPTIONS: SwaggerUiOptions = {
  customSiteTitle: 'SafeAI Proxy: reference',
  customCss: 'body > svg { position: absolute } .swagger-ui .topbar { display: none }',
  swaggerUrl: '/openapi.json',
  // Would send the document's address to a service elsewhere.
  swaggerOptions: { validatorUrl: null },
};

/** The only files of Swagger UI that the page uses; its own sample page points elsewhere. */
const FILES = new Set([
  '/swagger-ui.css',
  '/swagger-ui-bundle.js',
  '/swagger-ui-standalone-preset.js',
  '/swagger-ui-init.js',
  '/favicon-16x16.png',
  '/favicon-32x32.png',
]);

/**
 * The page. Its parts are named from the root, for it is served with and without a slash at the end; and what its
 * one style attribute says is said by an attribute and a rule, which its policy allows.
 */
export const SWAGGER_PAGE = swaggerUi
  .generateHTML(undefined, OPTIONS)
  .trimStart()
  .replaceAll('="./', '="/docs/')
  .replace('style="position:absolute;width:0;height:0"', 'width="0" height="0"');

/** The page's own styles are allowed by their digests, nothing else that stands in it. */
export const SWAGGER_POLICY: ContentPolicy = {
  scriptSrc: ["'self'"],
  styleSrc: ["'self'", ...styleDigests(SWAGGER_PAGE)],
  imgSrc: ["'self'", 'data:'],
  connectSrc: ["'self'"],
};

function styleDigests(html: string): string[] {
  const styles = [...html.matchAll(/<style>([^]*?)<\/style>/g)].map(([, css]) => css ?? '');
  return styles.map((css) => `'sha256-${createHash('sha256').update(css).digest('base64')}'`);
}

/** Serves what the page loads, at `/docs/…`. */
export function swaggerAssets(): RequestHandler {
  const router = Router({ strict: true, caseSensitive: true });
  router.use((req, _res, next) => {
    next(FILES.has(req.path) ? undefined : 'router');
  });
  router.use(swaggerUi.serveFiles(undefined, OPTIONS));
  return router;
}
