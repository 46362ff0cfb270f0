import { describe, expect, it } from 'vitest';

import { addressProblem, withoutLogin } from './address';

describe('the address of a file', () => {
  it('has a scheme that chargers know, a host, and no blanks', () => {
    for (const good of ['http://192.168.1.20:8000/f.bin', ' FTP://user:word@host/f ', 'https://host?x=1', 'sftp://h']) {
      expect(addressProblem(good), good).toBeNull();
    }
    for (const bad of ['f.bin', 'file:///etc/passwd', 'http:///f.bin', 'http://a b/f', '//host/f']) {
      expect(addressProblem(bad), bad).toBe('form');
    }
    expect(addressProblem(' ')).toBe('none');
    expect(addressProblem(`http://host/${'x'.repeat(512)}`)).toBe('long');
  });

  it('is shown without its login', () => {
    expect(withoutLogin('ftp://user:word@host/up/')).toBe('ftp://host/up/');
    expect(withoutLogin('http://host/a@b')).toBe('http://host/a@b');
  });
});
