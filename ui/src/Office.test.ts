import { screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';

import { asked, open, site } from './app.fixture';
import { HostFault } from './lib/host/types';

const part = (name: string) => screen.findByRole('region', { name });

describe('the mail account', () => {
  it('says which field is wrong, and keeps a password that is not typed anew', async () => {
    const host = site((made) => {
      const kept = { host: 'smtp.example.com', port: 465, user: 'office', from: 'office', hasPassword: true };
      made.mailAccount = { ...kept, security: 'tls' };
    });
    const user = await open(host, 'settings');
    const mail = within(await part('Mail'));
    const save = await mail.findByRole('button', { name: 'Save mail' });
    expect(save).toHaveAttribute('title', 'Nothing was changed');
    await user.selectOptions(mail.getByLabelText('Encryption'), 'startTls');
    expect(mail.getByLabelText('Port')).toHaveValue('587');
    host.faults.set('saveMail', new HostFault('invalid', { field: 'from', reason: 'address' }));
    await user.click(save);
    expect(await mail.findByRole('alert')).toHaveTextContent('Type it like office@example.com.');
    expect(mail.getByLabelText('Sender’s address')).toHaveAttribute('aria-invalid', 'true');
    host.faults.clear();
    await user.type(mail.getByLabelText('Sender’s address'), '@example.com');
    await user.click(save);
    await waitFor(() => expect(asked(host, 'saveMail')).toHaveLength(2));
    expect(asked(host, 'saveMail')[1]).toMatchObject({ account: { from: 'office@example.com' }, password: null });
    await user.clear(mail.getByLabelText('Mail server'));
    await user.click(save);
    await waitFor(() => expect(asked(host, 'saveMail')[2]).toMatchObject({ account: { host: '' }, password: '' }));
  });

  it('is tried as it is kept, not as it is typed', async () => {
    const host = site((made) => {
      const kept = { host: 'smtp.example.com', port: 465, user: '', from: 'office@example.com', hasPassword: false };
      made.mailAccount = { ...kept, security: 'tls' };
    });
    const user = await open(host, 'settings');
    const mail = within(await part('Mail'));
    await user.type(await mail.findByLabelText('Test mail to'), 'books@example.com');
    await user.type(mail.getByLabelText('User name'), 'office');
    const test = mail.getByRole('button', { name: 'Send a test mail' });
    expect(test).toHaveAttribute('title', 'Save mail first: the test uses what is kept');
    await user.clear(mail.getByLabelText('User name'));
    host.faults.set('testMail', new HostFault('mailNotSent', { reason: 'login', detail: '535' }));
    await user.click(test);
    expect(await mail.findByRole('alert')).toHaveTextContent('does not accept the user name or the password');
  });
});

describe('the monthly report', () => {
  it('tells what is missing, and sends addresses one by one', async () => {
    const host = site();
    const user = await open(host, 'settings');
    const monthly = within(await part('Monthly report'));
    await user.click(await monthly.findByLabelText(/^Write the month/));
    host.faults.set('saveSchedule', new HostFault('invalid', { field: 'folder', reason: 'missing' }));
    await user.click(monthly.getByRole('button', { name: 'Save schedule' }));
    expect(await monthly.findByRole('alert')).toHaveTextContent('Type the folder');
    expect(monthly.getByLabelText('Folder')).toHaveAttribute('aria-invalid', 'true');
    host.faults.clear();
    await user.type(monthly.getByLabelText('Folder'), '/srv/reports');
    await user.type(monthly.getByLabelText('Mail it to'), 'a@example.com; b@example.com');
    await user.click(monthly.getByRole('button', { name: 'Save schedule' }));
    await screen.findByText('Saved. The first files are written when this month is over.');
    const plan = { on: true, folder: '/srv/reports', mailTo: ['a@example.com', 'b@example.com'] };
    expect(asked(host, 'saveSchedule')[1]).toMatchObject({ plan });
  });
});
