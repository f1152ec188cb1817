/** Measures, in a process of its own, what is paid once: loading, compiling, and the first scans. */
import { prose } from '../texts.mjs';

const text = prose(1024);
const figures = {};

let last = process.hrtime.bigint();
function took(what) {
  const now = process.hrtime.bigint();
  figures[what] = Number(now - last) / 1e6;
  last = process.hrtime.bigint();
}

const { SafeAI } = await import('../../../packages/core/dist/index.js');
took("import('@safeai/core')");
const safeai = new SafeAI();
took('new SafeAI()');
safeai.detection.scan(text);
took('first scan, 1 KB of prose');
safeai.detection.scan(text);
took('second scan');
safeai.detection.scan('call 555-0100 or 12 34 56 7890, token=sk-ABCDEF1234567890ABCDEF');
took('first scan of a text with digits and a token');

process.send(figures);
process.disconnect();
