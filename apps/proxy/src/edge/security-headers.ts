import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import helmet, { type HelmetOptions } from 'helmet';

/** Sources of a page's parts, as helmet names the directives. */
export type ContentPolicy = Readonly<Record<string, readonly string[]>>;

/** For answers that are no page: nothing may be loaded, and nothing may frame them. */
const NO_CONTENT: ContentPolicy = {
  defaultSrc: ["'none'"],
  baseUri: ["'none'"],
  formAction: ["'none'"],
  frameAncestors: ["'none'"],
};

/** helmet's settings for an answer, or for a page with a policy of its own. */
export function helmetOptions(content: ContentPolicy = {}): HelmetOptions {
  const directives = Object.entries({ ...NO_CONTENT, ...content });
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: Object.fromEntries(directives.map(([name, sources]) => [name, [...sources]])),
    },
    xFrameOptions: { action: 'deny' },
    // Said by whoever ends TLS: here it would hold for every other service of the same name.
    strictTransportSecurity: false,
  };
}

/** What helmet sets with some options, as the flat list of names and values that `writeHead` takes. */
export function capturedHeaders(options: HelmetOptions): readonly string[] {
  const request = new IncomingMessage(new Socket());
  const response = new ServerResponse(request);
  helmet(options)(request, response, (error?: unknown) => {
    if (error !== undefined) throw error as Error;
  });
  return response
    .getHeaderNames()
    .flatMap((name) => [name, String(response.getHeader(name) ?? '')]);
}
