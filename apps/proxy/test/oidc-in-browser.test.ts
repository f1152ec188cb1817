import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Chromium, HAS_CHROMIUM } from './support/chromium.ts';
import { startPeopleIssuer, CLIENT_SECRET } from './support/people-issuer.ts';
import { realRuntime } from './support/real-runtime.ts';
import { startServer } from './support/server.ts';

let browser: Chromium;

/** Sends the form of the page that is shown, and waits for the next one. */
async function sendForm(fields: Readonly<Record<string, string>>): Promise<void> {
  await browser.until("document.readyState === 'complete' && document.forms.length === 1");
  await browser.value(`(() => {
    for (const [name, value] of Object.entries(${JSON.stringify(fields)})) {
      document.forms[0].elements.namedItem(name).value = value;
    }
    document.forms[0].requestSubmit();
    document.forms[0].remove();
  })()`);
}

(HAS_CHROMIUM ? describe : describe.skip)('sign-in at an issuer of another site', () => {
  beforeEach(async () => {
    browser = await Chromium.start();
  }, 60_000);

  afterEach(() => browser.close());

  test('a browser comes back signed in, to the page where it began', async () => {
    const issuer = await startPeopleIssuer(
      { ana: { roles: ['approver'], tenants: ['default'] } },
      'localhost',
    );
    const runtime = await realRuntime(`
auth:
  loopback: credential
  oidc: { issuer: "${issuer.url}", client_id: safeai, client_secret: ${CLIENT_SECRET} }
`);
    const server = await startServer(runtime);
    issuer.allow(`${server.url}/v1/session/oidc/callback`);
    const asked = await runtime.boundary.interceptTool({
      ...{ phase: 'request', toolName: 'database_query' },
      parameters: { query: 'DROP TABLE users' },
    });
    const id = asked.approvalRequestId ?? '';

    await browser.open(`${server.url}/v1/session/oidc?return_to=/approvals/${id}`);
    await sendForm({ login: 'ana', password: 'x' });
    await sendForm({});
    await browser.until(`location.href === '${server.url}/approvals/${id}'`);
    await browser.until("!document.getElementById('decision').hidden");
    await browser.value("document.getElementById('approve').click()");
    await browser.until("document.getElementById('message').textContent.startsWith('Done')");
    const { votes } = await runtime.boundary.approvals.get(['default'], id);
    expect(votes).toMatchObject([{ approverId: 'ana', verified: true }]);
  }, 60_000);
});
