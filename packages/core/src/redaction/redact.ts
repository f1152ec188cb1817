export { redactStructured } from './redact-structured.ts';
export {
  redactText,
  type Pseudonymizable,
  type Pseudonymizer,
  type Redactable,
  type TextDetection,
} from './redact-text.ts';
