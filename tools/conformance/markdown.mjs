/**
 * The examples of a markdown page. A fenced block whose info string has the word `test` is run; the block
 * after it with the word `answer`, if any, is what it must print:
 *
 *     ```sh test          a script for sh, in a folder with the shipped safeai.yaml and a running server
 *     ```js test          an ES module
 *     ```yaml test        a safeai.yaml that must be valid
 *     ```json answer      stdout is JSON that holds at least this
 *     ```text answer      stdout is this
 */
export function examplesOf(markdown) {
  const blocks = [...markdown.matchAll(/^```(\w+) (test|answer)[^\n]*\n(.*?)^```$/gms)].map(
    (match) => ({
      language: match[1],
      kind: match[2],
      code: match[3],
      line: markdown.slice(0, match.index).split('\n').length,
    }),
  );
  return blocks.flatMap((block, index) => {
    if (block.kind !== 'test') return [];
    const next = blocks[index + 1];
    return [{ ...block, answer: next?.kind === 'answer' ? next : undefined }];
  });
}
