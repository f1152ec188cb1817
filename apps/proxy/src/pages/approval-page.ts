import { fileURLToPath } from 'node:url';
import type { ContentPolicy } from '../edge/security-headers.ts';

/** The folder of the page's script and style, which are published as they are. */
export const APPROVAL_FILES = fileURLToPath(new URL('../../src/pages/files', import.meta.url));

/** Its own script and style, and this server; the script may put no text into the page as markup. */
export const APPROVAL_POLICY: ContentPolicy = {
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  connectSrc: ["'self'"],
  requireTrustedTypesFor: ["'script'"],
};

/**
 * The page on which a person decides. It is the same for every request: the script reads the id from the address,
 * asks for the request and sends a decision when a button is pressed, not before.
 */
export const APPROVAL_PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>SafeAI: approval</title>
    <link rel="stylesheet" href="/approvals/files/approval.css">
    <script src="/approvals/files/approval.js" defer></script>
  </head>
  <body>
    <main>
      <h1>Approval request</h1>
      <p id="message" role="status" aria-live="polite">Loading…</p>
      <noscript><p>This page needs JavaScript. <code>safeai approvals</code> does the same.</p></noscript>
      <form id="sign-in" hidden>
        <label for="key">Your SafeAI key</label>
        <input id="key" type="password" autocomplete="off" required>
        <p class="hint">It is sent to this server alone and forgotten when the page is closed.</p>
        <button type="submit">Show the request</button>
      </form>
      <section id="request" aria-label="The request" hidden>
        <dl id="facts"></dl>
        <h2>Parameters</h2>
        <p class="hint" id="length"></p>
        <pre id="parameters" tabindex="0" aria-label="Parameters"></pre>
        <h2>Votes</h2>
        <ul id="votes"></ul>
      </section>
      <form id="decision" hidden>
        <h2>Decide</h2>
        <div id="who">
          <label for="approver">Your user id</label>
          <input id="approver" autocomplete="username" spellcheck="false" maxlength="256">
        </div>
        <label for="note">Note (optional)</label>
        <textarea id="note" rows="3" maxlength="2000"></textarea>
        <div class="buttons">
          <button type="button" id="approve" class="approve">Approve</button>
          <button type="button" id="deny" class="deny">Deny</button>
        </div>
      </form>
    </main>
  </body>
</html>
`;
