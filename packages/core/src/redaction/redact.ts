export { redactStructured } from './redact-structured.ts';
export { redactText, type TextDetection } from './redact-text.ts';
