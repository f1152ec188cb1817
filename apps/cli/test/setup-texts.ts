import fc from 'fast-check';
import { stringify } from 'yaml';

/** Texts of JSON with comments, in many a style. */
export const jsonText = fc
  .tuple(
    fc.dictionary(
      fc.stringMatching(/^[a-z]{1,4}$/),
      fc.oneof(
        fc.integer(),
        fc.string(),
        fc.dictionary(fc.stringMatching(/^[a-z]{1,4}$/), fc.string(), { minKeys: 1, maxKeys: 3 }),
        fc.array(fc.oneof(fc.integer(), fc.string()), { minLength: 1, maxLength: 3 }),
      ),
      { minKeys: 1, maxKeys: 4 },
    ),
    fc.constantFrom('', '  ', '\t', '   '),
    fc.constantFrom('', ' // c, { "x"', ' /* } */'),
    fc.boolean(),
    fc.constantFrom('', '\n', '\n\n// end\n'),
  )
  .map(([data, indent, comment, hasComma, end]) => {
    const plain = JSON.stringify(data, null, indent);
    const isLines = indent !== '';
    const noted = isLines
      ? plain.replace(/([^{[,\n])\n/g, `$1${hasComma ? ',' : ''}${comment}\n`)
      : plain;
    return noted + end;
  });

/** Texts of a YAML configuration with identities, in many a style. */
export const yamlText = fc
  .tuple(
    fc.dictionary(
      fc.stringMatching(/^[a-z]{1,4}$/),
      fc.oneof(fc.integer(), fc.string(), fc.array(fc.string(), { maxLength: 3 })),
      { maxKeys: 3 },
    ),
    fc.array(fc.record({ agent_id: fc.stringMatching(/^[a-m]{1,6}$/), note: fc.string() }), {
      minLength: 1,
      maxLength: 3,
    }),
    fc.boolean(),
    fc.integer({ min: 1, max: 6 }),
    fc.boolean(),
    fc.constantFrom('', '# end\n', '\n\n'),
  )
  .map(([data, identities, isFirst, indent, indentSeq, end]) => {
    const whole = isFirst ? { identities, ...data } : { ...data, identities };
    return `# head\n${stringify(whole, { indent, indentSeq })}${end}`;
  });
