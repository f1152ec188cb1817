import { newContext, signedIn } from '../../conformance/dashboard/chromium.mjs';
import { printTable } from '../measure.mjs';

const KB = 1000;

/** Bytes on the wire until the overview is shown to who comes for the first time, by path. */
async function load(browser, bed, user, encoding) {
  const only = { extraHTTPHeaders: { 'accept-encoding': encoding } };
  const context = await signedIn(await newContext(browser, bed, only), user);
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send('Network.enable');
  const paths = new Map();
  const bytes = new Map();
  let heads = 0;
  devtools.on('Network.responseReceived', ({ requestId, response }) => {
    const { pathname } = new URL(response.url);
    paths.set(requestId, pathname);
    if (isFile([pathname])) heads += response.encodedDataLength;
  });
  devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const path = paths.get(requestId);
    bytes.set(path, (bytes.get(path) ?? 0) + encodedDataLength);
  });
  const start = performance.now();
  await page.goto('/dashboard');
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
  const shown = performance.now() - start;
  await page.waitForLoadState('networkidle');
  await context.close();
  return { bytes: [...bytes], heads, shown };
}

const isFile = ([path]) => path.startsWith('/dashboard');
const sum = (entries) => entries.reduce((total, [, bytes]) => total + bytes, 0);
const kilobytes = (bytes) => (bytes / KB).toFixed(1);

/** Prints what comes over the wire, in gzip, which the aim is about, and in Brotli, which browsers take. */
export async function measureFirstLoad(browser, bed, user) {
  const rows = [];
  for (const encoding of ['gzip', 'br']) {
    const { bytes, heads, shown } = await load(browser, bed, user, encoding);
    const files = bytes.filter(isFile);
    rows.push({
      encoding,
      'page, scripts, styles, KB': kilobytes(sum(files)),
      files: files.length,
      'of it headers, KB': kilobytes(heads),
      'answers of the API, KB': kilobytes(sum(bytes) - sum(files)),
      'heading shown after, ms': shown.toFixed(0),
      largest: files
        .sort(([, one], [, other]) => other - one)
        .slice(0, 4)
        .map(([path, size]) => `${path.split('/').at(-1)} ${kilobytes(size)}`)
        .join(', '),
    });
  }
  printTable('First load, until the overview is shown (aim: 150 KB with gzip)', rows);
}
