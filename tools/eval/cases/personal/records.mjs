/** Longer texts with several values, as they stand in mails, tickets and files. A slot is named by its type. */
export const RECORDS = [
  ['csv', 'id,name,email,phone,iban\n17,Ada,{email},{phone},{iban}\n18,Bo,,,\n'],
  [
    'ticket',
    'Customer Jonas B. ({email}, tel. {phone}) cannot pay with card {card}. Order 2025-004711, see log.',
  ],
  [
    'json',
    '{"customer": {"email": "{email}", "phone": "{phone}", "date_of_birth": "{dob}", "address": {"city": "Bremen"}}, "total": 129.5}',
  ],
  [
    'mail',
    'Hello,\n\nplease refund to my account:\nIBAN: {iban}\nBIC: {swift_bic}\n\nThank you\nMaria\nphone: {phone}\n{email}',
  ],
  [
    'form',
    "First name: Ann\nLast name: Hill\nDate of birth: {dob}\nSSN: {ssn}\nDriver's license: {driver_license}\nE-mail: {email}",
  ],
  [
    'medical',
    'Patient A. Moss, DOB: {dob}, MRN: {mrn}. Seen by Dr Hale (NPI: {npi}, DEA: {dea}). Member ID: {health_member_id} of the health plan.',
  ],
  [
    'log',
    '2025-03-04T10:11:12Z WARN login failed user={email} ip={ip} agent=Mozilla/5.0 attempts=3',
  ],
  [
    'log',
    '{ip} - - [04/Mar/2025:10:11:12 +0000] "POST /v1/orders HTTP/1.1" 201 512 "-" "curl/8.5"',
  ],
  [
    'hr',
    'Neue Mitarbeiterin: Steuer-ID {de_tax_id}, Sozialversicherungsnummer {de_social_security}, IBAN {iban}, Telefon {phone}.',
  ],
  [
    'kyc',
    'Passport number: {passport}\nNationality: NL\nBSN: {nl_bsn}\nIBAN: {iban}\nPhone: {phone}',
  ],
  [
    'invoice',
    'Rechnung 2025/118 an Nordlicht GmbH, USt-IdNr.: {de_vat_id}, zahlbar auf {iban}, Rückfragen an {email}.',
  ],
  [
    'prompt',
    'Write a reminder to the customer {email} (phone {phone}); mention the card ending and not the number {card}.',
  ],
  ['sql', "INSERT INTO people (email, ssn, phone) VALUES ('{email}', '{ssn}', '{phone}');"],
  ['chat', 'user: my number is {phone}\nassistant: thanks, and the IBAN?\nuser: {iban}'],
  [
    'yaml',
    'contact:\n  email: {email}\n  mobile: "{phone}"\ndevice:\n  imei: {imei}\n  mac: {mac}\n',
  ],
  ['markdown', '| name | e-mail | SSN |\n| --- | --- | --- |\n| Ann | {email} | {ssn} |'],
  [
    'payment',
    'Routing number: {aba_routing}, bank account number: {account}. Card: {card}, CVV: {card_security_code}.',
  ],
  ['spanish', 'El cliente con DNI {es_nif} y teléfono {phone} pide el reembolso en {iban}.'],
  [
    'french',
    'Madame, votre numéro de sécurité sociale {fr_nir} a été transmis ; écrivez à {email}.',
  ],
  ['brazil', 'CPF: {br_cpf}, telefone {phone}, e-mail {email}'],
];
