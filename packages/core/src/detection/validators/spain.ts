import { codeOf } from './digits.ts';

const LETTERS = 'TRWAGMYFPDXBNJZSQVHLCKE';

/** NIF of a person: eight digits and the letter of their remainder modulo 23. */
export function isEsNif(value: string): boolean {
  const match = /^([0-9]{8})([A-Z])$/.exec(codeOf(value));
  const [, number = '', letter = ''] = match ?? [];
  return match !== null && LETTERS.charAt(Number(number) % 23) === letter;
}

/** NIE of a foreigner: X, Y or Z in the place of the first digit. */
export function isEsNie(value: string): boolean {
  const code = codeOf(value);
  return (
    /^[XYZ][0-9]{7}[A-Z]$/.test(code) &&
    isEsNif(String('XYZ'.indexOf(code.charAt(0))) + code.slice(1))
  );
}
