// Whether an account number can be one: its two check digits (ISO 13616).

/** Without spaces and in capitals. */
export function plainIban(text: string): string {
  return text.replaceAll(/\s/g, '').toUpperCase();
}

export function ibanFits(text: string): boolean {
  const iban = plainIban(text);
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(iban)) return false;
  let rest = 0;
  for (const letter of iban.slice(4) + iban.slice(0, 4)) {
    for (const digit of /\d/.test(letter) ? letter : String(letter.charCodeAt(0) - 55)) {
      rest = (rest * 10 + Number(digit)) % 97;
    }
  }
  return rest === 1;
}

/** In groups of four, as people read it. */
export function groupedIban(text: string): string {
  return plainIban(text).replaceAll(/(.{4})(?=.)/g, '$1 ');
}
