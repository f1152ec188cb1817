/** Parts that the examples of several routes share. */

/** The decision of the examples. */
export const EXAMPLE_DECISION_ID = '019418b9-9c40-7a30-8c8e-3f5b1d2a6e10';

/** The decision of an example, as a running server would answer it. */
export function exampleDecision(action: string, reason: string, policyName: string) {
  return {
    action,
    reason,
    policy_name: policyName,
    decision_id: EXAMPLE_DECISION_ID,
    policy_revision: 'b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c',
  };
}

/** The key of the documents' examples: made up, but shaped like a provider's. */
export const EXAMPLE_KEY = 'sk-ABCDEF1234567890ABCDEF';

/** How the documents' key is reported. */
export const EXAMPLE_KEY_DETECTION = {
  type: 'secret',
  detector: 'openai-api-key',
  tags: ['secret.api_key.openai'],
  value: EXAMPLE_KEY,
  confidence: 0.9,
};
