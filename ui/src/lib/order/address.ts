// Where a charger fetches a file from, or sends one to.

const LONGEST = 512;
const FORM = /^(https?|ftps?|sftp):\/\/[^/?#\s]+([/?#]\S*)?$/i;

/** What is wrong with the address of a file: the last part of its sentence's key; null = nothing. */
export function addressProblem(text: string): 'none' | 'long' | 'form' | null {
  const address = text.trim();
  if (address === '') return 'none';
  if (address.length > LONGEST) return 'long';
  return FORM.test(address) ? null : 'form';
}

/** An address without the login in it. */
export function withoutLogin(address: string): string {
  return address.replace(/\/\/[^/?#@]*@/, '//');
}
