/** Identifiers of Canada and Latin America. Check digits are as their standards ask. */
import { luhn, weighted } from '../check-digits.mjs';
import { DIGITS, UPPER } from '../seeded.mjs';
import { birth } from './dates.mjs';

const upperAlnum = DIGITS + UPPER;

function cpf(random) {
  const body = random.digits(9);
  const digit = (text, weights) => {
    const rest = (weighted(text, weights) * 10) % 11;
    return rest === 10 ? 0 : rest;
  };
  const first = digit(body, [10, 9, 8, 7, 6, 5, 4, 3, 2]);
  const second = digit(`${body}${first}`, [11, 10, 9, 8, 7, 6, 5, 4, 3, 2]);
  return { body, first, second };
}

function cnpj(random) {
  const body = `${random.digits(8)}0001`;
  const digit = (text, weights) => {
    const rest = weighted(text, weights) % 11;
    return rest < 2 ? 0 : 11 - rest;
  };
  const first = digit(body, [5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]);
  const second = digit(`${body}${first}`, [6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]);
  return { body, first, second };
}

const CURP = '0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ';

function curp(random) {
  const { yy, mm, dd } = birth(random, 1960, 1999);
  const body = `${random.string('GHLMRS', 1)}${random.pick([...'AEIOU'])}${random.string('CDGLMR', 2)}${yy}${mm}${dd}${random.pick(['H', 'M'])}${random.pick(['DF', 'JC', 'NL', 'PL'])}${random.string('BCDFGLMNRST', 3)}0`;
  const sum = [...body].reduce((total, c, index) => total + CURP.indexOf(c) * (18 - index), 0);
  return { body, check: (10 - (sum % 10)) % 10 };
}

export const AMERICAS = [
  {
    type: 'ca_sin',
    make: (r) => {
      const body = `${r.int(1, 7)}${r.digits(7)}`;
      return (body + luhn(body)).replace(/^(...)(...)(...)$/, '$1-$2-$3');
    },
    wrong: (r) => {
      const body = `${r.int(1, 7)}${r.digits(7)}`;
      return (body + String((Number(luhn(body)) + 3) % 10)).replace(
        /^(...)(...)(...)$/,
        '$1-$2-$3',
      );
    },
    sentences: [
      'SIN: {v}',
      'Social Insurance Number {v} (Canada)',
      "Numéro d'assurance sociale : {v}",
    ],
    talk: 'Service Canada issues the social insurance number.',
  },
  {
    type: 'br_cpf',
    make: (r) => {
      const { body, first, second } = cpf(r);
      return `${body}${first}${second}`.replace(/^(...)(...)(...)(..)$/, '$1.$2.$3-$4');
    },
    wrong: (r) => {
      const { body, first, second } = cpf(r);
      return `${body}${first}${(second + 3) % 10}`.replace(/^(...)(...)(...)(..)$/, '$1.$2.$3-$4');
    },
    sentences: ['CPF: {v}', 'O CPF do cliente é {v}.', '{"cpf": "{v}"}'],
    talk: 'Informe o CPF na nota.',
  },
  {
    type: 'br_cnpj',
    make: (r) => {
      const { body, first, second } = cnpj(r);
      return `${body}${first}${second}`.replace(/^(..)(...)(...)(....)(..)$/, '$1.$2.$3/$4-$5');
    },
    wrong: (r) => {
      const { body, first, second } = cnpj(r);
      return `${body}${first}${(second + 3) % 10}`.replace(
        /^(..)(...)(...)(....)(..)$/,
        '$1.$2.$3/$4-$5',
      );
    },
    sentences: ['CNPJ: {v}', 'Fornecedor Vale Azul Ltda, CNPJ {v}', '{"cnpj": "{v}"}'],
    talk: 'A empresa precisa de um CNPJ ativo.',
  },
  {
    type: 'ar_cuit',
    make: (r) => {
      for (;;) {
        const body = `${r.pick(['20', '27', '30'])}${r.digits(8)}`;
        const check = 11 - (weighted(body, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11);
        if (check !== 10) return `${body}${check % 11}`.replace(/^(..)(........)(.)$/, '$1-$2-$3');
      }
    },
    wrong: (r) => {
      const body = `20${r.digits(8)}`;
      const check = 11 - (weighted(body, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11);
      return `${body}${(check + 4) % 10}`.replace(/^(..)(........)(.)$/, '$1-$2-$3');
    },
    sentences: ['CUIT: {v}', 'El CUIL del empleado es {v}.', '{"cuit": "{v}"}'],
    talk: 'Consulte su CUIT en la página de la AFIP.',
  },
  {
    type: 'cl_rut',
    make: (r) => {
      const body = `${r.int(5, 24)}${r.digits(6)}`;
      const sum = weighted([...body].reverse().join(''), [2, 3, 4, 5, 6, 7, 2, 3]);
      const check = 11 - (sum % 11);
      return `${body.replace(/(\d)(?=(\d{3})+$)/g, '$1.')}-${check === 11 ? '0' : check === 10 ? 'K' : check}`;
    },
    wrong: (r) => {
      const body = `${r.int(10, 24)}${r.digits(6)}`;
      const sum = weighted([...body].reverse().join(''), [2, 3, 4, 5, 6, 7, 2, 3]);
      const check = (14 - (sum % 11)) % 10;
      return `${body.replace(/(\d)(?=(\d{3})+$)/g, '$1.')}-${check === 11 - (sum % 11) ? (check + 1) % 10 : check}`;
    },
    sentences: ['RUT: {v}', 'El RUT de la clienta es {v}.', '{"rut": "{v}"}'],
    talk: 'Ingrese su RUT sin puntos.',
  },
  {
    type: 'mx_curp',
    make: (r) => {
      const { body, check } = curp(r);
      return `${body}${check}`;
    },
    wrong: (r) => {
      const { body, check } = curp(r);
      return `${body}${(check + 3) % 10}`;
    },
    sentences: ['CURP: {v}', 'La CURP del alumno es {v}.', '{"curp": "{v}"}'],
    talk: 'La CURP se consulta en línea.',
  },
  {
    type: 'mx_rfc',
    make: (r) => {
      const { yy, mm, dd } = birth(r);
      return `${r.string('GHLMRS', 1)}${r.pick([...'AEIOU'])}${r.string('CDGLMR', 2)}${yy}${mm}${dd}${r.string(upperAlnum, 2)}${r.string('0123456789A', 1)}`;
    },
    wrong: (r) => `${r.string(UPPER, 4)}${r.digits(2)}13${r.int(32, 39)}${r.string(upperAlnum, 3)}`,
    sentences: ['RFC: {v}', 'Facturar a nombre de Luis, RFC {v}', '{"rfc": "{v}", "pais": "MX"}'],
    talk: 'El RFC lo asigna el SAT.',
  },
];
